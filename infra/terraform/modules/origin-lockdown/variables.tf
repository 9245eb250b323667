variable "contract" {
  description = "Output `contract` of the module of that name; what this module reads of it."
  type = object({
    name         = string
    namespace    = string
    prefix       = string
    tags         = map(string)
    origin_locks = set(string)
    edge = object({
      providers           = list(string)
      managed_prefix_list = string
      prefixes_ipv4       = list(string)
      prefixes_ipv6       = list(string)
    })
    assertion        = object({ header = string })
    client_ip_header = string
  })
  nullable = false
  validation {
    condition     = var.contract.edge.managed_prefix_list != null || length(var.contract.edge.prefixes_ipv4) + length(var.contract.edge.prefixes_ipv6) > 0
    error_message = "contract.edge must say from where the last CDN connects, or the origin could only be open to everyone or to nobody; got no managed_prefix_list and no prefixes. `ipseal compile --target terraform` writes them from the accepted lists."
  }
  validation {
    condition     = alltrue([for prefix in var.contract.edge.prefixes_ipv4 : can(cidrnetmask(prefix)) && try(tonumber(split("/", prefix)[1]) >= 8, false)])
    error_message = "contract.edge.prefixes_ipv4 must be IPv4 prefixes no wider than /8, as the contract holds them; got ${substr(jsonencode([for prefix in var.contract.edge.prefixes_ipv4 : prefix if !(can(cidrnetmask(prefix)) && try(tonumber(split("/", prefix)[1]) >= 8, false))]), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.contract.edge.prefixes_ipv6 : strcontains(prefix, ":") && try(tonumber(split("/", prefix)[1]) >= 16, false)])
    error_message = "contract.edge.prefixes_ipv6 must be IPv6 prefixes no wider than /16, as the contract holds them; got ${substr(jsonencode([for prefix in var.contract.edge.prefixes_ipv6 : prefix if !(strcontains(prefix, ":") && try(tonumber(split("/", prefix)[1]) >= 16, false))]), 0, 64)}."
  }
  validation {
    condition     = var.contract.edge.managed_prefix_list == null || startswith(coalesce(var.contract.edge.managed_prefix_list, "-"), "com.amazonaws.")
    error_message = "contract.edge.managed_prefix_list must be a list of AWS's own, for anyone could fill another one; got ${substr(jsonencode(var.contract.edge.managed_prefix_list), 0, 64)}."
  }
}

variable "max_entries" {
  description = "Room in each prefix list that this module makes. A list counts in a security group by its room and not by its entries, on every port: 20 and 10 hold Cloudflare's with head room."
  type        = object({ ipv4 = optional(number, 20), ipv6 = optional(number, 10) })
  nullable    = false
  default     = {}
  validation {
    condition     = alltrue([for room in values(var.max_entries) : room >= 1 && room <= 100 && floor(room) == room])
    error_message = "max_entries must be whole numbers from 1 to 100, the most that EC2 takes in one request; got ${var.max_entries.ipv4} and ${var.max_entries.ipv6}."
  }
  validation {
    condition     = var.contract.edge.managed_prefix_list != null || length(var.contract.edge.prefixes_ipv4) <= var.max_entries.ipv4
    error_message = "max_entries.ipv4 must hold all IPv4 prefixes of contract.edge; got room for ${var.max_entries.ipv4} of ${length(var.contract.edge.prefixes_ipv4)}. Aggregate them (`ipseal ranges show --as terraform` prints them so), or raise it, and with it what the list counts in a security group."
  }
  validation {
    condition     = var.contract.edge.managed_prefix_list != null || length(var.contract.edge.prefixes_ipv6) <= var.max_entries.ipv6
    error_message = "max_entries.ipv6 must hold all IPv6 prefixes of contract.edge; got room for ${var.max_entries.ipv6} of ${length(var.contract.edge.prefixes_ipv6)}. Aggregate them (`ipseal ranges show --as terraform` prints them so), or raise it, and with it what the list counts in a security group."
  }
}

