variable "dns" {
  description = "Records that Terraform makes: an address without a machine for each host name, and the origin's name."
  type = object({
    # A proxied AAAA 100:: for each host: without the Worker a request ends there and reaches no origin unsealed.
    hosts = optional(bool, false)
    # Of these hosts there is a record that Terraform does not own.
    existing = optional(set(string), [])
    # What the name in contract.origin stands for, such as the load balancer's own name. An object, since whether there is
    # a record has to be known before the load balancer is made.
    origin = optional(object({ target = string, proxied = optional(bool, true) }))
  })
  nullable = false
  default  = {}
  validation {
    condition     = !(var.dns.hosts && var.custom_domain)
    error_message = "dns.hosts must be false with custom_domain, for which wrangler makes the records; got true and true."
  }
  validation {
    condition     = var.dns.origin == null || can(regex("^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", var.dns.origin.target))
    error_message = "dns.origin.target must be a name, for a CNAME record; got ${substr(jsonencode(try(var.dns.origin.target, "-")), 0, 64)}."
  }
  validation {
    condition     = var.dns.origin == null || !contains([for pattern in coalesce(var.patterns, var.contract.hosts) : split("/", pattern)[0]], try(var.contract.origin.domain, "-"))
    error_message = "dns.origin must be null where the origin has the name of a host: the record would lead past the Worker, and the custom rules would refuse every client; got ${substr(jsonencode(try(var.contract.origin.domain, "null")), 0, 64)}. Give the origin a name of its own."
  }
  validation {
    condition     = var.dns.origin == null || try(endswith(var.contract.origin.domain, ".${var.zone_name}"), false)
    error_message = "dns.origin must be null unless contract.origin is a name in the zone; got origin ${substr(jsonencode(try(var.contract.origin.domain, "null")), 0, 64)}."
  }
}

variable "zone_settings" {
  description = "Settings of the zone on which the edge relies; manage = false where another configuration has them."
  type = object({
    manage          = optional(bool, true)
    min_tls_version = optional(string, "1.2")
    # Plans below Enterprise have no True-Client-IP, and refuse to have it switched off.
    enterprise = optional(bool, false)
  })
  nullable = false
  default  = {}
  validation {
    condition     = contains(["1.2", "1.3"], var.zone_settings.min_tls_version)
    error_message = "zone_settings.min_tls_version must be \"1.2\" or \"1.3\"; got ${substr(jsonencode(var.zone_settings.min_tls_version), 0, 64)}."
  }
}

variable "managed_transforms" {
  description = "All Managed Transforms of the zone that are on, by id: any other is switched off. Null leaves them alone, and looks."
  type        = object({ request = set(string), response = set(string) })
  default     = null
  validation {
    condition     = !contains(try(var.managed_transforms.request, []), "remove_visitor_ip_headers")
    error_message = "managed_transforms.request must not have \"remove_visitor_ip_headers\": it takes away CF-Connecting-IP, and the edge refuses every request that lacks it; got it."
  }
}

variable "authenticated_origin_pulls" {
  description = "Switches zone-level origin pulls on, with the certificate of yours that was uploaded beside Terraform. Null leaves them alone."
  type        = object({ certificate_id = string })
  default     = null
  validation {
    condition     = var.authenticated_origin_pulls != null || !contains(var.contract.origin_locks, "authenticated-origin-pulls")
    error_message = "authenticated_origin_pulls must be given, for contract.origin_locks names it; got null. Without a certificate of yours only the one that all accounts share is left."
  }
  validation {
    condition     = var.authenticated_origin_pulls == null || (try(endswith(var.contract.origin.domain, ".${var.zone_name}"), false) && (var.dns.origin == null || try(var.dns.origin.proxied, false)))
    error_message = "authenticated_origin_pulls must be for a proxied name in the zone, since nothing else gets the certificate; got origin ${substr(jsonencode(try(var.contract.origin.domain, "null")), 0, 64)}."
  }
}

variable "firewall" {
  description = "The zone's custom rules. A zone has one ruleset of them: with manage = false put the output custom_rules into yours."
  type = object({
    manage = optional(bool, true)
    # Zones besides this one whose Workers may send requests here, as ownZones in the settings.
    own_zones = optional(set(string), [])
    # Your own rules, which stand behind.
    further_rules = optional(list(object({ description = string, expression = string, action = string })), [])
  })
  nullable = false
  default  = {}
  validation {
    condition     = alltrue([for zone in var.firewall.own_zones : can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", zone))])
    error_message = "firewall.own_zones must be domains in lower case; got ${substr(jsonencode(var.firewall.own_zones), 0, 64)}."
  }
  validation {
    condition     = var.firewall.manage || length(var.firewall.further_rules) == 0
    error_message = "firewall.further_rules must be empty with manage = false, which makes no ruleset; got ${length(var.firewall.further_rules)}."
  }
}
