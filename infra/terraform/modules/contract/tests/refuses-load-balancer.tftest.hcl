run "load_balancer_says_product" {
  command = plan
  variables {
    load_balancer = {
      product                 = null
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_layer" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = null
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_target_type" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = null
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_health_check_protocol" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = null
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_is_an_nlb" {
  command = plan
  variables {
    load_balancer = {
      product                 = "octavia"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_is_of_layer_4" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 7
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_targets_are_known" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "alb"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_targets_are_not_empty" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = ""
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_health_check_is_one_of_an_nlb" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "GRPC"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_policy_is_known" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = "local"
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_policy_is_not_empty" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = ""
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_has_no_version_1" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v1"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_has_no_empty_version" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = ""
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_version_2_where_it_sends_it" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = false
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}
