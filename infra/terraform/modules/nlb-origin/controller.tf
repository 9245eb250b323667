# What the AWS Load Balancer Controller made, held against what the contract says. Nothing here is changed by Terraform: two
# owners would undo each other's work for ever.
locals {
  looks_up = !local.is_terraform && !var.annotations_only
}

data "aws_lb" "controlled" {
  count = local.looks_up ? 1 : 0

  arn = var.controller_load_balancer_arn

  lifecycle {
    postcondition {
      condition     = self.internal == (var.contract.exposure == "internal")
      error_message = "The load balancer must be ${var.contract.exposure} as the contract says; got internal ${self.internal}. Its Service lacks the annotations of service_annotations: AWS cannot change this in place, so delete the Service and make it anew."
    }
    postcondition {
      condition     = length(self.security_groups) > 0
      error_message = "The load balancer must have a security group, for without one it lets everyone in and can never get one; got none. Update the AWS Load Balancer Controller to 2.6 or later, delete the Service and make it anew."
    }
    postcondition {
      condition     = length(local.subnets_outside) == 0
      error_message = "contract.load_balancer_prefixes must hold every subnet of the load balancer, for the gateway believes PROXY headers from there alone; outside are ${substr(jsonencode(local.subnets_outside), 0, 64)}."
    }
  }
}

data "aws_lb_listener" "controlled" {
  for_each = local.looks_up ? local.listeners : {}

  load_balancer_arn = data.aws_lb.controlled[0].arn
  port              = each.value.port
}

data "aws_lb_target_group" "controlled" {
  for_each = data.aws_lb_listener.controlled

  # AWS says it in one of two places.
  arn = coalesce(each.value.default_action[0].target_group_arn, try(each.value.default_action[0].forward[0].target_group[0].arn, null))

  lifecycle {
    postcondition {
      condition     = self.proxy_protocol_v2 == local.load_balancer.proxy_protocol_v2
      error_message = "The target group of port ${each.key} must have proxy_protocol_v2 ${local.load_balancer.proxy_protocol_v2} as the gateway expects, or every connection fails; got ${self.proxy_protocol_v2}. Put the annotations of service_annotations on the Service."
    }
    postcondition {
      condition     = tobool(self.preserve_client_ip) == (local.load_balancer.preserve_client_ip && !local.load_balancer.proxy_protocol_v2)
      error_message = "The target group of port ${each.key} must have preserve_client_ip ${local.load_balancer.preserve_client_ip && !local.load_balancer.proxy_protocol_v2}; got ${self.preserve_client_ip}, which is the default for instances. Put the annotations of service_annotations on the Service."
    }
  }
}
