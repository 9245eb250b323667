variable "contract" {
  description = "What all modules share: `module.contract.contract`."
  type = object({
    prefix = string
    hosts  = list(string)
    origin = optional(object({ domain = string, port = number }))
    assertion = object({
      header   = string
      issuer   = string
      audience = string
    })
    client_ip_header                = string
    signer                          = string
    signer_event                    = string
    header_in_origin_request_policy = bool
    origin_locks                    = set(string)
    tags                            = map(string)
  })
  nullable = false
  validation {
    condition     = contains(["cloudfront-function", "lambda-edge"], var.contract.signer)
    error_message = "contract.signer must run at CloudFront: \"cloudfront-function\" or \"lambda-edge\"; got \"${substr(var.contract.signer, 0, 64)}\". Take cloudflare-edge for a Worker."
  }
  validation {
    condition     = !contains(var.contract.hosts, "*")
    error_message = "contract.hosts must be names, for each becomes an alias that the certificate has to hold, and CloudFront takes no \"*\" alone; got \"*\"."
  }
  validation {
    condition     = length(var.contract.prefix) <= 31
    error_message = "contract.prefix must be at most 31 characters, for names are made from it; got \"${substr(var.contract.prefix, 0, 64)}\"."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of us-east-1 for the names that clients ask for, the only region from which CloudFront takes them."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.certificate_arn))
    error_message = "certificate_arn must be of an ACM certificate in us-east-1; got \"${substr(var.certificate_arn, 0, 64)}\"."
  }
}

variable "origin_domain" {
  description = "Name by which CloudFront reaches the load balancer; null for that of the contract's origin_url. The certificate there has to hold this name or those of contract.hosts, since the viewer's Host is forwarded."
  type        = string
  default     = null
  validation {
    condition     = var.origin_domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.origin_domain))
    error_message = "origin_domain must be a name in lower case, without scheme and port; got \"${substr(coalesce(var.origin_domain, "-"), 0, 64)}\"."
  }
  validation {
    condition     = var.origin_domain != null || var.contract.origin != null
    error_message = "origin_domain must be set where the contract has no origin_url; got null."
  }
  validation {
    condition     = var.origin_domain == null || !contains(var.contract.hosts, coalesce(var.origin_domain, "-"))
    error_message = "origin_domain must not be one of contract.hosts, or CloudFront would ask itself; got \"${substr(coalesce(var.origin_domain, "-"), 0, 64)}\"."
  }
}

variable "cloudfront_function" {
  description = "With signer \"cloudfront-function\": path of dist/functions/cloudfront-function.js. Its secret is written by `ipseal keys kvs`."
  type        = object({ code = string })
  default     = null
  validation {
    condition     = (var.cloudfront_function != null) == (var.contract.signer == "cloudfront-function")
    error_message = "cloudfront_function must be set with signer \"cloudfront-function\" and with no other: exactly one function seals; got ${var.cloudfront_function == null ? "null" : "one"} with \"${substr(var.contract.signer, 0, 48)}\"."
  }
  validation {
    condition     = var.cloudfront_function == null || try(length(file(var.cloudfront_function.code)) > 0, false)
    error_message = "cloudfront_function.code must be a file, which `npm run build` writes; got \"${substr(try(var.cloudfront_function.code, "-"), 0, 64)}\"."
  }
  validation {
    condition     = var.cloudfront_function == null || try(length(filebase64(var.cloudfront_function.code)) <= 13656, true)
    error_message = "cloudfront_function.code must have at most 10 KB, which is all that CloudFront takes; got a longer \"${substr(try(var.cloudfront_function.code, "-"), 0, 64)}\"."
  }
}

variable "lambda_edge" {
  description = "With signer \"lambda-edge\": path of dist/functions/lambda-edge.zip, where it reads keys and what lets it (signing-keys: key_reference, read_policy_json), and the regions whose logs and alarms are kept."
  type = object({
    package            = string
    key_reference      = optional(string)
    read_policy_json   = string
    memory_size        = optional(number)
    log_retention_days = optional(number, 30)
    # Where Lambda@Edge runs without an opt-in: the regions of CloudFront's regional edge caches.
    regions = optional(set(string), [
      "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ap-northeast-1", "ap-northeast-2", "ap-south-1",
      "ap-southeast-1", "ap-southeast-2", "eu-central-1", "eu-west-1", "eu-west-2", "sa-east-1",
    ])
  })
  default = null
  validation {
    condition     = (var.lambda_edge != null) == (var.contract.signer == "lambda-edge")
    error_message = "lambda_edge must be set with signer \"lambda-edge\" and with no other: exactly one function seals; got ${var.lambda_edge == null ? "null" : "one"} with \"${substr(var.contract.signer, 0, 48)}\"."
  }
}

variable "cache" {
  description = "Paths that are cached, and for how long; null caches nothing. For a cached object the origin saw the client of the request that missed."
  type = object({
    paths         = list(string)
    default_ttl   = optional(number, 0)
    max_ttl       = optional(number, 86400)
    query_strings = optional(set(string))
  })
  default = null
}

variable "forwarded_headers" {
  description = "Headers of the viewer that the origin gets where nothing is cached; null for all. The assertion and Host are always among them."
  type        = set(string)
  default     = null
}

variable "upstream_headers" {
  description = "Headers of a CDN in front that the edge reads, such as cf-connecting-ip and its proof, also where paths are cached. They are removed before the origin."
  type        = set(string)
  nullable    = false
  default     = []
}

