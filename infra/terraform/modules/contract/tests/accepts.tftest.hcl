# A path that everything is right with. Each run says what is otherwise.
variables {
  name           = "shop"
  environment    = "prod"
  namespace      = "shop"
  hosts          = ["shop.example.com"]
  origin_url     = "https://origin.example.com"
  edge_providers = ["cloudflare"]
  # Cloudflare's own, some of them.
  edge_prefixes_ipv4 = ["104.16.0.0/13", "173.245.48.0/20"]
  edge_prefixes_ipv6 = ["2400:cb00::/32"]
  load_balancer = {
    product                 = "aws-nlb"
    layer                   = 4
    proxy_protocol          = "v2"
    proxy_protocol_v2       = true
    preserve_client_ip      = false
    target_type             = "ip"
    health_check_protocol   = "TCP"
    external_traffic_policy = null
  }
  load_balancer_prefixes = ["10.0.16.0/20"]
  issuer                 = "https://edge.example.com"
  audience               = "origin-prod"
  signer                 = "cloudflare-worker"
  origin_locks           = ["prefix-list", "authenticated-origin-pulls"]
}

run "cloudflare_as_it_is" {
  command = plan
  assert {
    condition     = output.contract.prefix == "shop-prod" && output.contract.key_path == "/ipseal/prod"
    error_message = "names are made of the path and the environment"
  }
  assert {
    condition     = output.contract.origin == { domain = "origin.example.com", port = 443 }
    error_message = "the port is that of https"
  }
  assert {
    condition     = output.contract.assertion.algorithm == "ES256" && output.contract.jwks_json == null
    error_message = "a Worker signs"
  }
  assert {
    condition     = !output.contract.header_in_origin_request_policy
    error_message = "there is no CloudFront that would drop the header"
  }
}

run "names_are_as_long_as_they_can_be" {
  command = plan
  variables {
    name        = "abcdefghijklmnopqrst"
    environment = "production"
    namespace   = join("", [for i in range(63) : "a"])
    origin_url  = "https://${join("", [for i in range(124) : "a."])}a.com:65535"
    hosts       = ["${join("", [for i in range(124) : "a."])}a.com"]
  }
  assert {
    condition     = length(output.contract.prefix) == 31
    error_message = "a load balancer takes 32"
  }
  assert {
    condition     = output.contract.origin.port == 65535
    error_message = "the port is that of the URL"
  }
}

run "names_are_as_short_as_they_can_be" {
  command = plan
  variables {
    name        = "a"
    environment = "b"
    namespace   = "1"
    hosts       = ["a.b"]
    origin_url  = "https://a.b:1"
  }
}

run "names_begin_with_what_is_nearly_kept" {
  command = plan
  variables {
    name        = "internal"
    environment = "sg-a"
  }
}

run "nothing_is_said_that_need_not_be" {
  command = plan
  variables {
    namespace  = null
    origin_url = null
    hosts      = ["*"]
  }
  assert {
    condition     = output.contract.origin == null
    error_message = "no origin is made up"
  }
}

run "hosts_are_wildcards_and_names" {
  command = plan
  variables {
    hosts = ["*.example.com", "example.com", "xn--shp-sna.example.com"]
  }
}

run "exempt_routes_are_exact" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/" }, { method = "HEAD", path = "/" }, { method = "GET", path = "/.well-known/a~b_c/.d/e.." }]
  }
}

run "exempt_routes_are_16" {
  command = plan
  variables {
    exempt_routes = [for i in range(16) : { method = "GET", path = "/health/${i}" }]
  }
}

run "edge_is_one_of_your_own" {
  command = plan
  variables {
    exposure           = "internal"
    edge_providers     = ["cloudflare", "edge"]
    edge_prefixes_ipv4 = ["10.0.0.0/8"]
    edge_prefixes_ipv6 = ["fd00::/16"]
    origin_locks       = ["prefix-list"]
  }
}

run "internal_is_reached_by_a_tunnel_of_cloudflare" {
  command = plan
  variables {
    exposure = "internal"
  }
}

run "edge_prefixes_are_as_wide_as_they_can_be" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["1.0.0.0/8", "126.0.0.0/8", "128.0.0.0/8", "223.0.0.0/8"]
    edge_prefixes_ipv6 = ["2000::/16", "3fff::/16", "fc00::/16", "fdff::/16"]
  }
}

run "edge_prefixes_are_beside_what_nobody_sends_from" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["1.0.0.0/32", "126.255.255.255/32", "128.0.0.0/32", "169.253.0.0/16", "169.255.0.0/16", "223.255.255.0/24"]
    edge_prefixes_ipv6 = ["2000::/128", "2606:4700::/32"]
  }
}

run "every_known_cdn_is_taken" {
  command = plan
  variables {
    edge_providers = ["cloudflare", "akamai", "azure-front-door", "bunny", "cdn77", "cloudfront", "fastly", "gcore", "google-lb", "imperva", "keycdn"]
    origin_locks   = ["prefix-list", "secret-header"]
  }
  assert {
    condition     = output.contract.header_in_origin_request_policy
    error_message = "CloudFront stands behind the Worker and would drop its header"
  }
}

