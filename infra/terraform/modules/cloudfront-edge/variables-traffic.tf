variable "cache" {
  description = "Paths that are cached; null caches nothing. default_ttl, in seconds, is for responses that do not say, max_ttl bounds those that do. query_strings are those that make a difference, null all. For a cached object the origin saw the client of the request that missed."
  type = object({
    paths         = list(string)
    default_ttl   = optional(number, 0)
    max_ttl       = optional(number, 86400)
    query_strings = optional(set(string))
  })
  default = null
  validation {
    condition     = try(length(var.cache.paths) > 0 && length(var.cache.paths) <= 24 && length(distinct(var.cache.paths)) == length(var.cache.paths), true)
    error_message = "cache.paths must be 1 to 24 patterns, each once, below CloudFront's quota of behaviours; got ${substr(jsonencode(try(var.cache.paths, [])), 0, 64)}."
  }
  validation {
    condition     = alltrue([for path in try(var.cache.paths, []) : can(regex("^/[A-Za-z0-9_.~$/'@:+&*?-]{1,254}$", path)) && !can(regex("^[/*?]*$", path))])
    error_message = "cache.paths must be patterns that begin with / and name something, such as \"/static/*\": what differs by client must not be cached, so there is none for everything; got ${substr(jsonencode(try(var.cache.paths, [])), 0, 64)}."
  }
  validation {
    condition     = try(var.cache.default_ttl >= 0 && var.cache.default_ttl <= var.cache.max_ttl && var.cache.max_ttl >= 1 && var.cache.max_ttl <= 31536000, true)
    error_message = "cache.default_ttl must be 0 to cache.max_ttl, and that 1 to 31536000 seconds; got ${try(var.cache.default_ttl, 0)} and ${try(var.cache.max_ttl, 0)}."
  }
  validation {
    condition     = length(coalesce(try(var.cache.query_strings, null), [])) <= 10 && alltrue([for name in coalesce(try(var.cache.query_strings, null), []) : can(regex("^[^&=#\\s*]{1,128}$", name))])
    error_message = "cache.query_strings must be at most 10 names without value, CloudFront's quota; got ${substr(jsonencode(try(var.cache.query_strings, [])), 0, 64)}."
  }
}

variable "forwarded_headers" {
  description = "Headers of viewers that the origin gets where nothing is cached; null for all, and the only way for Authorization. Host, the assertion and upstream_headers are always among them."
  type        = set(string)
  default     = null
  validation {
    condition     = alltrue([for name in coalesce(var.forwarded_headers, []) : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", name))])
    error_message = "forwarded_headers must be lower-case letters, digits and single hyphens; got ${substr(jsonencode(coalesce(var.forwarded_headers, [])), 0, 64)}."
  }
  validation {
    condition     = length(setintersection(coalesce(var.forwarded_headers, []), ["authorization", "accept-encoding"])) == 0
    error_message = "forwarded_headers must not name authorization and accept-encoding, which CloudFront refuses in a list: null forwards them; got ${substr(jsonencode(coalesce(var.forwarded_headers, [])), 0, 64)}."
  }
  validation {
    condition     = length(setunion(coalesce(var.forwarded_headers, []), var.upstream_headers, ["host", var.contract.assertion.header])) <= 10
    error_message = "forwarded_headers, upstream_headers, host and the assertion must be at most 10 together, CloudFront's quota; got ${length(setunion(coalesce(var.forwarded_headers, []), var.upstream_headers, ["host", var.contract.assertion.header]))}."
  }
}

variable "upstream_headers" {
  description = "Headers of a CDN in front that Lambda@Edge reads at the origin request, such as cf-connecting-ip and its proof. It removes them before the origin."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for name in var.upstream_headers : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", name))])
    error_message = "upstream_headers must be lower-case letters, digits and single hyphens; got ${substr(jsonencode(var.upstream_headers), 0, 64)}."
  }
  validation {
    condition     = length(setintersection(var.upstream_headers, [var.contract.assertion.header, var.contract.client_ip_header])) == 0
    error_message = "upstream_headers must not name the assertion or the client's address, which only the edge and the verifier write; got ${substr(jsonencode(var.upstream_headers), 0, 64)}."
  }
  validation {
    condition     = length(var.upstream_headers) == 0 || var.contract.signer_event == "origin-request"
    error_message = "upstream_headers must be empty at \"viewer-request\", where the function sees every header, and a policy would pass them on; got ${substr(jsonencode(var.upstream_headers), 0, 64)}."
  }
}

variable "allowed_methods" {
  description = "What clients may do: \"all\" methods, or \"read\": GET, HEAD and OPTIONS."
  type        = string
  nullable    = false
  default     = "all"
  validation {
    condition     = contains(["all", "read"], var.allowed_methods)
    error_message = "allowed_methods must be \"all\" or \"read\"; got \"${substr(var.allowed_methods, 0, 64)}\"."
  }
}

variable "minimum_protocol_version" {
  description = "CloudFront's security policy towards viewers: TLSv1.2_2021, TLSv1.2_2025 without its weaker ciphers, or TLSv1.3_2025."
  type        = string
  nullable    = false
  default     = "TLSv1.2_2021"
  validation {
    condition     = contains(["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"], var.minimum_protocol_version)
    error_message = "minimum_protocol_version must be \"TLSv1.2_2021\", \"TLSv1.2_2025\" or \"TLSv1.3_2025\"; got \"${substr(var.minimum_protocol_version, 0, 64)}\"."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from: PriceClass_All, PriceClass_200 or PriceClass_100."
  type        = string
  nullable    = false
  default     = "PriceClass_All"
  validation {
    condition     = contains(["PriceClass_All", "PriceClass_200", "PriceClass_100"], var.price_class)
    error_message = "price_class must be \"PriceClass_All\", \"PriceClass_200\" or \"PriceClass_100\"; got \"${substr(var.price_class, 0, 64)}\"."
  }
}

variable "web_acl_arn" {
  description = "A WAFv2 web ACL of scope CLOUDFRONT, if there is one. Its rate limits count whoever connected to CloudFront."
  type        = string
  default     = null
  validation {
    condition     = var.web_acl_arn == null || can(regex("^arn:aws[a-z-]*:wafv2:us-east-1:[0-9]{12}:global/webacl/", var.web_acl_arn))
    error_message = "web_acl_arn must be of a WAFv2 web ACL of scope CLOUDFRONT, which is in us-east-1; got \"${substr(coalesce(var.web_acl_arn, "-"), 0, 64)}\"."
  }
}

variable "response_headers_policy_id" {
  description = "Policy for headers of responses, such as HSTS, on every behaviour; null leaves them to the application."
  type        = string
  default     = null
}
