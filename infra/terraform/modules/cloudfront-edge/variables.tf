variable "contract" {
  description = "Output `contract` of the module of that name; what this module reads of it."
  type = object({
    prefix = string
    hosts  = list(string)
    origin = optional(object({ domain = string, port = number }))
    assertion = object({
      header   = string
      issuer   = string
      audience = string
    })
    client_ip_header                = string
    signer                          = string
    signer_event                    = string
    header_in_origin_request_policy = bool
    origin_locks                    = set(string)
    tags                            = map(string)
  })
  nullable = false
  validation {
    condition     = contains(["cloudfront-function", "lambda-edge"], var.contract.signer)
    error_message = "contract.signer must run at CloudFront: \"cloudfront-function\" or \"lambda-edge\"; got \"${substr(var.contract.signer, 0, 64)}\". A Worker is cloudflare-edge's."
  }
  validation {
    condition     = !contains(var.contract.hosts, "*")
    error_message = "contract.hosts must be names, for each becomes an alias that the certificate has to hold, and CloudFront takes no \"*\" alone; got \"*\"."
  }
  validation {
    condition     = length(var.contract.prefix) <= 31
    error_message = "contract.prefix must be at most 31 characters, for names are made from it; got \"${substr(var.contract.prefix, 0, 64)}\"."
  }
}

variable "certificate_arn" {
  description = "ACM certificate for contract.hosts, of us-east-1: CloudFront takes them from no other region."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.certificate_arn))
    error_message = "certificate_arn must be of an ACM certificate in us-east-1; got \"${substr(var.certificate_arn, 0, 64)}\"."
  }
}

variable "cloudfront_function" {
  description = "With signer \"cloudfront-function\": path of dist/functions/cloudfront-function.js. Its secret is written by `ipseal keys kvs`."
  type        = object({ code = string })
  default     = null
  validation {
    condition     = (var.cloudfront_function != null) == (var.contract.signer == "cloudfront-function")
    error_message = "cloudfront_function must be set with signer \"cloudfront-function\" and with no other, so that exactly one function seals; got ${var.cloudfront_function == null ? "null" : "one"} with \"${substr(var.contract.signer, 0, 48)}\"."
  }
  validation {
    condition     = try(fileexists(var.cloudfront_function.code), true)
    error_message = "cloudfront_function.code must be a file, which `npm run build` writes; got \"${substr(try(var.cloudfront_function.code, "-"), 0, 64)}\"."
  }
  validation {
    # 10,240 bytes are 13,654 digits of base64. length() of the text itself counts characters.
    condition     = try(length(replace(filebase64(var.cloudfront_function.code), "=", "")) <= 13654, true)
    error_message = "cloudfront_function.code must have at most 10,240 bytes, which is all that CloudFront takes; \"${substr(try(var.cloudfront_function.code, "-"), 0, 64)}\" has more."
  }
}

variable "lambda_edge" {
  description = "With signer \"lambda-edge\": path of dist/functions/lambda-edge.zip, and signing-keys' key_reference and read_policy_json. regions are where logs are kept and alarms stand."
  type = object({
    package            = string
    key_reference      = string
    read_policy_json   = string
    memory_size        = optional(number)
    log_retention_days = optional(number, 30)
    keep_on_destroy    = optional(bool, false)
    # Where Lambda@Edge runs without an opt-in: the regions of CloudFront's regional edge caches.
    regions = optional(set(string), [
      "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ap-northeast-1", "ap-northeast-2", "ap-south-1",
      "ap-southeast-1", "ap-southeast-2", "eu-central-1", "eu-west-1", "eu-west-2", "sa-east-1",
    ])
  })
  default = null
  validation {
    condition     = (var.lambda_edge != null) == (var.contract.signer == "lambda-edge")
    error_message = "lambda_edge must be set with signer \"lambda-edge\" and with no other, so that exactly one function seals; got ${var.lambda_edge == null ? "null" : "one"} with \"${substr(var.contract.signer, 0, 48)}\"."
  }
  validation {
    condition     = try(fileexists(var.lambda_edge.package), true)
    error_message = "lambda_edge.package must be a file, which `npm run build` writes; got \"${substr(try(var.lambda_edge.package, "-"), 0, 64)}\"."
  }
  validation {
    condition = var.lambda_edge == null || try(alltrue([for statement in flatten([jsondecode(var.lambda_edge.read_policy_json).Statement]) :
      statement.Effect == "Allow" && length(setsubtract(flatten([statement.Action]), ["ssm:GetParametersByPath", "kms:Decrypt"])) == 0 &&
    alltrue([for arn in flatten([statement.Resource]) : can(regex("^arn:aws[a-z-]*:(ssm|kms):(\\*|[a-z0-9-]+):[0-9]{12}:(parameter|key)/[^*?]+(/\\*)?$", arn))])]), false)
    error_message = "lambda_edge.read_policy_json must be a policy that allows ssm:GetParametersByPath and kms:Decrypt alone, on a path and a key by their ARNs, as signing-keys' read_policy_json does: whoever reads a signing key can seal any address; got ${substr(try(var.lambda_edge.read_policy_json, "-"), 0, 64)}."
  }
  validation {
    condition     = try(var.lambda_edge.memory_size == null || (var.lambda_edge.memory_size >= 128 && var.lambda_edge.memory_size <= (var.contract.signer_event == "viewer-request" ? 128 : 3008)), true)
    error_message = "lambda_edge.memory_size must be 128 at \"viewer-request\" and 128 to 3008 at \"origin-request\"; got ${coalesce(try(var.lambda_edge.memory_size, null), 0)}."
  }
  validation {
    condition     = try(contains(var.lambda_edge.regions, "us-east-1") && alltrue([for region in var.lambda_edge.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))]), true)
    error_message = "lambda_edge.regions must be regions, us-east-1 among them, where much of North America is served; got ${substr(jsonencode(try(var.lambda_edge.regions, [])), 0, 64)}."
  }
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], try(var.lambda_edge.log_retention_days, 30))
    error_message = "lambda_edge.log_retention_days must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365: CloudWatch takes no others, and truncated addresses need no more; got ${try(var.lambda_edge.log_retention_days, 30)}."
  }
}
