variable "edge_providers" {
  description = "CDNs in the order in which requests pass them: cloudflare, cloudfront, another one of a known list, or edge for one of your own."
  type        = list(string)
  nullable    = false
  validation {
    condition     = length(var.edge_providers) > 0
    error_message = "edge_providers must name the CDNs of the path; got an empty list. Without one nothing here can seal."
  }
  validation {
    condition     = length(setsubtract(var.edge_providers, local.known_providers)) == 0
    error_message = "edge_providers must be of ${join(", ", local.known_providers)}; got ${substr(replace(jsonencode(setsubtract(var.edge_providers, local.known_providers)), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "edge_managed_prefix_list" {
  description = "Name of the list that AWS keeps of the last CDN's ranges; null if it keeps none."
  type        = string
  default     = null
  validation {
    condition     = var.edge_managed_prefix_list == null || can(regex("^com\\.amazonaws\\.global\\.(ipv6\\.)?cloudfront\\.origin-facing$", var.edge_managed_prefix_list))
    error_message = "edge_managed_prefix_list must be com.amazonaws.global.cloudfront.origin-facing, or the one with ipv6: anyone could fill a list that is not AWS's own, and those of its other services are no CDN's; got ${substr(replace(jsonencode(var.edge_managed_prefix_list), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.edge_managed_prefix_list == null || local.last_provider == "cloudfront"
    error_message = "edge_managed_prefix_list must be null unless the last CDN is CloudFront, which alone connects from there; got one behind ${substr(replace(jsonencode(local.last_provider), "/[^ -~]/", "?"), 0, 48)}."
  }
}

variable "edge_prefixes_ipv4" {
  description = "IPv4 prefixes from which the last CDN connects, from an accepted list. They tell no tenants apart."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv4 : can(cidrnetmask(prefix)) && try(cidrsubnet(prefix, 0, 0) == prefix, false)])
    error_message = "edge_prefixes_ipv4 must be IPv4 prefixes without host bits; got ${substr(replace(jsonencode([for prefix in var.edge_prefixes_ipv4 : prefix if !(can(cidrnetmask(prefix)) && try(cidrsubnet(prefix, 0, 0) == prefix, false))]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv4 : try(tonumber(split("/", prefix)[1]) >= 8, true)])
    error_message = "edge_prefixes_ipv4 must be no wider than /8: no CDN has that, and a /0 would let everybody in; got ${substr(replace(jsonencode([for prefix in var.edge_prefixes_ipv4 : prefix if try(tonumber(split("/", prefix)[1]) < 8, false)]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length([for prefix in var.edge_prefixes_ipv4 : prefix if anytrue([for space in local.no_senders_ipv4 : try(cidrsubnet("${split("/", prefix)[0]}/${split("/", space)[1]}", 0, 0) == space, false)])]) == 0
    error_message = "edge_prefixes_ipv4 must be space that somebody can connect from, not loopback, link-local, multicast or reserved; got ${substr(replace(jsonencode([for prefix in var.edge_prefixes_ipv4 : prefix if anytrue([for space in local.no_senders_ipv4 : try(cidrsubnet("${split("/", prefix)[0]}/${split("/", space)[1]}", 0, 0) == space, false)])]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = sum(concat([0], [for prefix in var.edge_prefixes_ipv4 : try(pow(2, 32 - tonumber(split("/", prefix)[1])), 0)])) <= pow(2, 26)
    error_message = "edge_prefixes_ipv4 must be no more addresses together than four /8 have: pieces of everything let everybody in as well; got ${length(var.edge_prefixes_ipv4)} prefixes."
  }
}

variable "edge_prefixes_ipv6" {
  description = "IPv6 prefixes from which the last CDN connects, from an accepted list."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv6 : try(strcontains(prefix, ":") && cidrsubnet(prefix, 0, 0) == prefix, false)])
    error_message = "edge_prefixes_ipv6 must be IPv6 prefixes in their shortest form and without host bits; got ${substr(replace(jsonencode([for prefix in var.edge_prefixes_ipv6 : prefix if !try(strcontains(prefix, ":") && cidrsubnet(prefix, 0, 0) == prefix, false)]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv6 : try(tonumber(split("/", prefix)[1]) >= 16, true)])
    error_message = "edge_prefixes_ipv6 must be no wider than /16: no CDN has that, and a /0 would let everybody in; got ${substr(replace(jsonencode([for prefix in var.edge_prefixes_ipv6 : prefix if try(tonumber(split("/", prefix)[1]) < 16, false)]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length([for prefix in var.edge_prefixes_ipv6 : prefix if !anytrue([for space in local.senders_ipv6 : try(cidrsubnet("${split("/", prefix)[0]}/${split("/", space)[1]}", 0, 0) == space, false)])]) == 0
    error_message = "edge_prefixes_ipv6 must be in 2000::/3, or in fc00::/7 for a CDN of your own: nobody connects from elsewhere, and ::/8 has IPv4 in it; got ${substr(replace(jsonencode([for prefix in var.edge_prefixes_ipv6 : prefix if !anytrue([for space in local.senders_ipv6 : try(cidrsubnet("${split("/", prefix)[0]}/${split("/", space)[1]}", 0, 0) == space, false)])]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = sum(concat([0], [for prefix in var.edge_prefixes_ipv6 : try(pow(2, 64 - min(64, tonumber(split("/", prefix)[1]))), 0)])) <= pow(2, 50)
    error_message = "edge_prefixes_ipv6 must be no more networks together than four /16 have: pieces of everything let everybody in as well; got ${length(var.edge_prefixes_ipv6)} prefixes."
  }
}

