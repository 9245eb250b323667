variable "ingress_prefix_lists" {
  description = "Prefix lists that may connect, from origin-lockdown: weight is what each counts as in a security group. Nobody else is let in."
  type = map(object({
    id             = string
    weight         = number
    address_family = optional(string, "IPv4")
  }))
  nullable = false
  default  = {}
  validation {
    condition     = alltrue([for list in values(var.ingress_prefix_lists) : can(regex("^pl-[0-9a-f]{8,17}$", list.id))])
    error_message = "ingress_prefix_lists must have ids like pl-0123456789abcdef0; got ${substr(jsonencode(values(var.ingress_prefix_lists)[*].id), 0, 64)}."
  }
  validation {
    condition     = alltrue([for list in values(var.ingress_prefix_lists) : list.weight >= 1 && contains(["IPv4", "IPv6"], list.address_family)])
    error_message = "ingress_prefix_lists must have a weight of at least 1 and address_family \"IPv4\" or \"IPv6\"; got ${substr(jsonencode(var.ingress_prefix_lists), 0, 64)}."
  }
  validation {
    condition     = var.owner == "controller" || length(var.ingress_prefix_lists) + length(var.ingress_security_groups) > 0
    error_message = "ingress_prefix_lists must hold at least one list, or ingress_security_groups one group: nobody could connect; got none. Take the output of origin-lockdown."
  }
  validation {
    condition     = var.owner == "terraform" || length(var.ingress_prefix_lists) > 0 || (length(var.contract.edge.prefixes_ipv4) > 0 && length(var.contract.edge.prefixes_ipv4) * 2 <= var.rules_per_security_group) || var.contract.exposure == "internal"
    error_message = "ingress_prefix_lists must hold at least one list with owner \"controller\" and a public load balancer, unless contract.edge.prefixes_ipv4 fit a security group: the controller lets everyone in who is not kept out; got none, and ${length(var.contract.edge.prefixes_ipv4)} prefixes."
  }
}

variable "ingress_security_groups" {
  description = "Security groups that may connect, by a name for each: with a VPC origin CloudFront-VPCOrigins-Service-SG, once CloudFront has made it, which is narrower than its prefix list."
  type        = map(string)
  nullable    = false
  default     = {}
  validation {
    condition     = alltrue([for id in values(var.ingress_security_groups) : can(regex("^sg-[0-9a-f]{8,17}$", id))])
    error_message = "ingress_security_groups must be ids like sg-0123456789abcdef0; got ${substr(jsonencode(values(var.ingress_security_groups)), 0, 64)}."
  }
}

variable "rules_per_security_group" {
  description = "Your account's quota of inbound rules in a security group, which counts IPv4 and IPv6 apart: 60 unless AWS raised it (Service Quotas, L-0EA8095F)."
  type        = number
  nullable    = false
  default     = 60
  validation {
    condition     = var.rules_per_security_group >= 1 && var.rules_per_security_group <= 1000 && floor(var.rules_per_security_group) == var.rules_per_security_group
    error_message = "rules_per_security_group must be a whole number from 1 to 1000: this times the groups of an interface is at most 1000; got ${var.rules_per_security_group}."
  }
}

variable "spread_security_groups" {
  description = "One security group for each list and port in place of one for all, so that each counts against the quota alone. An interface has five of them unless AWS raised that."
  type        = bool
  nullable    = false
  default     = false
  validation {
    condition     = !var.spread_security_groups || 1 + length(var.ingress_prefix_lists) * length(var.listeners) <= 5
    error_message = "spread_security_groups must make at most 5 security groups, the quota of an interface; got ${1 + length(var.ingress_prefix_lists) * length(var.listeners)}. Listen on fewer ports, or raise rules_per_security_group in its place."
  }
}

variable "target_prefixes" {
  description = "Prefixes of the gateway's pods or nodes, to which alone the load balancer may connect, on the targets' ports; null for all of the VPC's, which then has to be there before this is planned."
  type        = list(string)
  default     = null
  validation {
    condition     = var.target_prefixes == null || (length(coalesce(var.target_prefixes, [])) > 0 && alltrue([for prefix in coalesce(var.target_prefixes, []) : try(cidrsubnet(prefix, 0, 0) == prefix, false)]))
    error_message = "target_prefixes must be prefixes without host bits, or null; got ${substr(jsonencode(var.target_prefixes), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in coalesce(var.target_prefixes, []) : try(tonumber(split("/", prefix)[1]) >= 8, true)])
    error_message = "target_prefixes must be no wider than /8: the load balancer connects to the gateway and to nobody else; got ${substr(jsonencode(var.target_prefixes), 0, 64)}."
  }
}

variable "gateway_service" {
  description = "Name of the gateway's Service in contract.namespace; null for <contract.name>-gateway, as `ipseal compile` names it."
  type        = string
  default     = null
  validation {
    condition     = var.gateway_service == null || can(regex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.gateway_service))
    error_message = "gateway_service must be a DNS label; got ${substr(jsonencode(var.gateway_service), 0, 64)}."
  }
}