run "worker_stands_last" {
  command = plan
  variables {
    edge_providers = ["cloudfront", "cloudflare"]
  }
  assert {
    condition     = !output.contract.header_in_origin_request_policy
    error_message = "the Worker writes behind CloudFront"
  }
}

run "lambda_at_the_origin_request" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    jwks_json                = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }, { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-12", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  assert {
    condition     = !output.contract.header_in_origin_request_policy
    error_message = "the function runs after the policy"
  }
  assert {
    condition     = jsondecode(output.contract.jwks_json).keys[1].kid == "2026-12" && output.contract.assertion.algorithm == "ES256"
    error_message = "the public set is given on"
  }
}

run "lambda_at_the_viewer_request_with_origin_mtls" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "viewer-request"
    origin_locks             = ["origin-mtls"]
    assertion_bind           = "request"
    assertion_prefix         = "Bearer "
    assertion_ttl_seconds    = 15
  }
  assert {
    condition     = output.contract.header_in_origin_request_policy
    error_message = "CloudFront has to pass the header on"
  }
}

run "lambda_with_a_vpc_origin" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "viewer-request"
    edge_managed_prefix_list = null
    exposure                 = "internal"
    origin_locks             = ["vpc-origin"]
  }
}

run "lambda_behind_cloudflare" {
  command = plan
  variables {
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_providers           = ["cloudflare", "cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.ipv6.cloudfront.origin-facing"
  }
}

run "function_seals_with_a_secret" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["prefix-list"]
  }
  assert {
    condition     = output.contract.assertion.algorithm == "HS256" && output.contract.header_in_origin_request_policy
    error_message = "a function has HS256 alone, and CloudFront has to pass its header on"
  }
}

run "function_with_origin_mtls" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["origin-mtls", "prefix-list", "secret-header"]
  }
}

run "keys_of_two_kinds_are_rotated" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk" }, { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "a.b_c-d", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }, { "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "${join("", [for i in range(64) : "a"])}", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk" }] })
  }
  assert {
    condition     = output.contract.assertion.algorithm == "ES256"
    error_message = "as long as one of them is ES256 that is what all verifiers have to know"
  }
}

run "keys_of_ed25519_alone" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk" }] })
  }
  assert {
    condition     = output.contract.assertion.algorithm == "EdDSA"
    error_message = "the algorithm is that of the keys"
  }
}

run "a_member_of_a_key_that_stands_twice_is_given_on_once" {
  command = plan
  variables {
    jwks_json = replace(jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] }), "{\"alg\"", "{\"x\":\"not-a-key\",\"alg\"")
  }
  assert {
    condition     = !strcontains(output.contract.jwks_json, "not-a-key") && strcontains(var.jwks_json, "not-a-key")
    error_message = "nothing is given on that was not looked at"
  }
}

run "nlb_keeps_addresses_towards_pods" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
}

run "nlb_keeps_addresses_towards_instances_under_local" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "instance"
      health_check_protocol   = "HTTP"
      external_traffic_policy = "Local"
    }
  }
}

run "nlb_sends_proxy_to_instances_under_cluster" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "instance"
      health_check_protocol   = "HTTPS"
      external_traffic_policy = "Cluster"
    }
  }
}

run "nlb_sends_proxy_to_instances_under_the_default_policy" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "instance"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
}

run "nlb_sends_proxy_to_pods_under_local" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = "Local"
    }
  }
}

run "nlb_sends_no_proxy_and_keeps_nothing" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
}

run "nlb_is_in_the_widest_subnets" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.0.0/8", "172.16.0.0/12", "fd00::/32", "2600:1f00::/32"]
  }
}

run "headers_are_beside_those_that_are_kept" {
  command = plan
  variables {
    assertion_header = "xx-edge-assertion"
    client_ip_header = "x-real-ip"
  }
}

run "headers_are_as_long_as_they_can_be" {
  command = plan
  variables {
    assertion_header = "x-${join("", [for i in range(62) : "a"])}"
    client_ip_header = "y-${join("", [for i in range(62) : "a"])}"
  }
}

run "headers_have_one_letter" {
  command = plan
  variables {
    assertion_header = "a"
    client_ip_header = "b"
  }
}

run "issuer_has_a_port_and_a_path" {
  command = plan
  variables {
    issuer = "https://Edge-1.example.com:8443/a/b;c=d,e~f[g]^h_"
  }
}

run "issuer_is_as_long_as_it_can_be" {
  command = plan
  variables {
    issuer = "https://edge.example.com/${join("", [for i in range(487) : "a"])}"
  }
}

run "issuer_is_a_single_label" {
  command = plan
  variables {
    issuer = "https://edge"
  }
}

run "audience_is_as_long_as_it_can_be" {
  command = plan
  variables {
    audience = join("", [for i in range(256) : "a"])
  }
}

run "audience_has_spaces_inside" {
  command = plan
  variables {
    audience = "origin of prod"
  }
}

run "assertion_is_bound_to_hosts" {
  command = plan
  variables {
    assertion_bind        = "host"
    assertion_ttl_seconds = 300
  }
}

run "tls_goes_through_unread" {
  command = plan
  variables {
    tls = "passthrough"
  }
}
