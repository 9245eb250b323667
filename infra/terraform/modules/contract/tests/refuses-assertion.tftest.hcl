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
