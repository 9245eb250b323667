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

run "tls_goes_through_unread" {
  command = plan
  variables {
    tls = "passthrough"
  }
}
