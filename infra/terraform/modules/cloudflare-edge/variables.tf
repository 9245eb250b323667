variable "contract" {
  description = "Output `contract` of the module of that name; what this module reads of it."
  type = object({
    environment  = string
    prefix       = string
    hosts        = list(string)
    origin       = optional(object({ domain = string, port = number }))
    edge         = object({ providers = list(string) })
    assertion    = object({ issuer = string, audience = string })
    jwks_json    = optional(string)
    signer       = string
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
