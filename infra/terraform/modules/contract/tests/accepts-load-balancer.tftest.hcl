run "nlb_keeps_addresses_towards_pods" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
}

run "nlb_keeps_addresses_towards_instances_under_local" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = true
      target_type             = "instance"
      health_check_protocol   = "HTTP"
      external_traffic_policy = "Local"
    }
  }
}

run "nlb_sends_proxy_to_instances_under_cluster" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = "v2"
      proxy_protocol_v2       = true
      preserve_client_ip      = false
      target_type             = "instance"
      health_check_protocol   = "HTTPS"
      external_traffic_policy = "Cluster"
    }
  }
}

run "nlb_sends_proxy_to_instances_under_the_default_policy" {
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
      external_traffic_policy = null
    }
  }
}

run "nlb_sends_proxy_to_pods_under_local" {
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
      external_traffic_policy = "Local"
    }
  }
}

run "nlb_sends_no_proxy_and_keeps_nothing" {
  command = plan
  variables {
    load_balancer = {
      product                 = "aws-nlb"
      layer                   = 4
      proxy_protocol          = null
      proxy_protocol_v2       = false
      preserve_client_ip      = false
      target_type             = "ip"
      health_check_protocol   = "TCP"
      external_traffic_policy = null
    }
  }
}

run "nlb_is_in_the_widest_subnets" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.0.0/8", "172.16.0.0/12", "fd00::/32", "2600:1f00::/32"]
  }
}
