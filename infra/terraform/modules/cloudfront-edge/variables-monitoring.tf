variable "log_destination_arn" {
  description = "What gets the access log, without addresses: a log group or delivery stream of us-east-1, or a bucket; null for no log."
  type        = string
  default     = null
  validation {
    condition     = var.log_destination_arn == null || can(regex("^arn:aws[a-z-]*:(logs:us-east-1:[0-9]{12}:log-group:[^*]+|firehose:us-east-1:[0-9]{12}:deliverystream/.+|s3:::[a-z0-9.-]+)$", var.log_destination_arn))
    error_message = "log_destination_arn must be of a log group (without \":*\") or delivery stream in us-east-1, or of a bucket; got ${substr(jsonencode(var.log_destination_arn), 0, 64)}."
  }
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
  validation {
    condition     = length(var.log_fields) > 0 && length(setsubtract(var.log_fields, local.fields_without_addresses)) == 0
    error_message = "log_fields must be of ${join(", ", local.fields_without_addresses)}: the others hold addresses, or what clients typed; got ${substr(jsonencode(setsubtract(var.log_fields, local.fields_without_addresses)), 0, 64)}."
  }
}

variable "alarms" {
  description = "When alarms go off: percent of viewer requests that end in 5xx, for 15 minutes, and failed runs of the function in 5 minutes."
  type = object({
    error_rate_percent = optional(number, 5)
    function_failures  = optional(number, 1)
  })
  nullable = false
  default  = {}
  validation {
    condition     = var.alarms.error_rate_percent > 0 && var.alarms.error_rate_percent < 100
    error_message = "alarms.error_rate_percent must be more than 0 and less than 100; got ${var.alarms.error_rate_percent}."
  }
  validation {
    condition     = var.alarms.function_failures >= 1 && floor(var.alarms.function_failures) == var.alarms.function_failures
    error_message = "alarms.function_failures must be a whole number of at least 1; got ${var.alarms.function_failures}."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms notify. An alarm reaches only topics of its own region: CloudFront's are in us-east-1, Lambda@Edge's where it ran."
  type        = set(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", arn))])
    error_message = "alarm_topic_arns must be of SNS topics that are not FIFO; got ${substr(jsonencode(var.alarm_topic_arns), 0, 64)}."
  }
  validation {
    condition     = length(var.alarm_topic_arns) == 0 || anytrue([for arn in var.alarm_topic_arns : try(split(":", arn)[3] == "us-east-1", false)])
    error_message = "alarm_topic_arns must hold one of us-east-1, where CloudFront's metrics are, or those alarms would tell nobody; got ${substr(jsonencode(var.alarm_topic_arns), 0, 64)}."
  }
}
