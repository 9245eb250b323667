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
