variable "listeners" {
  description = "Ports that are served over TCP, and the targets' port for each; with target_type instance the node port. TLS ends at the gateway."
  type = list(object({
    port         = number
    target_port  = number
    node_port    = optional(number)
    service_port = optional(number)
  }))
  nullable = false
  default  = [{ port = 443, target_port = 8443 }]
  validation {
    condition     = length(var.listeners) > 0 && length(distinct(var.listeners[*].port)) == length(var.listeners)
    error_message = "listeners must hold at least one, and each port once; got ${substr(jsonencode(var.listeners[*].port), 0, 64)}."
  }
  validation {
    condition     = alltrue([for number in flatten([for listener in var.listeners : [listener.port, listener.target_port, coalesce(listener.service_port, 1)]]) : number >= 1 && number <= 65535 && floor(number) == number])
    error_message = "listeners must have whole numbers from 1 to 65535 as ports; got ${substr(jsonencode(var.listeners), 0, 64)}."
  }
  validation {
    condition     = var.contract.load_balancer.target_type != "instance" || alltrue([for listener in var.listeners : try(listener.node_port >= 1 && listener.node_port <= 65535, false)])
    error_message = "listeners must have a node_port with target_type \"instance\": nodes know no other; got ${substr(jsonencode(var.listeners), 0, 64)}. Fix the Service's nodePort, so that it is known here."
  }
}

variable "health_check" {
  description = "How targets are checked. Every check carries a PROXY header where the traffic does: TCP on the traffic port works with any gateway; HTTP only where speaks_proxy says that the port takes the header."
  type = object({
    protocol            = optional(string)
    port                = optional(number)
    path                = optional(string)
    matcher             = optional(string)
    speaks_proxy        = optional(bool, false)
    interval_seconds    = optional(number, 10)
    timeout_seconds     = optional(number, 6)
    healthy_threshold   = optional(number, 2)
    unhealthy_threshold = optional(number, 2)
  })
  nullable = false
  default  = {}
  validation {
    condition     = var.health_check.protocol == null || contains(["TCP", "HTTP", "HTTPS"], coalesce(var.health_check.protocol, "TCP"))
    error_message = "health_check.protocol must be \"TCP\", \"HTTP\" or \"HTTPS\"; got ${substr(jsonencode(var.health_check.protocol), 0, 64)}."
  }
  validation {
    condition     = !contains(["HTTP", "HTTPS"], coalesce(var.health_check.protocol, "TCP")) || !var.contract.load_balancer.proxy_protocol_v2 || var.health_check.speaks_proxy
    error_message = "health_check.protocol must be \"TCP\" while PROXY protocol is on, for checks carry the header too and a port that does not expect it answers 400; got ${substr(jsonencode(var.health_check.protocol), 0, 48)}. Set speaks_proxy = true if that port takes the header."
  }
  validation {
    condition     = contains(["HTTP", "HTTPS"], coalesce(var.health_check.protocol, "TCP")) ? can(regex("^/[!-~]*$", var.health_check.path)) : var.health_check.path == null && var.health_check.matcher == null
    error_message = "health_check.path must begin with a slash for HTTP and HTTPS, and neither it nor matcher be set for TCP; got ${substr(jsonencode(coalesce(var.health_check.path, var.health_check.matcher, "null")), 0, 48)} with ${substr(jsonencode(coalesce(var.health_check.protocol, "TCP")), 0, 48)}."
  }
  validation {
    condition     = var.health_check.matcher == null || can(regex("^[2-5][0-9]{2}([,-][2-5][0-9]{2})*$", var.health_check.matcher))
    error_message = "health_check.matcher must be codes from 200 to 599 such as \"200-399\" or \"200,401\"; got ${substr(jsonencode(var.health_check.matcher), 0, 64)}."
  }
  validation {
    condition     = var.health_check.port == null || try(var.health_check.port >= 1 && var.health_check.port <= 65535, false)
    error_message = "health_check.port must be from 1 to 65535, or null for the traffic port; got ${coalesce(var.health_check.port, 0)}."
  }
  validation {
    condition     = var.health_check.interval_seconds >= 5 && var.health_check.interval_seconds <= 300 && var.health_check.timeout_seconds >= 2 && var.health_check.timeout_seconds <= min(120, var.health_check.interval_seconds)
    error_message = "health_check.interval_seconds must be 5 to 300 and timeout_seconds 2 to 120 and no longer than the interval; got ${var.health_check.interval_seconds} and ${var.health_check.timeout_seconds}."
  }
  validation {
    condition     = alltrue([for count in [var.health_check.healthy_threshold, var.health_check.unhealthy_threshold] : count >= 2 && count <= 10])
    error_message = "health_check thresholds must be 2 to 10; got ${var.health_check.healthy_threshold} and ${var.health_check.unhealthy_threshold}."
  }
}
