variable "contract" {
  description = "Output `contract` of the module of that name; what this module reads of it."
  type = object({
    environment = string
    prefix      = string
    tags        = map(string)
    edge        = object({ providers = list(string) })
  })
  nullable = false
}

variable "package" {
  description = "Path of dist/functions/refresh-ranges.zip, as `npm run build` writes it."
  type        = string
  nullable    = false
  validation {
    condition     = endswith(var.package, ".zip") && fileexists(var.package)
    error_message = "package must be a zip that is there: run `npm ci && npm run build` first; got ${substr(replace(jsonencode(var.package), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "lists" {
  description = "Providers whose lists are kept: those that your policy trusts. Null: the CDNs of the path."
  type        = set(string)
  default     = null
  validation {
    condition     = var.lists == null ? true : length(setsubtract(var.lists, local.known_providers)) == 0
    error_message = "lists must be of ${join(", ", local.known_providers)}; got ${substr(replace(jsonencode(var.lists == null ? [] : setsubtract(var.lists, local.known_providers)), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(var.lists == null ? setintersection(var.contract.edge.providers, local.known_providers) : var.lists) + length(var.private_lists) > 0
    error_message = "lists must name at least one, or private_lists have one: a schedule that asks for nothing would be silent; got none, and no CDN of the path has a list."
  }
}

variable "private_lists" {
  description = "Lists of your own, `list:<name>` in a policy: prefixes at an https URL, in the format text, json or netblocks."
  type        = list(object({ name = string, url = string, format = optional(string, "text") }))
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for list in var.private_lists : can(regex("\\A[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\\z", list.name))])
    error_message = "private_lists[].name must be 1 to 64 of a-z, 0-9 and inner hyphens; got ${substr(replace(jsonencode(var.private_lists[*].name), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(distinct(var.private_lists[*].name)) == length(var.private_lists)
    error_message = "private_lists must have each name once: from two sources a list would change with every run; got ${substr(replace(jsonencode(var.private_lists[*].name), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = alltrue([for list in var.private_lists : can(regex("\\Ahttps://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?\\z", list.url)) && try(length(list.url) <= 256, false)])
    error_message = "private_lists[].url must be https, at most 256 characters and without a user or a password, which would stand in every record; the URLs are not shown, in case one has them."
  }
  validation {
    condition     = alltrue([for list in var.private_lists : contains(["text", "json", "netblocks"], coalesce(list.format, "-"))])
    error_message = "private_lists[].format must be text, json or netblocks; got ${substr(replace(jsonencode(var.private_lists[*].format), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(var.private_lists) <= 64
    error_message = "private_lists must be 64 at most, which is what the function takes; got ${length(var.private_lists)}."
  }
}

