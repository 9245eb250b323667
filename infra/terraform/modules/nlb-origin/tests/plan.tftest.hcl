mock_provider "aws" {
  source = "./tests/mocks"
}

run "public_load_balancer_behind_cloudflare" {
  command = plan

  assert {
    condition     = alltrue([for group in aws_lb_target_group.this : group.proxy_protocol_v2 && group.preserve_client_ip == "false" && group.protocol == "TCP" && group.target_type == "ip"])
    error_message = "Target groups must send PROXY v2 over TCP and keep no client addresses."
  }
  assert {
    condition     = alltrue([for listener in aws_lb_listener.this : listener.protocol == "TCP"]) && keys(aws_lb_listener.this) == ["443"]
    error_message = "TLS must pass through to the gateway, on 443."
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.this : group.health_check[0].protocol == "TCP" && group.health_check[0].port == "traffic-port" && group.connection_termination])
    error_message = "Checks must open a connection to the port that takes PROXY headers."
  }
  assert {
    condition     = aws_lb.this[0].load_balancer_type == "network" && !aws_lb.this[0].internal && aws_lb.this[0].ip_address_type == "dualstack" && aws_lb.this[0].enable_cross_zone_load_balancing && aws_lb.this[0].enable_deletion_protection && aws_lb.this[0].enforce_security_group_inbound_rules_on_private_link_traffic == "on"
    error_message = "The load balancer must be a dual-stack, protected one that keeps PrivateLink to its rules."
  }
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.prefix_list : startswith(rule.prefix_list_id, "pl-") && rule.ip_protocol == "tcp" && rule.from_port == 443 && rule.to_port == 443]) && length(aws_vpc_security_group_ingress_rule.prefix_list) == 2
    error_message = "Only prefix lists may come in, on 443."
  }
  assert {
    condition     = [for rule in aws_vpc_security_group_egress_rule.targets : "${rule.cidr_ipv4} ${rule.from_port}-${rule.to_port}"] == ["10.20.0.0/16 8443-8443"]
    error_message = "Out must be to the gateway's port alone."
  }
  assert {
    condition     = output.proxy_senders == tolist(["10.20.0.0/16"]) && output.rules_by_security_group == { this = 20 }
    error_message = "The outputs must name the senders and what the rules count."
  }
  assert {
    condition     = length(output.service_annotations) == 0 && output.target_group_configuration_yaml == null
    error_message = "A load balancer of Terraform's has no annotations, which would make a second one."
  }
}

run "internal_load_balancer_of_a_vpc_origin" {
  command = plan
  variables {
    contract                = merge(var.contract, { exposure = "internal", origin_locks = ["vpc-origin"] })
    ingress_security_groups = { cloudfront = "sg-0fedcba9876543210" }
  }
  assert {
    condition     = aws_lb.this[0].internal && aws_lb.this[0].ip_address_type == "ipv4"
    error_message = "CloudFront takes internal IPv4 load balancers alone as VPC origins."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.security_group["cloudfront-443"].referenced_security_group_id == "sg-0fedcba9876543210"
    error_message = "The group of CloudFront's interfaces must be let in."
  }
}

run "nodes_as_targets" {
  command = plan
  variables {
    contract  = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { target_type = "instance" }) })
    listeners = [{ port = 443, target_port = 8443, node_port = 30443 }]
  }
  assert {
    condition     = aws_lb_target_group.this["443"].port == 30443 && aws_lb_target_group.this["443"].preserve_client_ip == "false"
    error_message = "Node ports are the targets, and preservation, on by default there, must be off."
  }
  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.targets) == ["30443-10.20.0.0/16"]
    error_message = "Out must be to the node port."
  }
}

run "kept_addresses_without_proxy_protocol" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { proxy_protocol_v2 = false, preserve_client_ip = true }) })
  }
  assert {
    condition     = !aws_lb_target_group.this["443"].proxy_protocol_v2 && aws_lb_target_group.this["443"].preserve_client_ip == "true"
    error_message = "The two must be opposites."
  }
  assert {
    condition     = aws_lb.this[0].ip_address_type == "ipv4" && length(output.proxy_senders) == 0
    error_message = "No PROXY headers are believed, and no IPv6 client arrives as the load balancer."
  }
}

