mock_provider "aws" {
  source = "./tests/mocks"
}

run "contract_prefix_is_not_one_of_aws" {
  command = plan
  variables {
    contract = merge(var.contract, { prefix = "internal-prod" })
  }
  expect_failures = [var.contract]
}

run "contract_prefix_is_no_security_group_id" {
  command = plan
  variables {
    contract = merge(var.contract, { prefix = "sg-prod" })
  }
  expect_failures = [var.contract]
}

run "vpc_origin_is_internal" {
  command = plan
  variables {
    contract = merge(var.contract, { origin_locks = ["vpc-origin"] })
  }
  expect_failures = [var.contract]
}

run "proxy_protocol_keeps_no_client_ip" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { preserve_client_ip = true }) })
  }
  expect_failures = [var.contract]
}

run "proxy_protocol_to_instances_is_cluster" {
  command = plan
  variables {
    contract  = merge(var.contract, { load_balancer = merge(var.contract.load_balancer, { target_type = "instance", external_traffic_policy = "Local" }) })
    listeners = [{ port = 443, target_port = 8443, node_port = 30443 }]
  }
  expect_failures = [var.contract]
}

run "owner_is_known" {
  command = plan
  variables {
    owner = "helm"
  }
  expect_failures = [var.owner]
}

run "controller_arn_is_of_a_network_load_balancer" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/k8s-shop/0123456789abcdef"
  }
  expect_failures = [var.controller_load_balancer_arn]
}

run "controller_arn_is_not_there_with_annotations_only" {
  command = plan
  variables {
    owner                        = "controller"
    annotations_only             = true
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  expect_failures = [var.controller_load_balancer_arn]
}

run "controller_arn_has_the_controller_as_owner" {
  command = plan
  variables {
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  expect_failures = [var.controller_load_balancer_arn]
}

run "controller_has_an_arn" {
  command = plan
  variables {
    owner = "controller"
  }
  expect_failures = [var.controller_load_balancer_arn]
}

run "annotations_only_is_the_controllers" {
  command = plan
  variables {
    annotations_only = true
  }
  expect_failures = [var.annotations_only]
}

run "vpc_id_is_one" {
  command = plan
  variables {
    vpc_id = "10.20.0.0/16"
  }
  expect_failures = [var.vpc_id]
}

run "vpc_id_is_given" {
  command = plan
  variables {
    vpc_id = null
  }
  expect_failures = [var.vpc_id]
}

run "subnet_ids_are_some" {
  command = plan
  variables {
    subnet_ids = ["10.20.1.0/24"]
  }
  expect_failures = [var.subnet_ids]
}

run "subnet_ids_are_given" {
  command = plan
  variables {
    subnet_ids = []
  }
  expect_failures = [var.subnet_ids]
}

run "controller_load_balancer_is_as_exposed" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  expect_failures = [data.aws_lb.controlled]
  override_data {
    target = data.aws_lb.controlled
    values = { internal = true, security_groups = ["sg-0fedcba9876543210"] }
  }
}

run "controller_load_balancer_has_a_security_group" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  expect_failures = [data.aws_lb.controlled]
  override_data {
    target = data.aws_lb.controlled
    values = { internal = false, security_groups = [] }
  }
}

run "controller_target_group_sends_proxy_headers" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  expect_failures = [data.aws_lb_target_group.controlled]
  override_data {
    target = data.aws_lb_target_group.controlled
    values = { proxy_protocol_v2 = false, preserve_client_ip = "false" }
  }
}

run "controller_target_group_keeps_no_client_ip" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  expect_failures = [data.aws_lb_target_group.controlled]
  override_data {
    target = data.aws_lb_target_group.controlled
    values = { proxy_protocol_v2 = true, preserve_client_ip = "true" }
  }
}

run "controller_subnets_are_proxy_senders" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
    contract                     = merge(var.contract, { load_balancer_prefixes = ["10.21.0.0/16"] })
  }
  expect_failures = [data.aws_lb.controlled]
}
