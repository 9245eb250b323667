# With pods as targets, or nodes that keep the address, the gateway sees the load balancer's own addresses. With nodes and
# the policy Cluster it sees other nodes', which these prefixes then are: nothing to compare.
locals {
  sees_load_balancer = local.load_balancer.proxy_protocol_v2 && !(local.is_instance && coalesce(local.load_balancer.external_traffic_policy, "Cluster") == "Cluster")

  subnet_prefixes = !local.sees_load_balancer ? [] : [for subnet in data.aws_subnet.this :
    var.target_ip_address_type == "ipv6" ? subnet.ipv6_cidr_block : subnet.cidr_block
  ]

  # A subnet is inside a prefix if, cut to the prefix's length, it is that prefix.
  subnets_outside = [for subnet in local.subnet_prefixes : subnet if !anytrue([
    for prefix in var.contract.load_balancer_prefixes :
    try(
      tonumber(split("/", subnet)[1]) >= tonumber(split("/", prefix)[1]) &&
      cidrsubnet("${split("/", subnet)[0]}/${split("/", prefix)[1]}", 0, 0) == prefix,
      false,
    )
  ])]
}

data "aws_subnet" "this" {
  count = length(var.subnet_ids)

  id = var.subnet_ids[count.index]
}
