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

run "name_is_a_dns_label" {
  command = plan
  variables {
    name = "Shop"
  }
  expect_failures = [var.name]
}

run "name_has_20_characters_at_most" {
  command = plan
  variables {
    name = "abcdefghijklmnopqrstu"
  }
  expect_failures = [var.name]
}

run "name_begins_with_a_letter" {
  command = plan
  variables {
    name = "1shop"
  }
  expect_failures = [var.name]
}

run "name_is_of_one_line" {
  command = plan
  variables {
    name = "shop\n"
  }
  expect_failures = [var.name]
}

run "name_is_ascii" {
  command = plan
  variables {
    name = "shöp"
  }
  expect_failures = [var.name]
}

run "name_is_one_that_a_load_balancer_can_have" {
  command = plan
  variables {
    name = "internal-shop"
  }
  expect_failures = [var.name]
}

run "name_is_one_that_a_security_group_can_have" {
  command = plan
  variables {
    name = "sg-shop"
  }
  expect_failures = [var.name]
}

run "environment_is_short" {
  command = plan
  variables {
    environment = "production1"
  }
  expect_failures = [var.environment]
}

run "environment_has_no_hyphen_at_its_end" {
  command = plan
  variables {
    environment = "prod-"
  }
  expect_failures = [var.environment]
}

run "environment_is_one_level_of_a_path" {
  command = plan
  variables {
    environment = "prod/a"
  }
  expect_failures = [var.environment]
}

run "environment_is_not_empty" {
  command = plan
  variables {
    environment = ""
  }
  expect_failures = [var.environment]
}

run "namespace_is_a_dns_label" {
  command = plan
  variables {
    namespace = "shop.example"
  }
  expect_failures = [var.namespace]
}

run "namespace_is_not_empty" {
  command = plan
  variables {
    namespace = ""
  }
  expect_failures = [var.namespace]
}

run "exposure_is_known" {
  command = plan
  variables {
    exposure = "private"
  }
  expect_failures = [var.exposure]
}

run "exposure_is_not_empty" {
  command = plan
  variables {
    exposure = ""
  }
  expect_failures = [var.exposure]
}

run "tls_is_known" {
  command = plan
  variables {
    tls = "none"
  }
  expect_failures = [var.tls]
}

run "hosts_name_one" {
  command = plan
  variables {
    hosts = []
  }
  expect_failures = [var.hosts]
}

