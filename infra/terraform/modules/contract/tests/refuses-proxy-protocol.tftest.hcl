run "load_balancer_says_proxy_protocol_v2" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = null
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_says_preserve_client_ip" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = null
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_send_proxy_for_kept_addresses" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = true
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_send_proxy_to_instances_under_local" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "instance"
      health_check_protocol   = "TCP"
      external_traffic_policy = "Local"
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_keep_addresses_under_cluster" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "instance"
      health_check_protocol   = "TCP"
      external_traffic_policy = "Cluster"
    }
  }
  expect_failures = [var.load_balancer]
}

run "load_balancer_does_not_keep_addresses_under_the_default_policy" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "instance"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
  expect_failures = [var.load_balancer]
}