run "check_by_http_on_a_port_of_its_own" {
  command = plan
  variables {
    health_check      = { protocol = "HTTP", port = 9000, path = "/healthz", matcher = "200", speaks_proxy = true }
    target_prefixes   = ["10.20.64.0/18", "2001:db8:20::/56"]
    access_log_bucket = "shop-prod-logs"
  }
  assert {
    condition     = aws_lb_target_group.this["443"].health_check[0].port == "9000" && aws_lb_target_group.this["443"].health_check[0].path == "/healthz"
    error_message = "The check must ask where it was told to."
  }
  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.targets) == ["8443-10.20.64.0/18", "8443-2001:db8:20::/56", "9000-10.20.64.0/18", "9000-2001:db8:20::/56"] && aws_vpc_security_group_egress_rule.targets["9000-2001:db8:20::/56"].cidr_ipv6 == "2001:db8:20::/56"
    error_message = "Checks obey the rules for what goes out, so that their port must be open too."
  }
  assert {
    condition     = aws_lb.this[0].access_logs[0].bucket == "shop-prod-logs" && aws_lb.this[0].access_logs[0].enabled
    error_message = "Access logs must go to the bucket."
  }
}

run "pods_in_a_second_prefix_of_the_vpc" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer_prefixes = ["10.20.1.0/24"] })
  }
  override_data {
    target = data.aws_vpc.this
    values = {
      cidr_block              = "10.20.0.0/16"
      cidr_block_associations = [for prefix in ["10.20.0.0/16", "100.64.0.0/16"] : { association_id = "vpc-cidr-assoc-0123456789abcdef0", cidr_block = prefix, state = "associated" }]
    }
  }
  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.targets) == ["8443-10.20.0.0/16", "8443-100.64.0.0/16"]
    error_message = "Pods are not in the load balancer's own subnets: it must reach those of the whole VPC."
  }
}

run "pods_of_ipv6" {
  command = plan
  variables {
    contract               = merge(var.contract, { load_balancer_prefixes = ["2001:db8:20::/56"] })
    target_ip_address_type = "ipv6"
  }
  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.targets) == ["8443-2001:db8:20::/56"] && aws_vpc_security_group_egress_rule.targets["8443-2001:db8:20::/56"].cidr_ipv6 == "2001:db8:20::/56"
    error_message = "Targets of IPv6 must be reached by IPv6."
  }
}

run "spread_security_groups" {
  command = plan
  variables {
    ingress_prefix_lists   = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 }, cloudflare = { id = "pl-0123456789abcdef1", weight = 20 } }
    listeners              = [{ port = 443, target_port = 8443 }, { port = 80, target_port = 8443 }]
    spread_security_groups = true
  }
  assert {
    condition     = output.rules_by_security_group == { cloudfront-443 = 55, cloudfront-80 = 55, cloudflare-443 = 20, cloudflare-80 = 20 } && keys(aws_security_group.ingress) == ["cloudflare-443", "cloudflare-80", "cloudfront-443", "cloudfront-80"]
    error_message = "Each list and port must have a group of its own."
  }
}

run "names_within_aws_limits" {
  command = plan
  variables {
    contract  = merge(var.contract, { prefix = "twenty-letters-shop0-ten-letter" })
    listeners = [{ port = 65535, target_port = 65535 }]
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.this : can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", group.name))]) && can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", aws_lb.this[0].name))
    error_message = "Names of load balancers and target groups hold 32 characters: got ${jsonencode(values(aws_lb_target_group.this)[*].name)}."
  }
}

run "binding_for_the_gateways_service" {
  command = apply

  assert {
    condition     = yamldecode(output.target_group_bindings_yaml) == { apiVersion = "elbv2.k8s.aws/v1beta1", kind = "TargetGroupBinding", metadata = { name = "shop-nlb-443", namespace = "shop" }, spec = { ipAddressType = "ipv4", networking = { ingress = [{ from = [{ securityGroup = { groupID = "sg-0123456789abcdef0" } }], ports = [{ port = 8443, protocol = "TCP" }] }] }, serviceRef = { name = "shop-gateway", port = 443 }, targetGroupARN = output.target_group_arns["443"], targetType = "ip" } }
    error_message = "The binding must register the gateway's Service and let in the load balancer alone."
  }
  assert {
    condition     = aws_lb.this[0].security_groups == toset([output.security_group_id])
    error_message = "The load balancer must have the group, for it can never get one later."
  }
}
