variable "contract" {
  description = "What all modules share: the output of the module contract."
  type = object({
    environment = string
    prefix      = string
    hosts       = list(string)
    origin      = optional(object({ domain = string, port = number }))
    edge        = object({ providers = list(string) })
    assertion   = object({ issuer = string, audience = string })
    jwks_json   = optional(string)
    signer      = string
    # Nothing is locked by this module that the path does not name; one lock of it needs a certificate.
    origin_locks = set(string)
  })
  nullable = false
  validation {
    condition     = var.contract.signer == "cloudflare-worker"
    error_message = "contract.signer must be \"cloudflare-worker\", which is what runs here; got \"${substr(var.contract.signer, 0, 64)}\"."
  }
}

variable "account_id" {
  description = "Account of the Worker, as the dashboard shows it."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[0-9a-f]{32}$", var.account_id))
    error_message = "account_id must be 32 digits of lower-case hex; got \"${substr(var.account_id, 0, 64)}\"."
  }
}

variable "zone_id" {
  description = "Zone of the host names that clients ask for."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[0-9a-f]{32}$", var.zone_id))
    error_message = "zone_id must be 32 digits of lower-case hex; got \"${substr(var.zone_id, 0, 64)}\"."
  }
}

variable "zone_name" {
  description = "Name of that zone, such as example.com. Every pattern is below it."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.zone_name))
    error_message = "zone_name must be a domain in lower case; got \"${substr(var.zone_name, 0, 64)}\"."
  }
}

variable "wrangler_environment" {
  description = "Environment of wrangler.toml that is deployed; null for contract.environment."
  type        = string
  default     = null
  validation {
    condition     = var.wrangler_environment == null || can(regex("^[a-z0-9]([a-z0-9_-]{0,31})$", var.wrangler_environment))
    error_message = "wrangler_environment must be a name of lower-case letters, digits, hyphens and underscores, at most 32; got \"${substr(coalesce(var.wrangler_environment, "-"), 0, 64)}\"."
  }
}

variable "worker_name" {
  description = "Name of the Worker; null for \"ipseal-<environment>\", as wrangler would call it."
  type        = string
  default     = null
  validation {
    condition     = var.worker_name == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.worker_name))
    error_message = "worker_name must be lower-case letters, digits and inner hyphens, at most 63; got \"${substr(coalesce(var.worker_name, "-"), 0, 64)}\"."
  }
}

variable "patterns" {
  description = "Route patterns in place of \"<host>/*\" for each of contract.hosts; with custom_domain host names alone."
  type        = list(string)
  default     = null
  validation {
    condition     = var.patterns == null || length(coalesce(var.patterns, ["-"])) > 0
    error_message = "patterns must hold at least one, or be null; got an empty list, which no request would match."
  }
  validation {
    condition = alltrue([for pattern in coalesce(var.patterns, []) :
    can(regex("^(\\*\\.|\\*)?[a-z0-9-]+(\\.[a-z0-9-]+)+(/[!-~]*)?$", pattern))])
    error_message = "patterns must be a host and a path without a scheme, which would leave the other scheme unsealed; got ${substr(jsonencode(var.patterns), 0, 64)}."
  }
  validation {
    condition     = var.patterns != null || !contains(var.contract.hosts, "*")
    error_message = "patterns must be given where contract.hosts is \"*\", which does not say what part of the zone is meant; got ${substr(jsonencode(var.contract.hosts), 0, 64)}."
  }
  validation {
    condition = alltrue([for host in [for pattern in coalesce(var.patterns, var.contract.hosts) : split("/", pattern)[0]] :
    contains(["*", "https:", "http:"], host) || trimprefix(trimprefix(host, "*"), ".") == var.zone_name || endswith(host, ".${var.zone_name}")])
    error_message = "patterns must be below zone_name \"${substr(var.zone_name, 0, 64)}\", and so must contract.hosts without any; got ${substr(jsonencode(coalesce(var.patterns, var.contract.hosts)), 0, 64)}."
  }
}

variable "custom_domain" {
  description = "Whether the Worker is the origin of its host names (wrangler makes record and certificate) in place of routes before one."
  type        = bool
  nullable    = false
  default     = false
  validation {
    condition     = !var.custom_domain || !anytrue([for pattern in coalesce(var.patterns, var.contract.hosts) : strcontains(pattern, "/") || strcontains(pattern, "*")])
    error_message = "custom_domain must be false with paths and wildcards, which only routes have; got ${substr(jsonencode(coalesce(var.patterns, var.contract.hosts)), 0, 64)}."
  }
}

