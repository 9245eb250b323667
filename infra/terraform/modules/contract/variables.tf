# Variables that `ipseal compile --target terraform` writes keep its names, so that its ipseal.auto.tfvars can be taken as
# it is.

variable "name" {
  description = "Name of the path, a DNS label. Names of resources begin with it and the environment."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$", var.name))
    error_message = "name must be a DNS label of at most 20 characters that begins with a letter, for a load balancer's name holds 32; got ${substr(replace(jsonencode(var.name), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = !startswith(var.name, "internal-") && !startswith(var.name, "sg-")
    error_message = "name must not begin with \"internal-\", which AWS takes for no load balancer, nor with \"sg-\", for no security group; got ${substr(replace(jsonencode(var.name), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "environment" {
  description = "Which of your environments this is, such as prod. It is the level of the key store's path under /ipseal."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$", var.environment))
    error_message = "environment must be lower-case letters, digits and inner hyphens, at most 10 and a letter first; got ${substr(replace(jsonencode(var.environment), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "namespace" {
  description = "Kubernetes namespace of the gateway and the application."
  type        = string
  default     = null
  validation {
    condition     = var.namespace == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be a DNS label; got ${substr(replace(jsonencode(var.namespace), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "exposure" {
  description = "Who can open a connection to the load balancer: public or internal."
  type        = string
  nullable    = false
  default     = "public"
  validation {
    condition     = contains(["public", "internal"], var.exposure)
    error_message = "exposure must be \"public\" or \"internal\"; got ${substr(replace(jsonencode(var.exposure), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "tls" {
  description = "Where TLS ends: terminated at the last gateway, or passthrough to the application."
  type        = string
  nullable    = false
  default     = "terminated"
  validation {
    condition     = contains(["terminated", "passthrough"], var.tls)
    error_message = "tls must be \"terminated\" or \"passthrough\"; got ${substr(replace(jsonencode(var.tls), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "hosts" {
  description = "Names that clients ask for; \"*\" alone for any."
  type        = list(string)
  nullable    = false
  validation {
    condition     = length(var.hosts) > 0
    error_message = "hosts must hold at least one name; got an empty list. Write [\"*\"] for any."
  }
  validation {
    condition = alltrue([for host in var.hosts : host == "*" ||
    can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", host))])
    error_message = "hosts must be names in lower case, without port or trailing dot; got ${substr(replace(jsonencode(var.hosts), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = !contains(var.hosts, "*") || length(var.hosts) == 1
    error_message = "hosts must be \"*\" alone or names without it; got ${substr(replace(jsonencode(var.hosts), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = alltrue([for host in var.hosts : try(length(host) <= 253, true)])
    error_message = "hosts must be at most 253 characters each, as DNS has it; got ${substr(replace(jsonencode([for host in var.hosts : try(length(host), 0)]), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(distinct(var.hosts)) == length(var.hosts)
    error_message = "hosts must have each name once; got ${substr(replace(jsonencode(var.hosts), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "origin_url" {
  description = "How the edge reaches the load balancer, such as https://origin.example.com; null where the path does not say."
  type        = string
  default     = null
  validation {
    condition     = var.origin_url == null || can(regex("^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(:[1-9][0-9]{0,4})?$", var.origin_url))
    error_message = "origin_url must be https, a name in lower case and perhaps a port, with nothing behind: an assertion over plain HTTP can be read and used by whoever is on the way; got ${substr(replace(jsonencode(var.origin_url), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = var.origin_url == null ? true : try(tonumber(regex(":([0-9]+)$", var.origin_url)[0]), 443) <= 65535 && length(var.origin_url) <= 267
    error_message = "origin_url must have a port of at most 65535 and a name of at most 253 characters; got ${substr(replace(jsonencode(var.origin_url), "/[^ -~]/", "?"), 0, 64)}."
  }
}

variable "exempt_routes" {
  description = "What is served without a seal: exact methods and paths, for health checks."
  type        = list(object({ method = string, path = string }))
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for route in var.exempt_routes : can(regex("^[A-Z]{1,32}$", route.method)) && can(regex("^/[A-Za-z0-9._~/-]*$", route.path))])
    error_message = "exempt_routes must be exact: a method in capitals, and a path of letters, digits and \"._~/-\", without query, wildcard or escape; got ${substr(replace(jsonencode(var.exempt_routes), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = alltrue([for route in var.exempt_routes : !can(regex("//|/\\.{1,2}(/|$)", route.path))])
    error_message = "exempt_routes must not have \"//\", \"/.\" or \"/..\" in a path, which one hop takes for another path than the next; got ${substr(replace(jsonencode(var.exempt_routes[*].path), "/[^ -~]/", "?"), 0, 64)}."
  }
  validation {
    condition     = length(distinct(var.exempt_routes)) == length(var.exempt_routes) && length(var.exempt_routes) <= 16
    error_message = "exempt_routes must have each route once, 16 at most: what is exempt is open to anyone; got ${length(var.exempt_routes)}."
  }
}
