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

run "contract_prefix_is_not_one_of_aws" {
  command = plan
  variables {
    contract = merge(var.contract, { prefix = "internals-prod" })
  }
}

run "contract_prefix_is_no_security_group_id" {
  command = plan
  variables {
    contract = merge(var.contract, { prefix = "sgs-prod" })
  }
}

run "vpc_origin_is_internal" {
  command = plan
  variables {
    contract = merge(var.contract, { origin_locks = ["vpc-origin"], exposure = "internal" })
  }
}

run "proxy_protocol_keeps_no_client_ip" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { preserve_client_ip = true, proxy_protocol_v2 = false }) })
  }
}

run "proxy_protocol_to_instances_is_cluster" {
  command = plan
  variables {
    contract  = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { target_type = "instance", external_traffic_policy = "Cluster" }) })
    listeners = [{ port = 443, target_port = 8443, node_port = 30443 }]
  }
}

run "owner_is_known" {
  command = plan
  variables {
    owner = "terraform"
  }
}

run "controller_arn_is_of_a_network_load_balancer" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
}

run "controller_arn_is_not_there_with_annotations_only" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
  }
}

run "controller_arn_has_the_controller_as_owner" {
  command = plan
  variables {
    controller_load_balancer_arn = null
  }
}

run "controller_has_an_arn" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
  }
}

run "annotations_only_is_the_controllers" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
  }
}

run "vpc_id_is_one" {
  command = plan
  variables {
    vpc_id = "vpc-01234567"
  }
}

run "vpc_id_is_given" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
    vpc_id           = null
  }
}

run "subnet_ids_are_some" {
  command = plan
  variables {
    subnet_ids = ["subnet-01234567"]
  }
}

run "subnet_ids_are_given" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
    subnet_ids       = []
  }
}

run "controller_load_balancer_is_as_exposed" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  override_data {
    target = data.aws_lb.controlled
    values = { internal = false, security_groups = ["sg-0fedcba9876543210"] }
  }
}

run "controller_load_balancer_has_a_security_group" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  override_data {
    target = data.aws_lb.controlled
    values = { internal = false, security_groups = ["sg-0fedcba9876543210"] }
  }
}

run "controller_target_group_sends_proxy_headers" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  override_data {
    target = data.aws_lb_target_group.controlled
    values = { proxy_protocol_v2 = true, preserve_client_ip = "false" }
  }
}

run "controller_target_group_keeps_no_client_ip" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  override_data {
    target = data.aws_lb_target_group.controlled
    values = { proxy_protocol_v2 = true, preserve_client_ip = "false" }
  }
}

run "controller_subnets_are_proxy_senders" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
}
