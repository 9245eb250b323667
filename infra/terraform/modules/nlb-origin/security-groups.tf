locals {
  # One rule for each list and port. Lists are let in, and never 0.0.0.0/0 or ::/0.
  list_rules = local.is_terraform ? merge([for port, listener in local.listeners : {
    for name, list in var.ingress_prefix_lists : "${name}-${port}" => {
      port   = listener.port
      list   = list
      group  = var.spread_security_groups ? "${name}-${port}" : "this"
      family = list.address_family
    }
  }]...) : {}
  group_rules = local.is_terraform ? merge([for port, listener in local.listeners : {
    for name, id in var.ingress_security_groups : "${name}-${port}" => { port = listener.port, id = id }
  }]...) : {}

  # Weights by security group, of the family that has more: AWS counts IPv4 and IPv6 apart.
  # https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-size
  rules_by_group = { for group in distinct(values(local.list_rules)[*].group) : group => max([
    for family in ["IPv4", "IPv6"] : sum(concat(
      [for rule in values(local.list_rules) : rule.list.weight if rule.group == group && rule.family == family],
      [group == "this" ? length(local.group_rules) : 0],
    ))
  ]...) }

  most_rules = max(concat([0], values(local.rules_by_group))...)

  spread_keys = var.spread_security_groups ? sort(keys(local.list_rules)) : []

  # Where the gateway is, and on which ports: the traffic's and the check's.
  target_ports    = toset([for port in concat(values(local.listeners)[*].target_port, var.health_check.port == null ? [] : [var.health_check.port]) : tostring(port)])
  target_prefixes = coalesce(var.target_prefixes, var.contract.load_balancer_prefixes)
  egress_rules = local.is_terraform ? merge([for port in local.target_ports : {
    for prefix in local.target_prefixes : "${port}-${prefix}" => { port = tonumber(port), prefix = prefix }
  }]...) : {}
}

resource "aws_security_group" "this" {
  count = local.is_terraform ? 1 : 0

  name        = "${var.contract.prefix}-nlb"
  description = "Load balancer of ${var.contract.prefix}: in from the edge, out to the gateway"
  vpc_id      = var.vpc_id
  tags        = var.contract.tags
}

resource "aws_security_group" "ingress" {
  for_each = toset(local.spread_keys)

  name        = "${var.contract.prefix}-nlb-${each.key}"
  description = "Load balancer of ${var.contract.prefix}: in from ${each.key}"
  vpc_id      = var.vpc_id
  tags        = var.contract.tags
}

resource "aws_vpc_security_group_ingress_rule" "prefix_list" {
  for_each = local.list_rules

  security_group_id = each.value.group == "this" ? aws_security_group.this[0].id : aws_security_group.ingress[each.key].id
  description       = "The edge, ${each.key}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  prefix_list_id    = each.value.list.id
  tags              = var.contract.tags
}

resource "aws_vpc_security_group_ingress_rule" "security_group" {
  for_each = local.group_rules

  security_group_id            = aws_security_group.this[0].id
  description                  = "The edge, ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  referenced_security_group_id = each.value.id
  tags                         = var.contract.tags
}

# Health checks obey these rules too, and no ingress rule.
resource "aws_vpc_security_group_egress_rule" "targets" {
  for_each = local.egress_rules

  security_group_id = aws_security_group.this[0].id
  description       = "The gateway"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = strcontains(each.value.prefix, ":") ? null : each.value.prefix
  cidr_ipv6         = strcontains(each.value.prefix, ":") ? each.value.prefix : null
  tags              = var.contract.tags
}