variable "ranges" {
  description = "Keeps the providers' lists in Workers KV by a Worker of its own; null for the lists in the package."
  type = object({
    # Null: those of contract.edge.providers.
    providers = optional(set(string))
    schedule  = optional(string, "17 * * * *")
    # Whether lists are signed, with a key that `ipseal keys new` makes.
    signed = optional(bool, true)
    # Whether the edge reads the lists, for which it has to be cloudflare-worker-kv.mjs.
    read_by_edge = optional(bool, true)
    worker_name  = optional(string)
  })
  default = null
  validation {
    condition     = length(setsubtract(try(var.ranges.providers, null) == null ? [] : var.ranges.providers, local.known_lists)) == 0
    error_message = "ranges.providers must be of ${join(", ", local.known_lists)}; got ${substr(jsonencode(setsubtract(try(var.ranges.providers, null) == null ? [] : var.ranges.providers, local.known_lists)), 0, 64)}."
  }
  validation {
    condition     = var.ranges == null || can(regex("^[0-9*,/A-Za-z-]+( [0-9*,/A-Za-z#-]+){4}$", try(var.ranges.schedule, "")))
    error_message = "ranges.schedule must be a cron expression of five fields; got \"${substr(try(var.ranges.schedule, "-"), 0, 64)}\"."
  }
  validation {
    condition     = var.ranges == null || length(try(var.ranges.providers, null) != null ? var.ranges.providers : setintersection(var.contract.edge.providers, local.known_lists)) > 0
    error_message = "ranges.providers must name a list, for of contract.edge.providers none is one; got ${substr(jsonencode(var.contract.edge.providers), 0, 64)}."
  }
  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", try(coalesce(var.ranges.worker_name), "-none-") == "-none-" ? "none" : var.ranges.worker_name))
    error_message = "ranges.worker_name must be lower-case letters, digits and inner hyphens, at most 63; got \"${substr(try(coalesce(var.ranges.worker_name), "-"), 0, 64)}\"."
  }
}

variable "settings_in_namespace" {
  description = "Whether settings and key set lie in Workers KV (IPSEAL_KEYS) and not in variables of the Worker."
  type        = bool
  nullable    = false
  default     = false
}

variable "settings_json" {
  description = "What `ipseal compile --target settings` prints, for IPSEAL_CONFIG; null where wrangler.toml has it."
  type        = string
  # Until it is known to hold no key, for whoever gives one by mistake.
  sensitive = true
  default   = null
}

variable "secret_names" {
  description = "Proof secrets that the settings name, such as cf-proof; null for those of settings_json."
  type        = set(string)
  default     = null
  validation {
    condition     = alltrue([for name in coalesce(var.secret_names, []) : can(regex("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$", name))])
    error_message = "secret_names must be names as in the settings, and never values. What was given is not shown."
  }
}

variable "secrets_store" {
  description = "Takes every secret from this store of Cloudflare's Secrets Store; null for secrets that `wrangler secret put` writes."
  type = object({
    store_id = string
    # Names in the store by binding, where they are not "<prefix>-ipseal-signing-key" and the like.
    secret_names = optional(map(string), {})
  })
  default = null
  validation {
    condition     = var.secrets_store == null || can(regex("^[0-9a-f]{32}$", try(var.secrets_store.store_id, "")))
    error_message = "secrets_store.store_id must be 32 digits of lower-case hex, as `wrangler secrets-store store list` shows it; got \"${substr(try(var.secrets_store.store_id, "-"), 0, 64)}\"."
  }
  validation {
    condition     = alltrue([for name in values(try(var.secrets_store.secret_names, {})) : can(regex("^[A-Za-z0-9_-]{1,128}$", name))])
    error_message = "secrets_store.secret_names must be names without spaces, and never values. What was given is not shown."
  }
}

variable "dns" {
  description = "Records that Terraform makes: an address without a machine for each host name, and the origin's name."
  type = object({
    # A proxied AAAA 100:: for each host: without the Worker a request ends there and reaches no origin unsealed.
    hosts = optional(bool, false)
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
    error_message = "dns.origin.target must be a name, for a CNAME record; got \"${substr(try(var.dns.origin.target, "-"), 0, 64)}\"."
  }
  validation {
    condition     = var.dns.origin == null || !contains([for pattern in coalesce(var.patterns, var.contract.hosts) : split("/", pattern)[0]], try(var.contract.origin.domain, "-"))
    error_message = "dns.origin must be null where the origin has the name of a host: the record would lead past the Worker, and the custom rules would refuse every client; got \"${substr(try(var.contract.origin.domain, "null"), 0, 64)}\". Give the origin a name of its own."
  }
  validation {
    condition     = var.dns.origin == null || try(endswith(var.contract.origin.domain, ".${var.zone_name}"), false)
    error_message = "dns.origin must be null unless contract.origin is a name in the zone; got origin \"${substr(try(var.contract.origin.domain, "null"), 0, 64)}\"."
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
    error_message = "zone_settings.min_tls_version must be \"1.2\" or \"1.3\"; got \"${substr(var.zone_settings.min_tls_version, 0, 64)}\"."
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
    condition     = var.authenticated_origin_pulls == null || can(regex("^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", try(var.authenticated_origin_pulls.certificate_id, "")))
    error_message = "authenticated_origin_pulls.certificate_id must be the id that the upload answered, and no certificate: its key would be in Terraform's state. What was given is not shown."
  }
  validation {
    condition     = var.authenticated_origin_pulls != null || !contains(var.contract.origin_locks, "authenticated-origin-pulls")
    error_message = "authenticated_origin_pulls must be given, for contract.origin_locks names it; got null. Without a certificate of yours only the one that all accounts share is left."
  }
  validation {
    condition     = var.authenticated_origin_pulls == null || (try(endswith(var.contract.origin.domain, ".${var.zone_name}"), false) && (var.dns.origin == null || try(var.dns.origin.proxied, false)))
    error_message = "authenticated_origin_pulls must be for a proxied name in the zone, since nothing else gets the certificate; got origin \"${substr(try(var.contract.origin.domain, "null"), 0, 64)}\"."
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