variable "store" {
  description = "Where the lists lie: Parameter Store (kind ssm, path) or a bucket (kind s3, bucket, prefix, and kms_key_arn if the bucket is encrypted by a key of yours). Region: the provider's own if left out."
  type = object({
    kind        = string
    path        = optional(string)
    bucket      = optional(string)
    prefix      = optional(string)
    region      = optional(string)
    kms_key_arn = optional(string)
  })
  nullable = false
  default  = { kind = "ssm" }
  validation {
    condition     = contains(["ssm", "s3"], var.store.kind)
    error_message = "store.kind must be \"ssm\" or \"s3\"; got ${substr(replace(jsonencode(var.store.kind), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = (var.store.bucket != null) == (var.store.kind == "s3")
    error_message = "store.bucket must be the name of a bucket with kind \"s3\", and left out with \"ssm\"; got ${var.store.bucket == null ? "none" : "one"} with ${substr(replace(jsonencode(var.store.kind), "/[^ -~]/", "?"), 0, 48)}."
  }
  validation {
    condition     = var.store.bucket == null ? true : can(regex("\\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z", var.store.bucket)) && !strcontains(var.store.bucket, "..") && !can(regex("\\A[0-9.]+\\z", var.store.bucket))
    error_message = "store.bucket must be the name of a bucket, not an ARN or an address; got ${substr(replace(jsonencode(var.store.bucket), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.store.path == null ? true : var.store.kind == "ssm" && can(regex("\\A(/[A-Za-z0-9_.-]{1,128})+\\z", var.store.path)) && length(split("/", var.store.path)) <= 13
    error_message = "store.path must be a path of Parameter Store with 1 to 12 levels, and kind \"ssm\"; got ${substr(replace(jsonencode(var.store.path), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.store.path == null ? true : !can(regex("\\A/(aws|ssm)", lower(var.store.path))) && !startswith("${lower(var.store.path)}/", "/ipseal/")
    error_message = "store.path must not be /ipseal, below which the keys of all environments are, nor anything there, nor begin with \"aws\" or \"ssm\", which AWS keeps: whoever may write lists would then write among the keys; got ${substr(replace(jsonencode(var.store.path), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.store.prefix == null ? true : var.store.kind == "s3" && can(regex("\\A[A-Za-z0-9_.-]{1,128}(/[A-Za-z0-9_.-]{1,128})*\\z", var.store.prefix)) && length(split("/", var.store.prefix)) <= 8 && !can(regex("(\\A|/)\\.{1,2}(/|\\z)", var.store.prefix))
    error_message = "store.prefix must be 1 to 8 names of letters, digits, \"_\", \".\" and \"-\" with slashes between, and kind \"s3\"; got ${substr(replace(jsonencode(var.store.prefix), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.store.region == null || can(regex("\\A[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}\\z", var.store.region))
    error_message = "store.region must be one such as eu-west-1; got ${substr(replace(jsonencode(var.store.region), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.store.kms_key_arn == null || var.store.kind == "s3" && can(regex("\\Aarn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+\\z", var.store.kms_key_arn))
    error_message = "store.kms_key_arn must be the ARN of a key, not of an alias, and kind \"s3\": lists are public, so parameters are not encrypted; got ${substr(replace(jsonencode(var.store.kms_key_arn), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "signing_key_reference" {
  description = "Where the key lies that signs lists: ssm:/ipseal-ranges/keys/prod?region=eu-west-1, the name of a SecureString. Null: lists are not signed, and whoever can write to the store decides whom you trust. Its rules are preconditions of the function, as Terraform prints what a failed validation looked at."
  type        = string
  default     = null
}

variable "signing_key_kms_arn" {
  description = "The KMS key that encrypts the signing key, if it is one of yours; null for the account's own, which needs no policy."
  type        = string
  default     = null
  validation {
    condition     = var.signing_key_kms_arn == null || can(regex("\\Aarn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+\\z", var.signing_key_kms_arn)) && local.has_signing_key
    error_message = "signing_key_kms_arn must be the ARN of a key, not of an alias, and come with signing_key_reference; got ${substr(replace(jsonencode(var.signing_key_kms_arn), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "schedule" {
  description = "How often the vendors are asked: rate(…) of 5 minutes to 12 hours."
  type        = string
  nullable    = false
  default     = "rate(1 hour)"
  validation {
    condition     = can(regex("\\Arate\\((1 hour|[1-9][0-9]{0,2} minutes|[1-9][0-9]? hours)\\)\\z", var.schedule)) && try(tonumber(regex("[0-9]+", var.schedule)) * (strcontains(var.schedule, "hour") ? 60 : 1) >= 5 && tonumber(regex("[0-9]+", var.schedule)) * (strcontains(var.schedule, "hour") ? 60 : 1) <= 720, false)
    error_message = "schedule must be rate(…) in minutes or hours, from 5 minutes to 12 hours: a vendor's notice is a day at best, and the alarms count in it; got ${substr(replace(jsonencode(var.schedule), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "max_age_hours" {
  description = "Hours after which a list that nobody could confirm is an alarm. Edges say warn at 36, critical at 48 and expired at 72."
  type        = number
  nullable    = false
  default     = 36
  validation {
    condition     = var.max_age_hours >= 1 && var.max_age_hours <= 72 && floor(var.max_age_hours) == var.max_age_hours
    error_message = "max_age_hours must be a whole number from 1 to 72, when edges that refuse old lists begin to; got ${var.max_age_hours}."
  }
  validation {
    condition     = var.max_age_hours * 3600 >= 2 * local.every_seconds
    error_message = "max_age_hours must be two runs of the schedule at least, or one that failed would be an alarm; got ${var.max_age_hours} for ${substr(replace(jsonencode(var.schedule), "/[^ -~]/", "?"), 0, 48)}."
  }
}

variable "on_failure_arn" {
  description = "Queue, topic, function or event bus that gets what failed three times. Null: an event bus of its own, with an archive."
  type        = string
  default     = null
  validation {
    condition     = var.on_failure_arn == null || can(regex("\\Aarn:[a-z-]+:(sqs|sns|lambda|events):[a-z0-9-]+:[0-9]{12}:.+\\z", var.on_failure_arn))
    error_message = "on_failure_arn must be the ARN of a queue, a topic, a function or an event bus; got ${substr(replace(jsonencode(var.on_failure_arn), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "reserve_concurrency" {
  description = "One run at a time. False for an account whose quota of concurrent runs is 10, of which Lambda lets none be reserved: two runs do no harm, one of them only fails."
  type        = bool
  nullable    = false
  default     = true
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms notify. Without one only who looks sees them."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", arn))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics; got ${substr(replace(jsonencode(var.alarm_topic_arns), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "log_retention_days" {
  description = "Days that the log is kept; it says which prefixes came and went."
  type        = number
  nullable    = false
  default     = 365
  validation {
    condition     = contains([7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number that CloudWatch Logs has, a week at least, such as 30, 90 or 365; got ${var.log_retention_days}."
  }
}

variable "log_kms_key_arn" {
  description = "KMS key for the log, whose policy must let logs.<region>.amazonaws.com use it; null for CloudWatch's own."
  type        = string
  default     = null
  validation {
    condition     = var.log_kms_key_arn == null || can(regex("\\Aarn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+\\z", var.log_kms_key_arn))
    error_message = "log_kms_key_arn must be the ARN of a key, not of an alias; got ${substr(replace(jsonencode(var.log_kms_key_arn), "/[^ -~]/", "?"), 0, 64)}."
  }
}