variable "managed_prefix_list_weight" {
  description = "What AWS's own list counts in a security group, on every port: 55 for those of CloudFront, whatever is in them."
  type        = number
  nullable    = false
  default     = 55
  validation {
    condition     = var.managed_prefix_list_weight >= 1 && var.managed_prefix_list_weight <= 1000 && floor(var.managed_prefix_list_weight) == var.managed_prefix_list_weight
    error_message = "managed_prefix_list_weight must be a whole number from 1 to 1000; got ${var.managed_prefix_list_weight}."
  }
}

variable "managed_prefix_list_ipv6" {
  description = "Name of AWS's list of the same CDN's IPv6 ranges, such as com.amazonaws.global.ipv6.cloudfront.origin-facing, where the distribution connects to the origin over IPv6; null for IPv4 alone, which is what CloudFront does unless it is told."
  type        = string
  default     = null
  validation {
    condition     = var.managed_prefix_list_ipv6 == null || can(regex("^com\\.amazonaws\\.[a-z0-9.-]*ipv6\\.", var.managed_prefix_list_ipv6))
    error_message = "managed_prefix_list_ipv6 must be a list of AWS's own for IPv6, com.amazonaws.…ipv6.…; got ${substr(jsonencode(var.managed_prefix_list_ipv6), 0, 64)}."
  }
  validation {
    condition     = var.managed_prefix_list_ipv6 == null || var.contract.edge.managed_prefix_list != null
    error_message = "managed_prefix_list_ipv6 must be null where AWS keeps no list of the last CDN (contract.edge.managed_prefix_list); got ${substr(jsonencode(var.managed_prefix_list_ipv6), 0, 64)}."
  }
}

variable "trust_store_bundle" {
  description = "For an Application Load Balancer of yours that asks for the edge's client certificate: where in S3 the bundle of CA certificates lies, and nothing else than your own CA in it. An NLB passes TLS on, and the gateway asks: leave it null."
  type        = object({ bucket = string, key = string, object_version = optional(string) })
  default     = null
  validation {
    condition     = var.trust_store_bundle == null || try(can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.trust_store_bundle.bucket)) && can(regex("^[^/]", var.trust_store_bundle.key)), false)
    error_message = "trust_store_bundle must name a bucket and a key that does not begin with a slash; got ${substr(jsonencode(try(var.trust_store_bundle.bucket, "-")), 0, 30)} and ${substr(jsonencode(try(var.trust_store_bundle.key, "-")), 0, 30)}."
  }
  validation {
    condition     = var.trust_store_bundle == null || length(setintersection(var.contract.origin_locks, ["origin-mtls", "authenticated-origin-pulls"])) > 0
    error_message = "trust_store_bundle must be null unless contract.origin_locks has \"origin-mtls\" or \"authenticated-origin-pulls\": the edge would show no certificate and be refused; got ${substr(jsonencode(var.contract.origin_locks), 0, 64)}."
  }
}

variable "client_ca_secret" {
  description = "Kubernetes Secret, and its key, from which the gateway reads the CA of the edge's client certificate; the name null for <contract.name>-client-ca. You make it: Terraform does not write to the cluster."
  type        = object({ name = optional(string), key = optional(string, "ca.crt") })
  nullable    = false
  default     = {}
  validation {
    condition     = (var.client_ca_secret.name == null || can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.client_ca_secret.name))) && can(regex("^[A-Za-z0-9._-]{1,253}$", var.client_ca_secret.key))
    error_message = "client_ca_secret must be a name of Kubernetes and a key of letters, digits, dots, hyphens and underscores; got ${substr(jsonencode(var.client_ca_secret.name), 0, 30)} and ${substr(jsonencode(var.client_ca_secret.key), 0, 30)}."
  }
}

variable "secret_header" {
  description = "Extra, off by default: a header with a secret that the CDN adds to origin requests and the gateway asks for. Whoever reads it once can use it until it is changed; the seal and mTLS cannot be read off the wire so."
  type        = object({ name = string, value = string })
  sensitive   = true
  default     = null
}

variable "accept_secret_in_state" {
  description = "You know that secret_header's value lies in Terraform's state and plans, and who reads those."
  type        = bool
  nullable    = false
  default     = false
}