variable "allowed_methods" {
  description = "What clients may do: \"all\" methods, or \"read\": GET, HEAD and OPTIONS."
  type        = string
  nullable    = false
  default     = "all"
  validation {
    condition     = contains(["all", "read"], var.allowed_methods)
    error_message = "allowed_methods must be \"all\" or \"read\": CloudFront takes no other choice but GET and HEAD alone; got \"${substr(var.allowed_methods, 0, 64)}\"."
  }
}

variable "minimum_protocol_version" {
  description = "CloudFront's security policy towards viewers."
  type        = string
  nullable    = false
  default     = "TLSv1.2_2021"
  validation {
    condition     = contains(["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"], var.minimum_protocol_version)
    error_message = "minimum_protocol_version must be \"TLSv1.2_2021\", \"TLSv1.2_2025\" or \"TLSv1.3_2025\"; got \"${substr(var.minimum_protocol_version, 0, 64)}\"."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from. Less than all is slower, and cheaper."
  type        = string
  nullable    = false
  default     = "PriceClass_All"
  validation {
    condition     = contains(["PriceClass_All", "PriceClass_200", "PriceClass_100"], var.price_class)
    error_message = "price_class must be \"PriceClass_All\", \"PriceClass_200\" or \"PriceClass_100\"; got \"${substr(var.price_class, 0, 64)}\"."
  }
}

variable "web_acl_arn" {
  description = "A WAFv2 web ACL of scope CLOUDFRONT, if there is one. Its limits count whoever connected to CloudFront."
  type        = string
  default     = null
  validation {
    condition     = var.web_acl_arn == null || can(regex("^arn:aws[a-z-]*:wafv2:us-east-1:[0-9]{12}:global/webacl/", var.web_acl_arn))
    error_message = "web_acl_arn must be of a WAFv2 web ACL of scope CLOUDFRONT, which is in us-east-1; got \"${substr(coalesce(var.web_acl_arn, "-"), 0, 64)}\"."
  }
}

variable "log_destination_arn" {
  description = "Log group of us-east-1, delivery stream or bucket that gets the access log without addresses; null for no log."
  type        = string
  default     = null
}

variable "log_fields" {
  description = "Fields of the access log. None that holds an address, a query, a cookie or a referrer is taken."
  type        = list(string)
  nullable    = false
  default = [
    "date", "time", "x-edge-location", "sc-bytes", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status", "x-edge-result-type",
    "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes", "time-taken", "ssl-protocol", "ssl-cipher",
    "x-edge-response-result-type", "cs-protocol-version", "time-to-first-byte", "x-edge-detailed-result-type",
    "sc-content-type", "sc-content-len",
  ]
}

variable "vpc_origin_arn" {
  description = "With the lock \"vpc-origin\": ARN of the internal load balancer, which CloudFront then reaches inside the VPC."
  type        = string
  default     = null
  validation {
    condition     = (var.vpc_origin_arn != null) == contains(var.contract.origin_locks, "vpc-origin")
    error_message = "vpc_origin_arn must be set with the lock \"vpc-origin\" and not without; got \"${substr(coalesce(var.vpc_origin_arn, "null"), 0, 64)}\"."
  }
  validation {
    condition     = var.vpc_origin_arn == null || can(regex("^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/(net|app)/", var.vpc_origin_arn))
    error_message = "vpc_origin_arn must be of a network or application load balancer; got \"${substr(coalesce(var.vpc_origin_arn, "-"), 0, 64)}\"."
  }
}

variable "origin_mtls_certificate_arn" {
  description = "With the lock \"origin-mtls\": ACM certificate of us-east-1 that CloudFront shows the origin. It is set by a command of next_steps, see README."
  type        = string
  default     = null
  validation {
    condition     = (var.origin_mtls_certificate_arn != null) == contains(var.contract.origin_locks, "origin-mtls")
    error_message = "origin_mtls_certificate_arn must be set with the lock \"origin-mtls\" and not without; got \"${substr(coalesce(var.origin_mtls_certificate_arn, "null"), 0, 64)}\"."
  }
  validation {
    condition     = var.origin_mtls_certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.origin_mtls_certificate_arn))
    error_message = "origin_mtls_certificate_arn must be of an ACM certificate in us-east-1; got \"${substr(coalesce(var.origin_mtls_certificate_arn, "-"), 0, 64)}\"."
  }
}

variable "origin_read_timeout" {
  description = "Seconds that CloudFront waits for the origin's next byte: 1 to 60 without a raised quota."
  type        = number
  nullable    = false
  default     = 30
  validation {
    condition     = var.origin_read_timeout >= 1 && var.origin_read_timeout <= 120 && floor(var.origin_read_timeout) == var.origin_read_timeout
    error_message = "origin_read_timeout must be a whole number from 1 to 120; got ${var.origin_read_timeout}."
  }
}

variable "origin_ip_address_type" {
  description = "How CloudFront connects to the origin: ipv4, ipv6 or dualstack. The prefix list of origin-lockdown has to hold the family."
  type        = string
  nullable    = false
  default     = "ipv4"
  validation {
    condition     = contains(["ipv4", "ipv6", "dualstack"], var.origin_ip_address_type)
    error_message = "origin_ip_address_type must be \"ipv4\", \"ipv6\" or \"dualstack\"; got \"${substr(var.origin_ip_address_type, 0, 64)}\"."
  }
}

variable "alarms" {
  description = "When alarms go off: percent of viewer requests that end in 5xx, and failed runs of the function in five minutes."
  type = object({
    error_rate_percent = optional(number, 5)
    function_failures  = optional(number, 1)
  })
  nullable = false
  default  = {}
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms notify. An alarm reaches only topics of its own region: CloudFront's are in us-east-1, Lambda@Edge's where it ran."
  type        = set(string)
  nullable    = false
  default     = []
}
