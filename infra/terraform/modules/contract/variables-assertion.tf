variable "assertion_header" {
  description = "Header that the edge seals into: passed to the origin, never in a cache key."
  type        = string
  nullable    = false
  default     = "x-client-ip-assertion"
  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.assertion_header))
    error_message = "assertion_header must be lower-case letters, digits and single hyphens: nginx drops names with an underscore and Cloudflare may drop those with a dot; got ${substr(replace(jsonencode(var.assertion_header), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition = alltrue([for name in flatten(values(local.forbidden_headers)) :
    endswith(name, "*") ? !startswith(var.assertion_header, trimsuffix(name, "*")) : var.assertion_header != name])
    error_message = "assertion_header must be free on every platform, or CloudFront answers 502, Cloudflare drops it or AWS renames it; got ${substr(replace(jsonencode(var.assertion_header), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition = alltrue([for name in concat(local.http_headers, local.claims) :
    endswith(name, "*") ? !startswith(var.assertion_header, trimsuffix(name, "*")) : var.assertion_header != name])
    error_message = "assertion_header must have no meaning to other software, which would write or believe it; got ${substr(replace(jsonencode(var.assertion_header), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(var.assertion_header) <= 64
    error_message = "assertion_header must be at most 64 characters; got ${length(var.assertion_header)}."
  }
}

variable "client_ip_header" {
  description = "Header that the last verifier writes for the application; whoever else sends it has it removed."
  type        = string
  nullable    = false
  default     = "x-client-ip"
  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.client_ip_header)) && length(var.client_ip_header) <= 64
    error_message = "client_ip_header must be lower-case letters, digits and single hyphens, at most 64; got ${substr(replace(jsonencode(var.client_ip_header), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.client_ip_header != var.assertion_header
    error_message = "client_ip_header must be another one than assertion_header, which no application reads; got ${substr(replace(jsonencode(var.client_ip_header), "/[^ -~]/", "?"), 0, 64)} for both."
  }
  validation {
    condition = alltrue([for name in concat(local.http_headers, ["set-cookie", "x-forwarded-*", "forwarded"]) :
    endswith(name, "*") ? !startswith(var.client_ip_header, trimsuffix(name, "*")) : var.client_ip_header != name])
    error_message = "client_ip_header must have no other job in HTTP and be no list, since whatever a client sends in it is replaced by one address; got ${substr(replace(jsonencode(var.client_ip_header), "/[^ -~]/", "?"), 0, 64)}. Take x-client-ip or x-real-ip."
  }
}

variable "issuer" {
  description = "URL of the edge, as verifiers know it."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^https://[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[1-9][0-9]{0,4})?(/[!$-;=A-\\[\\]-~]*)?$", var.issuer)) && length(var.issuer) <= 512
    error_message = "issuer must be an https URL with a host name, in visible ASCII and without user, query and fragment, at most 512 characters; got ${strcontains(var.issuer, "@") ? "a URL with credentials" : substr(replace(jsonencode(var.issuer), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "audience" {
  description = "This origin, as the edge calls it: one name for each origin."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[!-~]([ -~]*[!-~])?$", var.audience)) && length(var.audience) <= 256
    error_message = "audience must be 1 to 256 printable ASCII characters, and no space at its ends; got ${substr(replace(jsonencode(var.audience), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "assertion_bind" {
  description = "What of a request the seal is bound to: none, host or request."
  type        = string
  nullable    = false
  default     = "none"
  validation {
    condition     = contains(["none", "host", "request"], var.assertion_bind)
    error_message = "assertion_bind must be \"none\", \"host\" or \"request\"; got ${substr(replace(jsonencode(var.assertion_bind), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.assertion_bind == "none" || var.signer != "cloudfront-function"
    error_message = "assertion_bind must be \"none\" with signer \"cloudfront-function\", which binds nothing; got ${substr(replace(jsonencode(var.assertion_bind), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "assertion_prefix" {
  description = "What stands before the token in the header: nothing, or \"Bearer \", which Kong needs."
  type        = string
  nullable    = false
  default     = ""
  validation {
    condition     = contains(["", "Bearer "], var.assertion_prefix)
    error_message = "assertion_prefix must be empty or \"Bearer \"; got ${substr(replace(jsonencode(var.assertion_prefix), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.assertion_prefix == "" || var.signer != "cloudfront-function"
    error_message = "assertion_prefix must be empty with signer \"cloudfront-function\", which writes none; got ${substr(replace(jsonencode(var.assertion_prefix), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "assertion_ttl_seconds" {
  description = "Seconds that a seal is good: 15 to 300."
  type        = number
  nullable    = false
  default     = 60
  validation {
    condition     = var.assertion_ttl_seconds >= 15 && var.assertion_ttl_seconds <= 300 && floor(var.assertion_ttl_seconds) == var.assertion_ttl_seconds
    error_message = "assertion_ttl_seconds must be a whole number from 15 to 300: verifiers refuse a longer life; got ${var.assertion_ttl_seconds}."
  }
  validation {
    condition     = var.assertion_ttl_seconds == 60 || var.signer != "cloudfront-function"
    error_message = "assertion_ttl_seconds must be 60 with signer \"cloudfront-function\", which has no other; got ${var.assertion_ttl_seconds}."
  }
}

variable "jwks_json" {
  description = "The public key set as JSON: next, current and previous. It may be in state and logs; no private key may, so that its rules are preconditions of the output."
  type        = string
  default     = null
  validation {
    condition     = var.jwks_json == null || var.signer != "cloudfront-function"
    error_message = "jwks_json must be null with signer \"cloudfront-function\", whose HS256 no public key verifies: gateways that were given this set would refuse every request. The verifier of this origin holds the secret instead; docs/cloudfront-functions.md."
  }
}
