mock_provider "aws" {
  source = "./tests/mocks"
}

run "annotations_before_there_is_a_load_balancer" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
    vpc_id           = null
    subnet_ids       = []
  }
  assert {
    condition = output.service_annotations == tomap({
      "service.beta.kubernetes.io/aws-load-balancer-type"                                     = "external"
      "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type"                          = "ip"
      "service.beta.kubernetes.io/aws-load-balancer-scheme"                                   = "internet-facing"
      "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol"                           = "*"
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol"                     = "TCP"
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-port"                         = "traffic-port"
      "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes"                  = "preserve_client_ip.enabled=false"
      "service.beta.kubernetes.io/aws-load-balancer-security-group-prefix-lists"              = "pl-0123456789abcdef0,pl-0123456789abcdef1"
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-interval"                     = "10"
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-timeout"                      = "6"
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-healthy-threshold"            = "2"
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-unhealthy-threshold"          = "2"
      "service.beta.kubernetes.io/aws-load-balancer-ip-address-type"                          = "dualstack"
      "service.beta.kubernetes.io/aws-load-balancer-attributes"                               = "deletion_protection.enabled=true,load_balancing.cross_zone.enabled=true"
      "service.beta.kubernetes.io/aws-load-balancer-inbound-sg-rules-on-private-link-traffic" = "on"
    })
    error_message = "The annotations must be those that the controller reads: got ${jsonencode(output.service_annotations)}."
  }
  assert {
    condition     = length(aws_lb.this) + length(aws_lb_target_group.this) + length(aws_lb_listener.this) + length(aws_security_group.this) + length(data.aws_lb.controlled) == 0
    error_message = "Nothing may be made or looked up."
  }
  assert {
    condition     = yamldecode(output.target_group_configuration_yaml) == { apiVersion = "gateway.k8s.aws/v1", kind = "TargetGroupConfiguration", metadata = { name = "shop-nlb", namespace = "shop" }, spec = { targetReference = { kind = "Service", name = "shop-gateway" }, defaultConfiguration = { targetType = "ip", healthCheckConfig = { healthCheckProtocol = "TCP", healthCheckPort = "traffic-port", healthCheckInterval = 10, healthCheckTimeout = 6, healthyThresholdCount = 2, unhealthyThresholdCount = 2 }, targetGroupAttributes = [{ key = "preserve_client_ip.enabled", value = "false" }, { key = "proxy_protocol_v2.enabled", value = "true" }] } } }
    error_message = "The TargetGroupConfiguration must say the same as the annotations."
  }
  assert {
    condition     = yamldecode(output.load_balancer_configuration_yaml).spec.securityGroupPrefixes == ["pl-0123456789abcdef0", "pl-0123456789abcdef1"] && !can(yamldecode(output.load_balancer_configuration_yaml).spec.sourceRanges)
    error_message = "The LoadBalancerConfiguration must let in the lists alone."
  }
}

run "annotations_without_prefix_lists" {
  command = plan
  variables {
    owner                = "controller"
    annotations_only     = true
    ingress_prefix_lists = {}
  }
  assert {
    condition     = output.service_annotations["service.beta.kubernetes.io/load-balancer-source-ranges"] == "203.0.113.0/24,198.51.100.0/24" && yamldecode(output.load_balancer_configuration_yaml).spec.sourceRanges == ["203.0.113.0/24", "198.51.100.0/24"]
    error_message = "The edge's prefixes must be let in where there is no list of them."
  }
}

run "load_balancer_of_the_controller" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  assert {
    condition     = length(aws_lb.this) + length(aws_lb_target_group.this) + length(aws_lb_listener.this) + length(aws_security_group.this) == 0
    error_message = "Two owners would undo each other's work."
  }
  assert {
    condition     = startswith(output.dns_name, "k8s-shop-") && keys(output.target_group_arns) == ["443"] && endswith(output.target_group_arns["443"], "targetgroup/k8s-shop-443/0123456789abcdef") && output.security_group_id == null
    error_message = "What the controller made must be given out."
  }
}

run "check_by_http_of_the_controller" {
  command = plan
  variables {
    owner            = "controller"
    annotations_only = true
    health_check     = { protocol = "HTTP", port = 9000, path = "/healthz", matcher = "200", speaks_proxy = true }
  }
  assert {
    condition = [for key in ["protocol", "port", "path", "success-codes"] :
    output.service_annotations["service.beta.kubernetes.io/aws-load-balancer-healthcheck-${key}"]] == ["HTTP", "9000", "/healthz", "200"]
    error_message = "The controller must check as Terraform would."
  }
  assert {
    condition     = yamldecode(output.target_group_configuration_yaml).spec.defaultConfiguration.healthCheckConfig.matcher.httpCode == "200" && yamldecode(output.target_group_configuration_yaml).spec.defaultConfiguration.healthCheckConfig.healthCheckPort == "9000"
    error_message = "The TargetGroupConfiguration must check as Terraform would."
  }
}

run "target_group_in_a_forward_action" {
  command = plan
  variables {
    owner                        = "controller"
    controller_load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
  }
  override_data {
    target = data.aws_lb_listener.controlled
    values = {
      default_action = [{
        type                 = "forward"
        order                = 1
        target_group_arn     = ""
        authenticate_cognito = []
        authenticate_oidc    = []
        fixed_response       = []
        jwt_validation       = []
        redirect             = []
        forward = [{
          stickiness   = []
          target_group = [{ arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/k8s-forward/0123456789abcdef", weight = 1 }]
        }]
      }]
    }
  }
  assert {
    condition     = data.aws_lb_target_group.controlled["443"].arn == "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/k8s-forward/0123456789abcdef"
    error_message = "The target group must be found wherever AWS names it."
  }
}
