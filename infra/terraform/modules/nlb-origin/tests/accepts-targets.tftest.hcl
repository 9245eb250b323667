mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  contract = {
    name         = "shop"
    namespace    = "shop"
    prefix       = "shop-prod"
    exposure     = "public"
    tags         = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
    origin_locks = ["prefix-list"]
    edge         = { prefixes_ipv4 = ["203.0.113.0/24", "198.51.100.0/24"] }
    load_balancer = {
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = "Cluster"
    }
    load_balancer_prefixes = ["10.20.0.0/16"]
  }
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  ingress_prefix_lists = {
    cloudflare-ipv4 = { id = "pl-0123456789abcdef0", weight = 20, address_family = "IPv4" }
    cloudflare-ipv6 = { id = "pl-0123456789abcdef1", weight = 10, address_family = "IPv6" }
  }
}

run "listeners_have_each_port_once" {
  command = plan
  variables {
    listeners = [{ port = 443, target_port = 8443 }, { port = 80, target_port = 8443 }]
  }
}

run "listeners_are_not_empty" {
  command = plan
  variables {
    listeners = [{ port = 8443, target_port = 8443 }]
  }
}

run "listeners_have_ports" {
  command = plan
  variables {
    listeners = [{ port = 443, target_port = 65535 }]
  }
}

run "listeners_have_node_ports_for_instances" {
  command = plan
  variables {
    contract  = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { target_type = "instance" }) })
    listeners = [{ port = 443, target_port = 8443, node_port = 30443 }]
  }
}

run "health_check_protocol_is_known" {
  command = plan
  variables {
    health_check = { protocol = "TCP" }
  }
}

run "health_check_speaks_proxy" {
  command = plan
  variables {
    health_check = { protocol = "HTTP", path = "/healthz", speaks_proxy = true }
  }
}

run "health_check_without_proxy_is_any" {
  command = plan
  variables {
    contract     = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { proxy_protocol_v2 = false }) })
    health_check = { protocol = "HTTPS", path = "/healthz", matcher = "200-299,401" }
  }
}

run "health_check_of_http_has_a_path" {
  command = plan
  variables {
    health_check = { protocol = "HTTP", path = "/", speaks_proxy = true }
  }
}

run "health_check_of_tcp_has_no_path" {
  command = plan
  variables {
    health_check = { port = 8443 }
  }
}

run "health_check_matcher_is_codes" {
  command = plan
  variables {
    health_check = { protocol = "HTTP", path = "/", speaks_proxy = true, matcher = "200-399" }
  }
}

run "health_check_port_is_one" {
  command = plan
  variables {
    health_check = { port = 1 }
  }
}

run "health_check_timeout_is_within_the_interval" {
  command = plan
  variables {
    health_check = { interval_seconds = 5, timeout_seconds = 5 }
  }
}

run "health_check_thresholds_are_aws_s" {
  command = plan
  variables {
    health_check = { healthy_threshold = 2, unhealthy_threshold = 10 }
  }
}

run "ip_address_type_is_known" {
  command = plan
  variables {
    ip_address_type = "ipv4"
  }
}

run "ip_address_type_of_a_vpc_origin_is_ipv4" {
  command = plan
  variables {
    contract        = merge(var.contract, { origin_locks = ["vpc-origin"], exposure = "internal" })
    ip_address_type = "ipv4"
  }
}

run "ip_address_type_that_keeps_addresses_is_one" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { preserve_client_ip = true, proxy_protocol_v2 = false }) })
  }
}

run "ip_address_type_dualstack_lets_ipv6_in" {
  command = plan
  variables {
    ip_address_type = "dualstack"
  }
}

run "target_ip_address_type_is_known" {
  command = plan
  variables {
    target_ip_address_type = "ipv4"
  }
}

run "target_ip_address_type_ipv6_is_behind_dualstack" {
  command = plan
  variables {
    contract               = merge(var.contract, { load_balancer_prefixes = ["2001:db8:20::/56"] })
    target_ip_address_type = "ipv6"
  }
}

run "deregistration_delay_is_within_an_hour" {
  command = plan
  variables {
    deregistration_delay_seconds = 3600
  }
}

run "tcp_idle_timeout_is_aws_s" {
  command = plan
  variables {
    tcp_idle_timeout_seconds = 60
  }
}

run "access_log_bucket_is_a_name" {
  command = plan
  variables {
    access_log_bucket = "shop-prod-logs"
  }
}

run "gateway_service_is_a_label" {
  command = plan
  variables {
    gateway_service = "kong-proxy"
  }
}
