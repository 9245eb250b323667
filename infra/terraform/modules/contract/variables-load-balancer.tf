variable "load_balancer" {
  description = "The load balancer before the gateway, as `ipseal compile --target terraform` writes it."
  type = object({
    product                 = string
    layer                   = number
    proxy_protocol          = optional(string)
    proxy_protocol_v2       = bool
    preserve_client_ip      = bool
    target_type             = string
    health_check_protocol   = string
    external_traffic_policy = optional(string)
  })
  nullable = false
  validation {
    condition = alltrue([
      var.load_balancer.product != null, var.load_balancer.layer != null, var.load_balancer.proxy_protocol_v2 != null,
      var.load_balancer.preserve_client_ip != null, var.load_balancer.target_type != null,
      var.load_balancer.health_check_protocol != null,
    ])
    error_message = "load_balancer must say product, layer, proxy_protocol_v2, preserve_client_ip, target_type and health_check_protocol; got null for one of them."
  }
  validation {
    condition     = try(var.load_balancer.product == "aws-nlb" && var.load_balancer.layer == 4, false)
    error_message = "load_balancer must be an \"aws-nlb\" of layer 4, which is what these modules provision; got ${substr(replace(jsonencode(var.load_balancer.product), "/[^ -~]/", "?"), 0, 48)} of layer ${substr(replace(jsonencode(var.load_balancer.layer), "/[^ -~]/", "?"), 0, 16)}."
  }
  validation {
    condition     = try(contains(["ip", "instance"], var.load_balancer.target_type), false)
    error_message = "load_balancer.target_type must be \"ip\" or \"instance\"; got ${substr(replace(jsonencode(var.load_balancer.target_type), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = try(contains(["TCP", "HTTP", "HTTPS"], var.load_balancer.health_check_protocol), false)
    error_message = "load_balancer.health_check_protocol must be \"TCP\", \"HTTP\" or \"HTTPS\", which an NLB has; got ${substr(replace(jsonencode(var.load_balancer.health_check_protocol), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.load_balancer.external_traffic_policy == null ? true : contains(["Cluster", "Local"], var.load_balancer.external_traffic_policy)
    error_message = "load_balancer.external_traffic_policy must be \"Cluster\" or \"Local\"; got ${substr(replace(jsonencode(var.load_balancer.external_traffic_policy), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.load_balancer.proxy_protocol == null ? true : try(var.load_balancer.proxy_protocol == "v2" && var.load_balancer.proxy_protocol_v2, false)
    error_message = "load_balancer.proxy_protocol must be \"v2\", with proxy_protocol_v2, or null: an NLB has no version 1; got ${substr(replace(jsonencode(var.load_balancer.proxy_protocol), "/[^ -~]/", "?"), 0, 48)} and ${substr(replace(jsonencode(var.load_balancer.proxy_protocol_v2), "/[^ -~]/", "?"), 0, 8)}."
  }
  validation {
    condition     = try(!(var.load_balancer.proxy_protocol_v2 && var.load_balancer.preserve_client_ip), true)
    error_message = "load_balancer must not have both proxy_protocol_v2 and preserve_client_ip: the gateway would see clients as senders of PROXY headers and would have to believe everybody; got true and true."
  }
  validation {
    condition     = try(!(var.load_balancer.proxy_protocol_v2 && var.load_balancer.target_type == "instance" && var.load_balancer.external_traffic_policy == "Local"), true)
    error_message = "load_balancer must not send PROXY to instances under external_traffic_policy \"Local\": kube-proxy's health check port speaks no PROXY, so every target would be unhealthy; got \"instance\" and \"Local\". Take target_type \"ip\" or the policy \"Cluster\"."
  }
  validation {
    condition     = try(!(var.load_balancer.preserve_client_ip && var.load_balancer.target_type == "instance" && var.load_balancer.external_traffic_policy != "Local"), true)
    error_message = "load_balancer must not preserve addresses towards instances unless external_traffic_policy is \"Local\": kube-proxy would put a node's address in place of the CDN's; got ${substr(replace(jsonencode(var.load_balancer.external_traffic_policy), "/[^ -~]/", "?"), 0, 64)}. Take target_type \"ip\" or the policy \"Local\"."
  }
}

variable "load_balancer_prefixes" {
  description = "Prefixes from which the load balancer connects to the gateway: its subnets, and what may send PROXY headers there."
  type        = list(string)
  nullable    = false
  validation {
    condition     = length(var.load_balancer_prefixes) > 0
    error_message = "load_balancer_prefixes must be the prefixes of the load balancer's subnets; got an empty list, with which no PROXY header could be believed."
  }
  validation {
    condition     = alltrue([for prefix in var.load_balancer_prefixes : try(cidrsubnet(prefix, 0, 0) == prefix, false)])
    error_message = "load_balancer_prefixes must be in their shortest form and without host bits; got ${substr(replace(jsonencode(var.load_balancer_prefixes), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.load_balancer_prefixes : try(tonumber(split("/", prefix)[1]) >= (strcontains(prefix, ":") ? 32 : 8), true)])
    error_message = "load_balancer_prefixes must be no wider than /8, or /32 of IPv6: whoever may send PROXY headers says who the client is; got ${substr(replace(jsonencode(var.load_balancer_prefixes), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition = alltrue([for prefix in var.load_balancer_prefixes : try(strcontains(prefix, ":"), true)
      ? anytrue([for space in local.senders_ipv6 : try(cidrsubnet("${split("/", prefix)[0]}/${split("/", space)[1]}", 0, 0) == space, false)])
      : !anytrue([for space in local.no_senders_ipv4 : try(cidrsubnet("${split("/", prefix)[0]}/${split("/", space)[1]}", 0, 0) == space, false)])
    ])
    error_message = "load_balancer_prefixes must be space that a subnet can have, not loopback, link-local, multicast or reserved; got ${substr(replace(jsonencode(var.load_balancer_prefixes), "/[^ -~]/", "?"), 0, 64)}."
  }
}
