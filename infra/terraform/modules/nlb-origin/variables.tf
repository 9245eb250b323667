variable "contract" {
  description = "Output `contract` of the module of that name; what this module reads of it."
  type = object({
    name         = string
    namespace    = string
    prefix       = string
    exposure     = string
    tags         = map(string)
    origin_locks = set(string)
    edge         = object({ prefixes_ipv4 = list(string) })
    load_balancer = object({
      proxy_protocol_v2       = bool
      preserve_client_ip      = bool
      target_type             = string
      health_check_protocol   = string
      external_traffic_policy = optional(string)
    })
    load_balancer_prefixes = list(string)
  })
  nullable = false
  validation {
    condition     = !startswith(var.contract.prefix, "internal-") && !startswith(var.contract.prefix, "sg-")
    error_message = "contract.prefix must not begin with \"internal-\" or \"sg-\", which AWS keeps for its own names of load balancers and security groups; got ${substr(jsonencode(var.contract.prefix), 0, 64)}. Give the contract another name."
  }
  validation {
    condition     = !(contains(var.contract.origin_locks, "vpc-origin") && var.contract.exposure == "public")
    error_message = "contract must not have the lock \"vpc-origin\" with a public load balancer: what the VPC origin hides would stand open beside it; got exposure ${substr(jsonencode(var.contract.exposure), 0, 48)}. Make it \"internal\"."
  }
  validation {
    condition     = !(var.contract.load_balancer.proxy_protocol_v2 && var.contract.load_balancer.preserve_client_ip)
    error_message = "contract.load_balancer must not have both proxy_protocol_v2 and preserve_client_ip: the gateway would see clients as senders of PROXY headers; got true and true."
  }
  validation {
    condition     = !(var.contract.load_balancer.proxy_protocol_v2 && var.contract.load_balancer.target_type == "instance" && coalesce(var.contract.load_balancer.external_traffic_policy, "Cluster") == "Local")
    error_message = "contract.load_balancer must not send PROXY to instances under external_traffic_policy \"Local\": kube-proxy's health check port speaks no PROXY; got \"instance\" and \"Local\". Take target_type \"ip\" or the policy \"Cluster\"."
  }
}

variable "owner" {
  description = "Who makes the load balancer: terraform (this module), or controller, the AWS Load Balancer Controller of the cluster, by the annotations that this module gives out."
  type        = string
  nullable    = false
  default     = "terraform"
  validation {
    condition     = contains(["terraform", "controller"], var.owner)
    error_message = "owner must be \"terraform\" or \"controller\"; got ${substr(jsonencode(var.owner), 0, 64)}."
  }
}

variable "controller_load_balancer_arn" {
  description = "ARN of the load balancer that the controller made. This module reads it and holds its target groups against the contract."
  type        = string
  default     = null
  validation {
    condition     = var.controller_load_balancer_arn == null || can(regex("^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/net/[A-Za-z0-9-]+/[0-9a-f]+$", var.controller_load_balancer_arn))
    error_message = "controller_load_balancer_arn must be the ARN of a network load balancer (arn:aws:elasticloadbalancing:…:loadbalancer/net/…); got ${substr(jsonencode(var.controller_load_balancer_arn), 0, 64)}."
  }
  validation {
    condition     = var.controller_load_balancer_arn == null || !var.annotations_only
    error_message = "controller_load_balancer_arn must be null with annotations_only, which looks nothing up; got ${substr(jsonencode(var.controller_load_balancer_arn), 0, 64)}. Set annotations_only = false."
  }
  validation {
    condition     = var.controller_load_balancer_arn == null || var.owner == "controller"
    error_message = "controller_load_balancer_arn must be null unless owner is \"controller\": one load balancer has one owner; got owner ${substr(jsonencode(var.owner), 0, 48)}."
  }
  validation {
    condition     = var.owner != "controller" || var.annotations_only || var.controller_load_balancer_arn != null
    error_message = "controller_load_balancer_arn must be given with owner \"controller\"; got null. Before the controller has made one, set annotations_only = true, put the output service_annotations on the Service, then take the ARN from `aws elbv2 describe-load-balancers`."
  }
}

variable "annotations_only" {
  description = "With owner \"controller\": give the annotations out and look nothing up, since there is no load balancer yet."
  type        = bool
  nullable    = false
  default     = false
  validation {
    condition     = !var.annotations_only || var.owner == "controller"
    error_message = "annotations_only must be false unless owner is \"controller\"; got true with owner ${substr(jsonencode(var.owner), 0, 48)}."
  }
}

variable "vpc_id" {
  description = "VPC of the load balancer and its targets; not needed with owner \"controller\"."
  type        = string
  default     = null
  validation {
    condition     = var.vpc_id == null || can(regex("^vpc-[0-9a-f]{8,17}$", var.vpc_id))
    error_message = "vpc_id must look like vpc-0123456789abcdef0; got ${substr(jsonencode(var.vpc_id), 0, 64)}."
  }
  validation {
    condition     = var.owner == "controller" || var.vpc_id != null
    error_message = "vpc_id must be given with owner \"terraform\"; got null."
  }
}