variable "signer" {
  description = "What seals: cloudflare-worker, cloudfront-function or lambda-edge."
  type        = string
  nullable    = false
  validation {
    condition     = contains(["cloudflare-worker", "cloudfront-function", "lambda-edge"], var.signer)
    error_message = "signer must be \"cloudflare-worker\", \"cloudfront-function\" or \"lambda-edge\"; got ${substr(replace(jsonencode(var.signer), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.signer != "cloudfront-function" || local.first_provider == "cloudfront"
    error_message = "signer \"cloudfront-function\" must stand where clients connect: it has no lists, and behind another CDN would seal that CDN's machines; got it behind ${substr(replace(jsonencode(local.first_provider), "/[^ -~]/", "?"), 0, 48)}. Take \"lambda-edge\"."
  }
  validation {
    condition     = contains([local.first_provider, local.last_provider], var.signer == "cloudflare-worker" ? "cloudflare" : "cloudfront")
    error_message = "signer must run on the first or the last CDN of the path, as one between them sees neither the client nor the origin; got ${substr(replace(jsonencode(var.edge_providers), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "signer_event" {
  description = "At which event of CloudFront it seals: viewer-request or origin-request; null with a Worker."
  type        = string
  default     = null
  validation {
    condition     = var.signer == "cloudflare-worker" ? var.signer_event == null : try(contains(["viewer-request", "origin-request"], var.signer_event), false)
    error_message = "signer_event must be \"viewer-request\" or \"origin-request\" at CloudFront and null with a Worker; got ${substr(replace(jsonencode(var.signer_event), "/[^ -~]/", "?"), 0, 48)} for ${substr(replace(jsonencode(var.signer), "/[^ -~]/", "?"), 0, 48)}."
  }
  validation {
    condition     = !(var.signer == "cloudfront-function" && var.signer_event == "origin-request")
    error_message = "signer_event must be \"viewer-request\" for a CloudFront Function, which runs at no origin event; got \"origin-request\"."
  }
}

variable "origin_locks" {
  description = "What closes every other way to the origin: prefix-list, secret-header, origin-mtls, vpc-origin or authenticated-origin-pulls."
  type        = set(string)
  nullable    = false
  validation {
    condition     = length(setsubtract(var.origin_locks, local.known_locks)) == 0
    error_message = "origin_locks must be of ${join(", ", sort(local.known_locks))}; got ${substr(replace(jsonencode(setsubtract(var.origin_locks, local.known_locks)), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(var.origin_locks) > 0
    error_message = "origin_locks must hold at least one: an origin that anyone can reach is one that anyone can try tokens and floods on; got none."
  }
  validation {
    condition     = !(contains(var.origin_locks, "origin-mtls") && var.signer == "lambda-edge" && var.signer_event == "origin-request")
    error_message = "origin_locks must not have \"origin-mtls\" with Lambda@Edge at an origin event, which CloudFront does not do together; got signer_event \"origin-request\". Seal at \"viewer-request\", or lock by \"prefix-list\" and \"secret-header\"."
  }
  validation {
    condition     = !(contains(var.origin_locks, "origin-mtls") && contains(var.origin_locks, "vpc-origin"))
    error_message = "origin_locks must not have both \"origin-mtls\" and \"vpc-origin\", which CloudFront does not do together; got both."
  }
  validation {
    condition     = !(contains(var.origin_locks, "vpc-origin") && var.signer == "lambda-edge" && var.signer_event == "origin-request")
    error_message = "origin_locks must not have \"vpc-origin\" with Lambda@Edge at an origin event, which CloudFront does not do together (Developer Guide, \"Restrict access with VPC origins\"); got signer_event \"origin-request\". Seal at \"viewer-request\"."
  }
  validation {
    condition     = !(contains(var.origin_locks, "vpc-origin") && var.exposure == "public")
    error_message = "origin_locks must not have \"vpc-origin\" while the load balancer is public: what the VPC origin hides would stand open beside it; got exposure \"public\". Make it \"internal\"."
  }
  validation {
    condition     = length(setintersection(var.origin_locks, local.locks_of_cloudfront)) == 0 || local.last_provider == "cloudfront"
    error_message = "origin_locks must be what the last CDN can do: \"origin-mtls\" and \"vpc-origin\" are CloudFront's; got ${substr(replace(jsonencode(setintersection(var.origin_locks, local.locks_of_cloudfront)), "/[^ -~]/", "?"), 0, 48)}."
  }
  validation {
    condition     = !contains(var.origin_locks, "authenticated-origin-pulls") || local.last_provider == "cloudflare"
    error_message = "origin_locks must be what the last CDN can do: \"authenticated-origin-pulls\" is Cloudflare's; got it behind ${substr(replace(jsonencode(local.last_provider), "/[^ -~]/", "?"), 0, 48)}."
  }
  validation {
    condition     = var.origin_locks != toset(["secret-header"])
    error_message = "origin_locks must not be \"secret-header\" alone, which closes nothing to those who only want to flood: it is an extra; got it alone. Add \"prefix-list\" or another one."
  }
  validation {
    condition     = !contains(var.origin_locks, "prefix-list") || var.edge_managed_prefix_list != null || length(var.edge_prefixes_ipv4) + length(var.edge_prefixes_ipv6) > 0
    error_message = "origin_locks must not have \"prefix-list\" without prefixes: a load balancer would be open to nobody, or to everybody; got neither edge_managed_prefix_list nor edge_prefixes."
  }
  validation {
    condition     = var.exposure == "public" || contains(var.origin_locks, "vpc-origin") || local.last_provider != "cloudfront"
    error_message = "origin_locks must have \"vpc-origin\" while the load balancer is internal: CloudFront reaches it in no other way; got exposure \"internal\" and ${substr(replace(jsonencode(var.origin_locks), "/[^ -~]/", "?"), 0, 64)}."
  }
}
