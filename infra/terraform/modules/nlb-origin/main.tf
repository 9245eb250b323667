locals {
  is_terraform  = var.owner == "terraform"
  load_balancer = var.contract.load_balancer
  is_instance   = local.load_balancer.target_type == "instance"
  takes_ipv6    = anytrue([for list in values(var.ingress_prefix_lists) : list.address_family == "IPv6"])

  ip_address_type = coalesce(
    var.ip_address_type,
    local.takes_ipv6 && !local.load_balancer.preserve_client_ip && !contains(var.contract.origin_locks, "vpc-origin") ? "dualstack" : "ipv4",
  )

  # By port, which is the same for as long as the listener is.
  listeners = { for listener in var.listeners : tostring(listener.port) => {
    port         = listener.port
    target_port  = local.is_instance ? listener.node_port : listener.target_port
    service_port = coalesce(listener.service_port, listener.port)
  } }

  health_protocol = coalesce(var.health_check.protocol, local.load_balancer.health_check_protocol)
  health_port     = var.health_check.port == null ? "traffic-port" : tostring(var.health_check.port)

  # A target group's name holds 32 characters. What AWS cannot change in place is in the name, as a hash, so that a new
  # one can be made before the old one goes.
  short_prefix = length(var.contract.prefix) <= 21 ? var.contract.prefix : "${trimsuffix(substr(var.contract.prefix, 0, 15), "-")}-${substr(sha256(var.contract.prefix), 0, 5)}"
  target_group_names = { for port, listener in local.listeners :
    port => "${local.short_prefix}-${port}-${substr(sha256(jsonencode([listener.target_port, local.load_balancer.target_type, var.target_ip_address_type, var.vpc_id])), 0, 4)}"
  }
}

resource "aws_lb" "this" {
  count = local.is_terraform ? 1 : 0

  name               = var.contract.prefix
  load_balancer_type = "network"
  internal           = var.contract.exposure == "internal"
  subnets            = var.subnet_ids
  ip_address_type    = local.ip_address_type

  # An NLB that is made without a security group can never get one, and lets everyone in.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  security_groups = concat([aws_security_group.this[0].id], [for key in local.spread_keys : aws_security_group.ingress[key].id])
  # Without it whoever has a VPC endpoint to this load balancer is let in past the prefix lists.
  enforce_security_group_inbound_rules_on_private_link_traffic = "on"

  enable_cross_zone_load_balancing = var.cross_zone
  enable_deletion_protection       = var.deletion_protection

  # An NLB writes access logs for TLS listeners alone.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
  dynamic "access_logs" {
    for_each = var.access_log_bucket == null ? [] : [var.access_log_bucket]
    content {
      bucket  = access_logs.value
      prefix  = var.contract.prefix
      enabled = true
    }
  }

  tags = var.contract.tags

  lifecycle {
    precondition {
      condition     = length(local.subnets_outside) == 0
      error_message = "contract.load_balancer_prefixes must hold every subnet of the load balancer, for the gateway believes PROXY headers from there alone; outside are ${substr(jsonencode(local.subnets_outside), 0, 64)}. Put their prefixes into the topology's loadBalancerRanges and compile again."
    }
    precondition {
      condition     = local.most_rules <= var.rules_per_security_group
      error_message = "ingress_prefix_lists must fit rules_per_security_group: a list counts as its weight on each port (AWS's of CloudFront as 55, one of yours as its max_entries), of IPv4 and IPv6 apart; got ${local.most_rules} of ${var.rules_per_security_group} on ${length(local.listeners)} port(s). Set spread_security_groups = true, serve fewer ports, or have the quota L-0EA8095F raised and say so here."
    }
  }
}

resource "aws_lb_target_group" "this" {
  for_each = local.is_terraform ? local.listeners : {}

  name            = local.target_group_names[each.key]
  vpc_id          = var.vpc_id
  port            = each.value.target_port
  protocol        = "TCP"
  target_type     = local.load_balancer.target_type
  ip_address_type = local.is_instance ? null : var.target_ip_address_type

  proxy_protocol_v2 = local.load_balancer.proxy_protocol_v2
  # Always said: AWS's default is on for instances and off for addresses. Never on beside PROXY headers, whatever the
  # contract says.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  preserve_client_ip = tostring(local.load_balancer.preserve_client_ip && !local.load_balancer.proxy_protocol_v2)

  # CDNs keep connections to the origin open for minutes; without this one would stay on a target that has left.
  connection_termination = true
  deregistration_delay   = var.deregistration_delay_seconds

  health_check {
    enabled             = true
    protocol            = local.health_protocol
    port                = local.health_port
    path                = var.health_check.path
    matcher             = var.health_check.matcher
    interval            = var.health_check.interval_seconds
    timeout             = var.health_check.timeout_seconds
    healthy_threshold   = var.health_check.healthy_threshold
    unhealthy_threshold = var.health_check.unhealthy_threshold
  }

  tags = var.contract.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "this" {
  for_each = aws_lb_target_group.this

  load_balancer_arn = aws_lb.this[0].arn
  port              = local.listeners[each.key].port
  # TLS ends at the gateway, where the client certificate of the edge is asked for. Never UDP: it keeps client addresses
  # and that cannot be switched off, and an NLB sends no PROXY header before every datagram.
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = var.tcp_idle_timeout_seconds

  default_action {
    type             = "forward"
    target_group_arn = each.value.arn
  }

  tags = var.contract.tags
}