variable "subnet_ids" {
  description = "Subnets of the load balancer, one of each availability zone: public ones for exposure public. With them its addresses are held against contract.load_balancer_prefixes."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", id))])
    error_message = "subnet_ids must look like subnet-0123456789abcdef0; got ${substr(jsonencode(var.subnet_ids), 0, 64)}."
  }
  validation {
    condition     = var.owner == "controller" || length(var.subnet_ids) > 0
    error_message = "subnet_ids must hold at least one subnet with owner \"terraform\", better one of each availability zone; got none."
  }
}

variable "ip_address_type" {
  description = "ipv4 or dualstack; null for dualstack where a list of IPv6 lets somebody in, and ipv4 where none does, a VPC origin connects or clients' addresses are kept."
  type        = string
  default     = null
  validation {
    condition     = var.ip_address_type == null || contains(["ipv4", "dualstack"], coalesce(var.ip_address_type, "ipv4"))
    error_message = "ip_address_type must be \"ipv4\" or \"dualstack\"; got ${substr(jsonencode(var.ip_address_type), 0, 64)}."
  }
  validation {
    condition     = !(coalesce(var.ip_address_type, "ipv4") == "dualstack" && contains(var.contract.origin_locks, "vpc-origin"))
    error_message = "ip_address_type must be \"ipv4\" with the lock \"vpc-origin\", for CloudFront takes no dual-stack NLB as a VPC origin; got \"dualstack\"."
  }
  validation {
    condition     = !(coalesce(var.ip_address_type, "ipv4") == "dualstack" && var.contract.load_balancer.preserve_client_ip)
    error_message = "ip_address_type must be \"ipv4\" where the load balancer keeps clients' addresses: those of the targets' other family arrive as the load balancer's own; got \"dualstack\". Take PROXY protocol for both families."
  }
  validation {
    condition     = coalesce(var.ip_address_type, "ipv4") != "dualstack" || anytrue([for list in values(var.ingress_prefix_lists) : list.address_family == "IPv6"]) || length(var.ingress_security_groups) > 0
    error_message = "ip_address_type must be \"ipv4\" while no list of ingress_prefix_lists has address_family IPv6: the name would have an AAAA record where nobody is let in; got \"dualstack\". Add the IPv6 list, or take \"ipv4\"."
  }
}

variable "target_ip_address_type" {
  description = "Family of the targets' addresses with target_type ip: ipv4 or ipv6."
  type        = string
  nullable    = false
  default     = "ipv4"
  validation {
    condition     = contains(["ipv4", "ipv6"], var.target_ip_address_type)
    error_message = "target_ip_address_type must be \"ipv4\" or \"ipv6\"; got ${substr(jsonencode(var.target_ip_address_type), 0, 64)}."
  }
  validation {
    condition     = var.target_ip_address_type == "ipv4" || (var.contract.load_balancer.target_type == "ip" && local.ip_address_type == "dualstack")
    error_message = "target_ip_address_type must be \"ipv4\" unless targets are \"ip\" behind a dual-stack load balancer; got \"ipv6\" with ${substr(jsonencode(var.contract.load_balancer.target_type), 0, 48)} and \"${local.ip_address_type}\"."
  }
}

variable "cross_zone" {
  description = "Every zone's address sends to the targets of all zones. AWS bills traffic between zones for an NLB; without it a zone without targets answers nobody."
  type        = bool
  nullable    = false
  default     = true
}

variable "deletion_protection" {
  description = "AWS refuses to delete the load balancer until this is false."
  type        = bool
  nullable    = false
  default     = true
}

variable "deregistration_delay_seconds" {
  description = "How long a target that leaves keeps its connections: 0 to 3600 seconds. After that they are closed."
  type        = number
  nullable    = false
  default     = 60
  validation {
    condition     = var.deregistration_delay_seconds >= 0 && var.deregistration_delay_seconds <= 3600 && floor(var.deregistration_delay_seconds) == var.deregistration_delay_seconds
    error_message = "deregistration_delay_seconds must be a whole number from 0 to 3600; got ${var.deregistration_delay_seconds}."
  }
}

variable "tcp_idle_timeout_seconds" {
  description = "After how long without a byte a connection is forgotten: 60 to 6000 seconds. Longer than the edge keeps connections to the origin."
  type        = number
  nullable    = false
  default     = 350
  validation {
    condition     = var.tcp_idle_timeout_seconds >= 60 && var.tcp_idle_timeout_seconds <= 6000 && floor(var.tcp_idle_timeout_seconds) == var.tcp_idle_timeout_seconds
    error_message = "tcp_idle_timeout_seconds must be a whole number from 60 to 6000; got ${var.tcp_idle_timeout_seconds}."
  }
}

variable "access_log_bucket" {
  description = "S3 bucket of yours for access logs, whose policy lets Elastic Load Balancing write. An NLB logs connections of TLS listeners alone, and these are TCP: it stays empty until you add one."
  type        = string
  default     = null
  validation {
    condition     = var.access_log_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.access_log_bucket))
    error_message = "access_log_bucket must be the name of a bucket, 3 to 63 lower-case letters, digits, dots and hyphens; got ${substr(jsonencode(var.access_log_bucket), 0, 64)}."
  }
}
