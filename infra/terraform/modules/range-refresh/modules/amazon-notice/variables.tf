variable "function_arn" {
  description = "The function that refreshes lists: output `function_arn` of range-refresh."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("\\Aarn:aws:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,64}\\z", var.function_arn))
    error_message = "function_arn must be the ARN of a function in the partition aws, where Amazon's topic is, without a version; got ${substr(replace(jsonencode(var.function_arn), "/[^ -~]/", "?"), 0, 64)}."
  }
}
