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