run "hosts_are_names" {
  command = plan
  variables {
    hosts = ["shop.example.com:443"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_no_addresses" {
  command = plan
  variables {
    hosts = ["192.0.2.1"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_in_lower_case" {
  command = plan
  variables {
    hosts = ["Shop.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_have_a_wildcard_in_front_alone" {
  command = plan
  variables {
    hosts = ["shop.*.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_of_one_line" {
  command = plan
  variables {
    hosts = ["shop.example.com\n"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_ascii" {
  command = plan
  variables {
    hosts = ["shöp.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_not_null" {
  command = plan
  variables {
    hosts = [null]
  }
  expect_failures = [var.hosts]
}

run "hosts_have_253_characters_at_most" {
  command = plan
  variables {
    hosts = ["${join("", [for i in range(126) : "a."])}com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_any_or_named" {
  command = plan
  variables {
    hosts = ["*", "shop.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_stand_once" {
  command = plan
  variables {
    hosts = ["shop.example.com", "shop.example.com"]
  }
  expect_failures = [var.hosts]
}

run "origin_url_is_https" {
  command = plan
  variables {
    origin_url = "http://origin.example.com"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_no_path" {
  command = plan
  variables {
    origin_url = "https://origin.example.com/"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_no_user" {
  command = plan
  variables {
    origin_url = "https://user@origin.example.com"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_is_not_empty" {
  command = plan
  variables {
    origin_url = ""
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_a_port_above_0" {
  command = plan
  variables {
    origin_url = "https://origin.example.com:0"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_a_port_up_to_65535" {
  command = plan
  variables {
    origin_url = "https://origin.example.com:65536"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_a_name_of_253_characters_at_most" {
  command = plan
  variables {
    origin_url = "https://${join("", [for i in range(126) : "a."])}com:65535"
  }
  expect_failures = [var.origin_url]
}

run "exempt_routes_have_a_method_in_capitals" {
  command = plan
  variables {
    exempt_routes = [{ method = "get", path = "/healthz" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_wildcard" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/health*" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_query" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz?a" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_escape" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/%2e%2e/admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_parameter" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz;a" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_backslash" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/a\\..\\admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_no_null" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = null }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_lead_nowhere_else" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz/../admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_no_empty_level" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "//admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_stand_once" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz" }, { method = "GET", path = "/healthz" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_are_16_at_most" {
  command = plan
  variables {
    exempt_routes = [for i in range(17) : { method = "GET", path = "/health/${i}" }]
  }
  expect_failures = [var.exempt_routes]
}

run "edge_providers_name_one" {
  command = plan
  variables {
    edge_providers = []
  }
  expect_failures = [var.edge_providers]
}

run "edge_providers_are_known" {
  command = plan
  variables {
    edge_providers = ["cloudflare", "cloudflair"]
  }
  expect_failures = [var.edge_providers]
}

run "edge_providers_are_not_null" {
  command = plan
  variables {
    edge_providers = ["cloudflare", null]
  }
  expect_failures = [var.edge_providers]
}

run "edge_managed_prefix_list_is_cloudfronts" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_managed_prefix_list = "com.amazonaws.eu-west-1.s3"
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_managed_prefix_list_is_of_aws" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_managed_prefix_list = "example.com.amazonaws.global.cloudfront.origin-facing"
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_managed_prefix_list_is_not_empty" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_managed_prefix_list = ""
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_managed_prefix_list_is_of_the_last_cdn" {
  command = plan
  variables {
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_prefix_of_ipv4_has_no_host_bits" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.16.0.1/13"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_has_a_length" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.16.0.0"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_ipv6" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["2400:cb00::/32"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_has_no_leading_zeros" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["010.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_ipv4_in_ipv6" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["::ffff:104.16.0.0/109"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_of_one_line" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.16.0.0/13\n"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_null" {
  command = plan
  variables {
    edge_prefixes_ipv4 = [null]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_everything" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["0.0.0.0/0"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_half_of_everything" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["0.0.0.0/1"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_wider_than_8" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.0.0.0/7"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_unspecified" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["0.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_loopback" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["127.0.0.0/16"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_link_local" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["169.254.0.0/16"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_multicast" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["224.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_reserved" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["255.255.255.0/24"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefixes_of_ipv4_are_not_everything_in_pieces" {
  command = plan
  variables {
    edge_prefixes_ipv4 = [for i in range(11, 100) : "${i}.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv6_has_no_host_bits" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400:cb00::1/32"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_in_lower_case" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400:CB00::/32"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_in_its_shortest_form" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400:cb00:0::/32"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_ipv4" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["104.16.0.0/13"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_ipv4_in_ipv6" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["::ffff:0:0/96"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_null" {
  command = plan
  variables {
    edge_prefixes_ipv6 = [null]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_everything" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["::/0"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_a_third_of_everything" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2000::/3"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_wider_than_16" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400::/15"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_loopback" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["::1/128"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_nat64" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["64:ff9b::/96"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_link_local" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["fe80::/64"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_multicast" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["ff02::/16"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefixes_of_ipv6_are_not_everything_in_pieces" {
  command = plan
  variables {
    edge_prefixes_ipv6 = [for i in range(11, 99) : "24${i}::/16"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "signer_is_known" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    signer                   = "worker"
  }
  expect_failures = [var.signer]
}

run "signer_runs_on_a_cdn_of_the_path" {
  command = plan
  variables {
    edge_providers = ["cloudflare"]
    signer         = "lambda-edge"
    signer_event   = "viewer-request"
  }
  expect_failures = [var.signer]
}

run "signer_without_lists_stands_first" {
  command = plan
  variables {
    edge_providers = ["cloudflare", "cloudfront"]
    signer         = "cloudfront-function"
    signer_event   = "viewer-request"
    origin_locks   = ["prefix-list"]
  }
  expect_failures = [var.signer]
}

run "signer_worker_is_not_in_the_middle" {
  command = plan
  variables {
    edge_providers = ["fastly", "cloudflare", "akamai"]
    origin_locks   = ["prefix-list"]
  }
  expect_failures = [var.signer]
}

run "signer_lambda_is_not_in_the_middle" {
  command = plan
  variables {
    edge_providers = ["fastly", "cloudfront", "akamai"]
    signer         = "lambda-edge"
    signer_event   = "viewer-request"
    origin_locks   = ["prefix-list"]
  }
  expect_failures = [var.signer]
}

run "signer_event_is_null_with_a_worker" {
  command = plan
  variables {
    signer_event = "viewer-request"
  }
  expect_failures = [var.signer_event]
}

run "signer_event_is_said_at_cloudfront" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    origin_locks             = ["prefix-list"]
    signer_event             = null
  }
  expect_failures = [var.signer_event]
}

run "signer_event_is_not_empty" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    origin_locks             = ["prefix-list"]
    signer_event             = ""
  }
  expect_failures = [var.signer_event]
}

run "signer_event_is_one_of_requests" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    origin_locks             = ["prefix-list"]
    signer_event             = "viewer-response"
  }
  expect_failures = [var.signer_event]
}

run "signer_event_of_a_function_is_the_viewers" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    origin_locks             = ["prefix-list"]
    signer_event             = "origin-request"
  }
  expect_failures = [var.signer_event]
}

run "origin_locks_are_known" {
  command = plan
  variables {
    origin_locks = ["prefix-list", "firewall"]
  }
  expect_failures = [var.origin_locks]
}

run "origin_locks_are_not_null" {
  command = plan
  variables {
    origin_locks = ["prefix-list", null]
  }
  expect_failures = [var.origin_locks]
}

run "origin_locks_hold_one" {
  command = plan
  variables {
    origin_locks = []
  }
  expect_failures = [var.origin_locks]
}

run "origin_mtls_is_not_with_lambda_at_origin_events" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["origin-mtls"]
  }
  expect_failures = [var.origin_locks]
}

run "origin_mtls_is_not_with_vpc_origin" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "viewer-request"
    exposure                 = "internal"
    origin_locks             = ["origin-mtls", "vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "vpc_origin_is_not_with_lambda_at_an_origin_event" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    exposure                 = "internal"
    origin_locks             = ["vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "vpc_origin_is_not_public" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "viewer-request"
    origin_locks             = ["vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "origin_mtls_is_cloudfronts" {
  command = plan
  variables {
    origin_locks = ["origin-mtls"]
  }
  expect_failures = [var.origin_locks]
}

run "vpc_origin_is_cloudfronts" {
  command = plan
  variables {
    exposure     = "internal"
    origin_locks = ["vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "authenticated_origin_pulls_are_cloudflares" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["authenticated-origin-pulls"]
  }
  expect_failures = [var.origin_locks]
}

run "secret_header_is_an_extra" {
  command = plan
  variables {
    origin_locks = ["secret-header"]
  }
  expect_failures = [var.origin_locks]
}

run "prefix_list_has_prefixes" {
  command = plan
  variables {
    edge_prefixes_ipv4 = []
    edge_prefixes_ipv6 = []
  }
  expect_failures = [var.origin_locks]
}

run "internal_is_reached_from_cloudfront_by_vpc_origin_alone" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    exposure                 = "internal"
  }
  expect_failures = [var.origin_locks]
}

run "load_balancer_says_product" {
  command = plan
  variables {
    load_balancer = {
      product                 = null
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_layer" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = null
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_proxy_protocol_v2" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = null
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_preserve_client_ip" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = null
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_target_type" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = null
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_health_check_protocol" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = null
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_is_an_nlb" {
  command = plan
  variables {
    load_balancer = {
      product                 = "octavia"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_is_of_layer_4" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 7
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_targets_are_known" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "alb"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_targets_are_not_empty" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = ""
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_health_check_is_one_of_an_nlb" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "GRPC"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_policy_is_known" {
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
      external_traffic_policy = "local"
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_policy_is_not_empty" {
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
      external_traffic_policy = ""
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_has_no_version_1" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v1"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_has_no_empty_version" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = ""
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_version_2_where_it_sends_it" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = false
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_send_proxy_for_kept_addresses" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = true
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_send_proxy_to_instances_under_local" {
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
      external_traffic_policy = "Local"
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_keep_addresses_under_cluster" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "instance"
      health_check_protocol   = "TCP"
      external_traffic_policy = "Cluster"
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_keep_addresses_under_the_default_policy" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "instance"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_prefixes_name_one" {
  command = plan
  variables {
    load_balancer_prefixes = []
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_have_no_host_bits" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.16.1/20"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_have_a_length" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.16.0"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_ipv4_in_ipv6" {
  command = plan
  variables {
    load_balancer_prefixes = ["::ffff:0:0/96"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_null" {
  command = plan
  variables {
    load_balancer_prefixes = [null]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_everything" {
  command = plan
  variables {
    load_balancer_prefixes = ["0.0.0.0/0"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_half_of_everything" {
  command = plan
  variables {
    load_balancer_prefixes = ["0.0.0.0/1"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_wider_than_8" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.0.0/7"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_half_of_ipv6" {
  command = plan
  variables {
    load_balancer_prefixes = ["8000::/1"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_wider_than_32_of_ipv6" {
  command = plan
  variables {
    load_balancer_prefixes = ["fd00::/31"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_loopback" {
  command = plan
  variables {
    load_balancer_prefixes = ["127.0.0.0/8"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_link_local" {
  command = plan
  variables {
    load_balancer_prefixes = ["fe80::/64"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_nat64" {
  command = plan
  variables {
    load_balancer_prefixes = ["64:ff9b::/96"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "assertion_header_is_in_lower_case" {
  command = plan
  variables {
    assertion_header = "X-Client-IP-Assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_without_underscore" {
  command = plan
  variables {
    assertion_header = "x_assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_without_dot" {
  command = plan
  variables {
    assertion_header = "x.assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_not_empty" {
  command = plan
  variables {
    assertion_header = ""
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_of_one_line" {
  command = plan
  variables {
    assertion_header = "x-assertion\n"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_ascii" {
  command = plan
  variables {
    assertion_header = "x-assertiön"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_64_characters_at_most" {
  command = plan
  variables {
    assertion_header = "x-${join("", [for i in range(63) : "a"])}"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_cloudfront" {
  command = plan
  variables {
    assertion_header = "x-edge-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_cloudfronts_exact_names" {
  command = plan
  variables {
    assertion_header = "x-accel-redirect"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_cloudflare" {
  command = plan
  variables {
    assertion_header = "cf-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_api_gateway" {
  command = plan
  variables {
    assertion_header = "x-amzn-remapped-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_alb" {
  command = plan
  variables {
    assertion_header = "x-amzn-mtls-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_forwarders" {
  command = plan
  variables {
    assertion_header = "x-forwarded-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_fastly" {
  command = plan
  variables {
    assertion_header = "fastly-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_akamai" {
  command = plan
  variables {
    assertion_header = "x-akamai-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_azure_front_door" {
  command = plan
  variables {
    assertion_header = "x-azure-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_azures_health_probe" {
  command = plan
  variables {
    assertion_header = "x-fd-healthprobe"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_azure_app_gateway" {
  command = plan
  variables {
    assertion_header = "x-appgw-trace-id"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_envoy" {
  command = plan
  variables {
    assertion_header = "x-envoy-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_imperva" {
  command = plan
  variables {
    assertion_header = "incap-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_kong" {
  command = plan
  variables {
    assertion_header = "x-consumer-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_google" {
  command = plan
  variables {
    assertion_header = "x-goog-assertion"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_is_free_of_traces" {
  command = plan
  variables {
    assertion_header = "traceparent"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_http" {
  command = plan
  variables {
    assertion_header = "authorization"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_conditions" {
  command = plan
  variables {
    assertion_header = "if-match"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_browsers" {
  command = plan
  variables {
    assertion_header = "sec-assertion"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_api_gateways_mapping" {
  command = plan
  variables {
    assertion_header = "content-md5"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_claims" {
  command = plan
  variables {
    assertion_header = "true-client-ip"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_imperva" {
  command = plan
  variables {
    assertion_header = "incap-client-ip"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "assertion_header_has_no_meaning_in_weblogic" {
  command = plan
  variables {
    assertion_header = "wl-proxy-client-ip"
    client_ip_header = "x-address"
  }
  expect_failures = [var.assertion_header]
}

run "client_ip_header_is_in_lower_case" {
  command = plan
  variables {
    client_ip_header = "X-Client-IP"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_has_64_characters_at_most" {
  command = plan
  variables {
    client_ip_header = "x-${join("", [for i in range(63) : "a"])}"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_is_another_one" {
  command = plan
  variables {
    client_ip_header = "x-client-ip-assertion"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_has_no_job_in_http" {
  command = plan
  variables {
    client_ip_header = "host"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_has_no_job_in_conditions" {
  command = plan
  variables {
    client_ip_header = "if-range"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_has_no_job_in_responses" {
  command = plan
  variables {
    client_ip_header = "set-cookie"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_has_no_job_in_lists" {
  command = plan
  variables {
    client_ip_header = "x-forwarded-for"
  }
  expect_failures = [var.client_ip_header]
}

run "client_ip_header_has_no_job_in_rfc_7239" {
  command = plan
  variables {
    client_ip_header = "forwarded"
  }
  expect_failures = [var.client_ip_header]
}

run "issuer_is_https" {
  command = plan
  variables {
    issuer = "http://edge.example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_query" {
  command = plan
  variables {
    issuer = "https://edge.example.com/?a"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_fragment" {
  command = plan
  variables {
    issuer = "https://edge.example.com/#a"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_password" {
  command = plan
  variables {
    issuer = "https://user:password@edge.example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_at_sign" {
  command = plan
  variables {
    issuer = "https://edge.example.com/a@b"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_a_host" {
  command = plan
  variables {
    issuer = "https://"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_a_host_before_its_port" {
  command = plan
  variables {
    issuer = "https://:443"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_a_port_above_0" {
  command = plan
  variables {
    issuer = "https://edge.example.com:0"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_empty_label" {
  command = plan
  variables {
    issuer = "https://edge..example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_is_of_one_line" {
  command = plan
  variables {
    issuer = "https://edge.example.com\n"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_control_character" {
  command = plan
  variables {
    issuer = "https://edge.example.com/\u0000"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_invisible_character" {
  command = plan
  variables {
    issuer = "https://edge.example.com/\u202e"
  }
  expect_failures = [var.issuer]
}

run "issuer_is_ascii" {
  command = plan
  variables {
    issuer = "https://ëdge.example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_backslash" {
  command = plan
  variables {
    issuer = "https://edge.example.com\\a"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_template" {
  command = plan
  variables {
    issuer = "https://edge.example.com/<script>"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_512_characters_at_most" {
  command = plan
  variables {
    issuer = "https://edge.example.com/${join("", [for i in range(488) : "a"])}"
  }
  expect_failures = [var.issuer]
}

run "audience_is_not_empty" {
  command = plan
  variables {
    audience = ""
  }
  expect_failures = [var.audience]
}

run "audience_has_no_space_at_its_end" {
  command = plan
  variables {
    audience = "origin "
  }
  expect_failures = [var.audience]
}

run "audience_is_of_one_line" {
  command = plan
  variables {
    audience = "origin\n"
  }
  expect_failures = [var.audience]
}

run "audience_is_ascii" {
  command = plan
  variables {
    audience = "örigin"
  }
  expect_failures = [var.audience]
}

run "audience_has_256_characters_at_most" {
  command = plan
  variables {
    audience = join("", [for i in range(257) : "a"])
  }
  expect_failures = [var.audience]
}

run "assertion_bind_is_known" {
  command = plan
  variables {
    assertion_bind = "path"
  }
  expect_failures = [var.assertion_bind]
}

run "assertion_bind_is_none_with_a_function" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["prefix-list"]
    assertion_bind           = "host"
  }
  expect_failures = [var.assertion_bind]
}

run "assertion_prefix_is_known" {
  command = plan
  variables {
    assertion_prefix = "Bearer"
  }
  expect_failures = [var.assertion_prefix]
}

run "assertion_prefix_is_empty_with_a_function" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["prefix-list"]
    assertion_prefix         = "Bearer "
  }
  expect_failures = [var.assertion_prefix]
}

run "assertion_ttl_is_15_seconds_at_least" {
  command = plan
  variables {
    assertion_ttl_seconds = 14
  }
  expect_failures = [var.assertion_ttl_seconds]
}

run "assertion_ttl_is_300_seconds_at_most" {
  command = plan
  variables {
    assertion_ttl_seconds = 301
  }
  expect_failures = [var.assertion_ttl_seconds]
}

run "assertion_ttl_is_whole_seconds" {
  command = plan
  variables {
    assertion_ttl_seconds = 60.5
  }
  expect_failures = [var.assertion_ttl_seconds]
}

run "assertion_ttl_is_60_seconds_with_a_function" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["prefix-list"]
    assertion_ttl_seconds    = 30
  }
  expect_failures = [var.assertion_ttl_seconds]
}

run "jwks_has_no_d" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "d" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_k" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "k" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_p" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "p" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_q" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "q" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_dp" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "dp" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_dq" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "dq" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_qi" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "qi" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_oth" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "oth" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_json" {
  command = plan
  variables {
    jwks_json = "-----BEGIN PRIVATE KEY-----"
  }
  expect_failures = [output.contract]
}

run "jwks_is_not_empty_text" {
  command = plan
  variables {
    jwks_json = ""
  }
  expect_failures = [output.contract]
}

run "jwks_is_a_set_and_no_key" {
  command = plan
  variables {
    jwks_json = jsonencode({ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" })
  }
  expect_failures = [output.contract]
}

run "jwks_is_a_set_and_no_private_key" {
  command = plan
  variables {
    jwks_json = jsonencode({ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "d" = "not-a-key" })
  }
  expect_failures = [output.contract]
}

run "jwks_holds_one" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_a_list" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = { a = { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" } } })
  }
  expect_failures = [output.contract]
}

run "jwks_has_nothing_beside_its_keys" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }], private = "-----BEGIN PRIVATE KEY-----" })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_rsa_keys" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ kty = "RSA", alg = "RS256", kid = "2026-11", use = "sig", n = "AQAB", e = "AQAB" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_a_kid_in_each" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = null, "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_empty_kid" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_kid_that_is_a_path" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "../2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_number_for_kid" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = 202611, "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_for_signatures" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "enc", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_of_one_curve" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-384", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_points_of_32_bytes" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "short" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_a_public_half" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "short", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_other_member" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "x5c" = ["not-a-certificate"] }] })
  }
  expect_failures = [output.contract]
}

run "jwks_of_ed25519_has_no_other_member" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_each_kid_once" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }, { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_member_twice" {
  command = plan
  variables {
    jwks_json = "{\"keys\":[{\"d\":\"not-a-key\"}],\"keys\":${jsonencode([{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }])}}"
  }
  expect_failures = [output.contract]
}

run "jwks_is_null_with_a_function" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["prefix-list"]
    jwks_json                = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [var.jwks_json]
}
