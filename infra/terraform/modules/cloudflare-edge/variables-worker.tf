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
    condition     = length(setsubtract(try(var.ranges.providers, null) == null ? [] : var.ranges.providers, local.known_providers)) == 0
    error_message = "ranges.providers must be of ${join(", ", local.known_providers)}; got ${substr(jsonencode(setsubtract(try(var.ranges.providers, null) == null ? [] : var.ranges.providers, local.known_providers)), 0, 64)}."
  }
  validation {
    condition     = var.ranges == null || can(regex("^[0-9*,/A-Za-z-]+( [0-9*,/A-Za-z#-]+){4}$", try(var.ranges.schedule, "")))
    error_message = "ranges.schedule must be a cron expression of five fields; got \"${substr(try(var.ranges.schedule, "-"), 0, 64)}\"."
  }
  validation {
    condition     = var.ranges == null || length(try(var.ranges.providers, null) != null ? var.ranges.providers : setintersection(var.contract.edge.providers, local.known_providers)) > 0
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
