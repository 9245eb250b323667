mock_provider "aws" {
  source = "./tests/mocks"
}

run "listeners_have_each_port_once" {
  command = plan
  variables {
    listeners = [{ port = 443, target_port = 8443 }, { port = 443, target_port = 9443 }]
  }
  expect_failures = [var.listeners]
}

run "listeners_are_not_empty" {
  command = plan
  variables {
    listeners = []
  }
  expect_failures = [var.listeners]
}

run "listeners_have_ports" {
  command = plan
  variables {
    listeners = [{ port = 443, target_port = 65536 }]
  }
  expect_failures = [var.listeners]
}

run "listeners_have_node_ports_for_instances" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { target_type = "instance" }) })
  }
  expect_failures = [var.listeners]
}

run "health_check_protocol_is_known" {
  command = plan
  variables {
    health_check = { protocol = "UDP" }
  }
  expect_failures = [var.health_check]
}

run "health_check_speaks_proxy" {
  command = plan
  variables {
    health_check = { protocol = "HTTP", path = "/healthz" }
  }
  expect_failures = [var.health_check]
}

run "health_check_of_http_has_a_path" {
  command = plan
  variables {
    health_check = { protocol = "HTTP", speaks_proxy = true }
  }
  expect_failures = [var.health_check]
}

run "health_check_of_tcp_has_no_path" {
  command = plan
  variables {
    health_check = { path = "/healthz" }
  }
  expect_failures = [var.health_check]
}

run "health_check_matcher_is_codes" {
  command = plan
  variables {
    health_check = { protocol = "HTTP", path = "/", speaks_proxy = true, matcher = "ok" }
  }
  expect_failures = [var.health_check]
}

run "health_check_port_is_one" {
  command = plan
  variables {
    health_check = { port = 0 }
  }
  expect_failures = [var.health_check]
}

run "health_check_timeout_is_within_the_interval" {
  command = plan
  variables {
    health_check = { interval_seconds = 5, timeout_seconds = 6 }
  }
  expect_failures = [var.health_check]
}

run "health_check_thresholds_are_aws_s" {
  command = plan
  variables {
    health_check = { healthy_threshold = 1 }
  }
  expect_failures = [var.health_check]
}

run "ip_address_type_is_known" {
  command = plan
  variables {
    ip_address_type = "ipv6"
  }
  expect_failures = [var.ip_address_type]
}

run "ip_address_type_of_a_vpc_origin_is_ipv4" {
  command = plan
  variables {
    contract        = merge(var.contract, { origin_locks = ["vpc-origin"], exposure = "internal" })
    ip_address_type = "dualstack"
  }
  expect_failures = [var.ip_address_type]
}

run "ip_address_type_that_keeps_addresses_is_one" {
  command = plan
  variables {
    contract        = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { preserve_client_ip = true, proxy_protocol_v2 = false }) })
    ip_address_type = "dualstack"
  }
  expect_failures = [var.ip_address_type]
}

run "ip_address_type_dualstack_lets_ipv6_in" {
  command = plan
  variables {
    ip_address_type      = "dualstack"
    ingress_prefix_lists = { cloudflare-ipv4 = { id = "pl-0123456789abcdef0", weight = 20 } }
  }
  expect_failures = [var.ip_address_type]
}

run "target_ip_address_type_is_known" {
  command = plan
  variables {
    target_ip_address_type = "dualstack"
  }
  expect_failures = [var.target_ip_address_type]
}

run "target_ip_address_type_ipv6_is_behind_dualstack" {
  command = plan
  variables {
    ip_address_type        = "ipv4"
    target_ip_address_type = "ipv6"
  }
  expect_failures = [var.target_ip_address_type]
}

run "deregistration_delay_is_within_an_hour" {
  command = plan
  variables {
    deregistration_delay_seconds = 3601
  }
  expect_failures = [var.deregistration_delay_seconds]
}

run "tcp_idle_timeout_is_aws_s" {
  command = plan
  variables {
    tcp_idle_timeout_seconds = 59
  }
  expect_failures = [var.tcp_idle_timeout_seconds]
}

run "access_log_bucket_is_a_name" {
  command = plan
  variables {
    access_log_bucket = "arn:aws:s3:::logs"
  }
  expect_failures = [var.access_log_bucket]
}

run "gateway_service_is_a_label" {
  command = plan
  variables {
    gateway_service = "Kong Proxy"
  }
  expect_failures = [var.gateway_service]
}
