mock_provider "aws" {
  source = "./tests/mocks"
}

run "ingress_prefix_lists_have_ids" {
  command = plan
  variables {
    ingress_prefix_lists = { all = { id = "0.0.0.0/0", weight = 1 } }
  }
  expect_failures = [var.ingress_prefix_lists]
}

run "ingress_prefix_lists_weigh_something" {
  command = plan
  variables {
    ingress_prefix_lists = { some = { id = "pl-01234567", weight = 0 } }
  }
  expect_failures = [var.ingress_prefix_lists]
}

run "ingress_prefix_lists_have_a_family" {
  command = plan
  variables {
    ingress_prefix_lists = { some = { id = "pl-01234567", weight = 1, address_family = "ipv4" } }
  }
  expect_failures = [var.ingress_prefix_lists]
}

run "ingress_is_of_somebody" {
  command = plan
  variables {
    ingress_prefix_lists = {}
  }
  expect_failures = [var.ingress_prefix_lists]
}

run "ingress_of_the_controller_is_closed" {
  command = plan
  variables {
    owner                = "controller"
    annotations_only     = true
    ingress_prefix_lists = {}
    contract             = merge(var.contract, { edge = { prefixes_ipv4 = [] } })
  }
  expect_failures = [var.ingress_prefix_lists]
}

run "ingress_security_groups_are_some" {
  command = plan
  variables {
    ingress_security_groups = { cloudfront = "CloudFront-VPCOrigins-Service-SG" }
  }
  expect_failures = [var.ingress_security_groups]
}

run "rules_per_security_group_are_aws_s" {
  command = plan
  variables {
    rules_per_security_group = 1001
  }
  expect_failures = [var.rules_per_security_group]
}

run "spread_security_groups_are_five_at_most" {
  command = plan
  variables {
    spread_security_groups = true
    listeners              = [{ port = 443, target_port = 8443 }, { port = 80, target_port = 8080 }, { port = 8443, target_port = 8443 }]
  }
  expect_failures = [var.spread_security_groups]
}

run "target_prefixes_have_no_host_bits" {
  command = plan
  variables {
    target_prefixes = ["10.20.1.1/16"]
  }
  expect_failures = [var.target_prefixes]
}

run "target_prefixes_are_not_everybody" {
  command = plan
  variables {
    target_prefixes = ["0.0.0.0/0"]
  }
  expect_failures = [var.target_prefixes]
}

run "rules_fit_the_quota" {
  command = plan
  variables {
    ingress_prefix_lists = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 } }
    listeners            = [{ port = 443, target_port = 8443 }, { port = 80, target_port = 8080 }]
  }
  expect_failures = [aws_lb.this]
}

run "rules_of_security_groups_count" {
  command = plan
  variables {
    ingress_prefix_lists     = { cloudfront = { id = "pl-0123456789abcdef0", weight = 55 } }
    ingress_security_groups  = { a = "sg-0123456789abcdef0" }
    rules_per_security_group = 55
  }
  expect_failures = [aws_lb.this]
}

run "subnets_are_proxy_senders" {
  command = plan
  variables {
    contract = merge(var.contract, { load_balancer_prefixes = ["10.20.0.0/24", "10.21.0.0/16"] })
  }
  expect_failures = [aws_lb.this]
}

run "subnets_of_ipv6_targets_are_proxy_senders" {
  command = plan
  variables {
    contract               = merge(var.contract, { load_balancer_prefixes = ["10.20.0.0/16", "2001:db8:21::/56"] })
    target_ip_address_type = "ipv6"
  }
  expect_failures = [aws_lb.this]
}
