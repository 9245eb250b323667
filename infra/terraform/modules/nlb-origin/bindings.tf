# https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
locals {
  target_group_bindings = { for port, group in aws_lb_target_group.this : port => {
    apiVersion = "elbv2.k8s.aws/v1beta1"
    kind       = "TargetGroupBinding"
    metadata   = merge(local.metadata, { name = "${var.contract.name}-nlb-${port}" })
    spec = merge(
      {
        serviceRef     = { name = local.gateway_service, port = local.listeners[port].service_port }
        targetGroupARN = group.arn
        targetType     = local.load_balancer.target_type
        # The controller opens the targets' security group to the load balancer's own and to nobody else.
        networking = { ingress = [{
          from  = [{ securityGroup = { groupID = aws_security_group.this[0].id } }]
          ports = [for number in distinct(compact([tostring(local.listeners[port].target_port), try(tostring(var.health_check.port), "")])) : { protocol = "TCP", port = tonumber(number) }]
        }] }
      },
      local.is_instance ? {} : { ipAddressType = var.target_ip_address_type },
    )
  } }
}
