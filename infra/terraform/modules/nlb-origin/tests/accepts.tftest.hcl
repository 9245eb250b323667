mock_provider "aws" {
  source = "./tests/mocks"
}

run "values_at_their_lower_bounds" {
  command = plan
  variables {
    contract                     = merge(var.contract, { prefix = "internals-prod" })
    vpc_id                       = "vpc-01234567"
    subnet_ids                   = ["subnet-01234567"]
    health_check                 = { port = 1, interval_seconds = 5, timeout_seconds = 5, healthy_threshold = 2, unhealthy_threshold = 2 }
    deregistration_delay_seconds = 0
    tcp_idle_timeout_seconds     = 60
    ingress_prefix_lists         = { some = { id = "pl-01234567", weight = 1 } }
    rules_per_security_group     = 1
  }
}

run "values_at_their_upper_bounds" {
  command = plan
  variables {
    contract                     = merge(var.contract, { prefix = "sgs-prod" })
    listeners                    = [{ port = 65535, target_port = 65535 }]
    health_check                 = { protocol = "HTTP", path = "/", matcher = "200-299,401", speaks_proxy = true, port = 65535, interval_seconds = 300, timeout_seconds = 120, healthy_threshold = 10, unhealthy_threshold = 10 }
    deregistration_delay_seconds = 3600
    tcp_idle_timeout_seconds     = 6000
    rules_per_security_group     = 1000
    access_log_bucket            = "shop-prod-logs"
    gateway_service              = "kong-proxy"
    target_prefixes              = ["10.0.0.0/8", "2001:db8:20::/56"]
  }
}

run "internal_load_balancer_for_a_vpc_origin" {
  command = plan
  variables {
    contract        = merge(var.contract, { origin_locks = ["vpc-origin"], exposure = "internal" })
    ip_address_type = "ipv4"
  }
}

run "client_addresses_kept_without_proxy_protocol" {
  command = plan
  variables {
    contract     = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { proxy_protocol_v2 = false, preserve_client_ip = true }) })
    health_check = { protocol = "HTTPS", path = "/healthz" }
  }
}

run "proxy_protocol_to_nodes_under_cluster" {
  command = plan
  variables {
    contract  = merge(var.contract, { load_balancer_prefixes = ["10.99.0.0/16"], load_balancer = merge(var.contract.load_balancer, { target_type = "instance", external_traffic_policy = "Cluster" }) })
    listeners = [{ port = 443, target_port = 8443, node_port = 30443 }]
  }
}

run "security_group_as_the_only_one_who_connects" {
  command = plan
  variables {
    ingress_prefix_lists    = {}
    ingress_security_groups = { cloudfront = "sg-0123456789abcdef0" }
  }
}

run "targets_of_ipv6_behind_dualstack" {
  command = plan
  variables {
    contract               = merge(var.contract, { load_balancer_prefixes = ["10.20.0.0/16", "2001:db8:20::/56"] })
    ip_address_type        = "dualstack"
    target_ip_address_type = "ipv6"
  }
}

run "subnet_that_is_the_senders_prefix" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer_prefixes = ["10.20.1.0/24"] })
  }
}

run "cloudfronts_list_on_one_port" {
  command = plan
  variables {
    ingress_prefix_lists = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 } }
  }
}

run "cloudfronts_list_on_two_ports_of_a_raised_quota" {
  command = plan
  variables {
    ingress_prefix_lists     = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 } }
    listeners                = [{ port = 443, target_port = 8443 }, { port = 80, target_port = 8443 }]
    rules_per_security_group = 110
  }
}

run "lists_on_two_ports_spread_over_five_groups" {
  command = plan
  variables {
    ingress_prefix_lists   = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 }, cloudflare = { id = "pl-0123456789abcdef1", weight = 20 } }
    listeners              = [{ port = 443, target_port = 8443 }, { port = 80, target_port = 8443 }]
    spread_security_groups = true
  }
}

run "lists_of_both_families_counted_apart" {
  command = plan
  variables {
    ingress_prefix_lists = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 }, cloudfront-ipv6 = { id = "pl-0123456789abcdef1", weight = 55, address_family = "IPv6" } }
  }
}

run "security_group_counted_beside_a_list" {
  command = plan
  variables {
    ingress_prefix_lists     = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 } }
    ingress_security_groups  = { cloudfront = "sg-0123456789abcdef0" }
    rules_per_security_group = 56
  }
}

run "controller_before_it_made_anything" {
  command = plan
  variables {
    owner                = "controller"
    annotations_only     = true
    vpc_id               = null
    subnet_ids           = []
    ingress_prefix_lists = {}
  }
}

run "controller_that_made_what_was_asked_for" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
}
