variable "contract" {
  description = "Output `contract` of the module of that name; what this module reads of it."
  type = object({
    environment = string
    prefix      = string
    key_path    = string
    tags        = map(string)
    signer      = string
    assertion   = object({ algorithm = string, issuer = string, audience = string })
  })
  nullable = false
  validation {
    condition     = contains(["lambda-edge", "cloudflare-worker"], var.contract.signer)
    error_message = "contract.signer must be \"lambda-edge\" or \"cloudflare-worker\": a CloudFront Function has its secret in a KeyValueStore, reads no parameter, and `ipseal keys kvs` writes it; got \"${substr(var.contract.signer, 0, 64)}\". Leave this module out."
  }
  validation {
    condition     = contains(["ES256", "EdDSA"], var.contract.assertion.algorithm)
    error_message = "contract.assertion.algorithm must be \"ES256\" or \"EdDSA\": a store under rotation holds no shared secrets; got \"${substr(var.contract.assertion.algorithm, 0, 64)}\"."
  }
  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+){1,13}$", var.contract.key_path)) && !can(regex("^/(?i:aws|ssm)", var.contract.key_path))
    error_message = "contract.key_path must be a path of Parameter Store of 1 to 13 levels that begins neither with aws nor with ssm; got \"${substr(var.contract.key_path, 0, 64)}\"."
  }
}

variable "settings_json" {
  description = "What `ipseal compile --target settings` prints; edges read it. It is public: it may be in state and logs."
  type        = string
  nullable    = false
  # Until the preconditions of the parameter have found no key in it. They stand there and not here, for below a validation
  # that fails Terraform shows the value, sensitive or not.
  sensitive = true
}

variable "regions" {
  description = "Other regions in which edges read the same path. Copies get there by the commands of next_steps, not by Terraform."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for region in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "regions must be regions of AWS, such as eu-central-1; got ${substr(jsonencode(var.regions), 0, 64)}."
  }
  validation {
    condition     = !contains(var.regions, data.aws_region.current.region)
    error_message = "regions must be other regions than the provider's own, which has the store; got \"${data.aws_region.current.region}\" among them."
  }
}

variable "secret_names" {
  description = "Names of proof secrets below <key_path>/secrets. Nothing is created for them: next_steps says how each is written."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for name in var.secret_names : can(regex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$", name))])
    error_message = "secret_names must be names of letters, digits, \".\", \"_\" and \"-\", at most 64 and no \".\" first; got ${substr(jsonencode(var.secret_names), 0, 64)}."
  }
  validation {
    condition     = length(distinct([for name in var.secret_names : replace(upper(name), "/[^A-Z0-9]/", "_")])) == length(var.secret_names)
    error_message = "secret_names must stay different in capitals with _ for everything else, for they become variables; got ${length(var.secret_names)} names of which two become one."
  }
  validation {
    condition     = length(setsubtract(local.secrets_of_settings, var.secret_names)) == 0
    error_message = "secret_names must have every secret that settings_json names, or edges refuse each request that needs it; missing ${substr(jsonencode(setsubtract(local.secrets_of_settings, var.secret_names)), 0, 64)}."
  }
}

variable "key_administrators" {
  description = "ARNs of the roles and users who may change or delete the KMS key, beside the root user; none leaves that to IAM policies alone. Whoever runs Terraform is one of them."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for arn in var.key_administrators : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]+$", arn))])
    error_message = "key_administrators must be ARNs of IAM roles or users, without wildcards; got ${substr(jsonencode(var.key_administrators), 0, 64)}."
  }
}

variable "deletion_protection" {
  description = "Whether the key's policy lets nobody schedule its deletion, so that a destroy cannot make unreadable what rotation wrote."
  type        = bool
  nullable    = false
  default     = true
}

variable "rotation" {
  description = "The rotation on a schedule: the zip that `npm run build` writes, how old a key gets, and how far behind the slowest verifier is: a week, for a gateway that has the key set in a file gets a new one by your hands; 1800 only where all of them fetch it by themselves. Null for none: then people rotate."
  type = object({
    package                = string
    every                  = optional(string, "90d")
    verifier_cache_seconds = optional(number, 604800)
    schedule               = optional(string, "rate(1 day)")
    log_retention_days     = optional(number, 365)
  })
  default = null
  validation {
    condition     = try(fileexists(var.rotation.package), var.rotation == null)
    error_message = "rotation.package must be the file dist/functions/rotate-keys.zip, which `npm run build` writes; got \"${substr(try(var.rotation.package, ""), 0, 64)}\", which is not there."
  }
  validation {
    condition     = var.rotation == null || can(regex("^[1-9][0-9]{0,4}[dhm]$", try(var.rotation.every, "")))
    error_message = "rotation.every must be a period such as \"90d\", \"12h\" or \"100m\"; got \"${substr(try(var.rotation.every, ""), 0, 64)}\"."
  }
  validation {
    condition     = var.rotation == null || try(var.rotation.verifier_cache_seconds >= 600 && var.rotation.verifier_cache_seconds <= 604800 && floor(var.rotation.verifier_cache_seconds) == var.rotation.verifier_cache_seconds, false)
    error_message = "rotation.verifier_cache_seconds must be a whole number from 600 to 604800; got ${try(tostring(var.rotation.verifier_cache_seconds), "none")}."
  }
  validation {
    # What one rotation takes: the wait of the new key, and the time until the last token of the old one is dead.
    condition = var.rotation == null || try(
      tonumber(trimsuffix(trimsuffix(trimsuffix(var.rotation.every, "d"), "h"), "m")) * { d = 86400, h = 3600, m = 60 }[substr(var.rotation.every, -1, 1)]
    >= var.rotation.verifier_cache_seconds + 60 + 3960, true)
    error_message = "rotation.every must leave a rotation its time, verifier_cache_seconds + 4020 s; got \"${substr(try(var.rotation.every, ""), 0, 64)}\" for ${try(tostring(var.rotation.verifier_cache_seconds), "none")} s."
  }
  validation {
    condition     = var.rotation == null || can(regex("^rate\\((1 day|1 hour|([2-9]|1[0-9]|2[0-4]) hours)\\)$", try(var.rotation.schedule, "")))
    error_message = "rotation.schedule must be \"rate(1 day)\", \"rate(1 hour)\" or \"rate(2 hours)\" up to 24: two days without a run are an alarm; got \"${substr(try(var.rotation.schedule, ""), 0, 64)}\"."
  }
  validation {
    # CloudWatch Logs, PutRetentionPolicy, as far as it is a quarter of a year or more: one rotation is to be seen.
    condition     = var.rotation == null || contains([90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], try(var.rotation.log_retention_days, 0))
    error_message = "rotation.log_retention_days must be one of the periods of CloudWatch Logs from 90 days on, such as 90, 180, 365 or 731; got ${try(tostring(var.rotation.log_retention_days), "none")}."
  }
  validation {
    condition     = var.rotation == null || length(var.regions) == 0 || try(var.rotation.verifier_cache_seconds >= 86400, false)
    error_message = "rotation.verifier_cache_seconds must be at least 86400 with other regions: the function writes one store, and somebody has to copy its new key before it signs; got ${try(tostring(var.rotation.verifier_cache_seconds), "none")}."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics that the alarms of the rotation notify."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", arn))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics, no FIFO ones; got ${substr(jsonencode(var.alarm_topic_arns), 0, 64)}."
  }
}
