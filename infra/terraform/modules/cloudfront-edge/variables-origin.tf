variable "origin_domain" {
  description = "Name by which CloudFront reaches the load balancer; null for that of the contract's origin_url. The certificate there has to hold this name or contract.hosts, for the viewer's Host is forwarded."
  type        = string
  default     = null
  validation {
    condition     = var.origin_domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.origin_domain))
    error_message = "origin_domain must be a name in lower case, without scheme and port; got ${substr(jsonencode(var.origin_domain), 0, 64)}."
  }
  validation {
    condition     = var.origin_domain != null || var.contract.origin != null
    error_message = "origin_domain must be set where the contract has no origin_url; got null."
  }
  validation {
    condition     = !contains(var.contract.hosts, try(coalesce(var.origin_domain, var.contract.origin.domain), "-"))
    error_message = "origin_domain must not be one of contract.hosts, or CloudFront would ask itself; got ${substr(jsonencode(try(coalesce(var.origin_domain, var.contract.origin.domain), "-")), 0, 64)}."
  }
}

variable "origin_read_timeout" {
  description = "Seconds that CloudFront waits for the origin's next byte: 1 to 120."
  type        = number
  nullable    = false
  default     = 30
  validation {
    condition     = var.origin_read_timeout >= 1 && var.origin_read_timeout <= 120 && floor(var.origin_read_timeout) == var.origin_read_timeout
    error_message = "origin_read_timeout must be a whole number from 1 to 120; got ${var.origin_read_timeout}."
  }
}

variable "origin_ip_address_type" {
  description = "How CloudFront connects to the origin: ipv4, ipv6 or dualstack. What origin-lockdown lets in has to hold the family."
  type        = string
  nullable    = false
  default     = "ipv4"
  validation {
    condition     = contains(["ipv4", "ipv6", "dualstack"], var.origin_ip_address_type)
    error_message = "origin_ip_address_type must be \"ipv4\", \"ipv6\" or \"dualstack\"; got ${substr(jsonencode(var.origin_ip_address_type), 0, 64)}."
  }
}

variable "vpc_origin_arn" {
  description = "With the lock \"vpc-origin\": ARN of the internal load balancer, which CloudFront then reaches inside the VPC."
  type        = string
  default     = null
  validation {
    condition     = (var.vpc_origin_arn != null) == contains(var.contract.origin_locks, "vpc-origin")
    error_message = "vpc_origin_arn must be set with the lock \"vpc-origin\" and not without; got ${substr(jsonencode(var.vpc_origin_arn), 0, 64)}."
  }
  validation {
    condition     = var.vpc_origin_arn == null || can(regex("^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/(net|app)/", var.vpc_origin_arn))
    error_message = "vpc_origin_arn must be of a network or application load balancer; got ${substr(jsonencode(var.vpc_origin_arn), 0, 64)}."
  }
}

variable "origin_mtls_certificate_arn" {
  description = "With the lock \"origin-mtls\": ACM certificate of us-east-1 that CloudFront shows the origin. A command of next_steps sets it, for the provider's oldest version taken here cannot: see README."
  type        = string
  default     = null
  validation {
    condition     = (var.origin_mtls_certificate_arn != null) == contains(var.contract.origin_locks, "origin-mtls")
    error_message = "origin_mtls_certificate_arn must be set with the lock \"origin-mtls\" and not without; got ${substr(jsonencode(var.origin_mtls_certificate_arn), 0, 64)}."
  }
  validation {
    condition     = var.origin_mtls_certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.origin_mtls_certificate_arn))
    error_message = "origin_mtls_certificate_arn must be of an ACM certificate in us-east-1; got ${substr(jsonencode(var.origin_mtls_certificate_arn), 0, 64)}."
  }
}

variable "secret_header" {
  description = "With the lock \"secret-header\": name and value that CloudFront adds to origin requests, as origin-lockdown gives them. A custom header has no write-only form, so the value is in the state."
  type        = object({ name = string, value = string })
  sensitive   = true
  default     = null
  validation {
    condition     = (var.secret_header != null) == contains(var.contract.origin_locks, "secret-header")
    error_message = "secret_header must be set with the lock \"secret-header\" and not without. What was given is not shown."
  }
  validation {
    condition     = var.secret_header == null || try(can(regex("^x-[a-z0-9]+(-[a-z0-9]+)*$", var.secret_header.name)) && !startswith(var.secret_header.name, "x-ipseal-") && !contains([var.contract.assertion.header, var.contract.client_ip_header], var.secret_header.name), false)
    error_message = "secret_header.name must begin with x- in lower case, and be neither x-ipseal-*, which the edge reads, nor the assertion's or the client's header. What was given is not shown."
  }
}
