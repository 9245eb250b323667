# Variables that `ipseal compile --target terraform` writes keep its names, so that its ipseal.auto.tfvars can be taken as
# it is.

variable "name" {
  description = "Name of the path, a DNS label. Names of resources begin with it and the environment."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$", var.name))
    error_message = "name must be a DNS label of at most 20 characters that begins with a letter, for a load balancer's name holds 32; got \"${substr(var.name, 0, 64)}\"."
  }
}

variable "environment" {
  description = "Which of your environments this is, such as prod. It is the level of the key store's path under /ipseal."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$", var.environment))
    error_message = "environment must be lower-case letters, digits and inner hyphens, at most 10 and a letter first; got \"${substr(var.environment, 0, 64)}\"."
  }
}

variable "namespace" {
  description = "Kubernetes namespace of the gateway and the application."
  type        = string
  default     = null
  validation {
    condition     = var.namespace == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be a DNS label; got \"${substr(coalesce(var.namespace, "-"), 0, 64)}\"."
  }
}

variable "exposure" {
  description = "Who can open a connection to the load balancer: public or internal."
  type        = string
  nullable    = false
  default     = "public"
  validation {
    condition     = contains(["public", "internal"], var.exposure)
    error_message = "exposure must be \"public\" or \"internal\"; got \"${substr(var.exposure, 0, 64)}\"."
  }
}

variable "tls" {
  description = "Where TLS ends: terminated at the last gateway, or passthrough to the application."
  type        = string
  nullable    = false
  default     = "terminated"
  validation {
    condition     = contains(["terminated", "passthrough"], var.tls)
    error_message = "tls must be \"terminated\" or \"passthrough\"; got \"${substr(var.tls, 0, 64)}\"."
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
    error_message = "hosts must be names in lower case, without port or trailing dot; got ${substr(jsonencode(var.hosts), 0, 64)}."
  }
  validation {
    condition     = !contains(var.hosts, "*") || length(var.hosts) == 1
    error_message = "hosts must be \"*\" alone or names without it; got ${substr(jsonencode(var.hosts), 0, 64)}."
  }
}

variable "origin_url" {
  description = "How the edge reaches the load balancer, such as https://origin.example.com; null where the path does not say."
  type        = string
  default     = null
  validation {
    condition     = var.origin_url == null || can(regex("^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$", var.origin_url))
    error_message = "origin_url must be https, a name in lower case and perhaps a port, with nothing behind: an assertion over plain HTTP can be read and used by whoever is on the way; got \"${substr(coalesce(var.origin_url, "-"), 0, 64)}\"."
  }
}

variable "edge_providers" {
  description = "CDNs in the order in which requests pass them: cloudflare, cloudfront, or edge for one of your own."
  type        = list(string)
  nullable    = false
  validation {
    condition     = length(var.edge_providers) > 0
    error_message = "edge_providers must name the CDNs of the path; got an empty list. Without one nothing here can seal."
  }
}

variable "edge_managed_prefix_list" {
  description = "Name of the list that AWS keeps of the last CDN's ranges; null if it keeps none."
  type        = string
  default     = null
  validation {
    condition     = var.edge_managed_prefix_list == null || can(regex("^com\\.amazonaws\\.", var.edge_managed_prefix_list))
    error_message = "edge_managed_prefix_list must be a list of AWS's own, for anyone could fill another one; got \"${substr(coalesce(var.edge_managed_prefix_list, "-"), 0, 64)}\"."
  }
}

variable "edge_prefixes_ipv4" {
  description = "IPv4 prefixes from which the last CDN connects, from an accepted list. They tell no tenants apart."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv4 : can(cidrnetmask(prefix)) && try(cidrsubnet(prefix, 0, 0) == prefix, false)])
    error_message = "edge_prefixes_ipv4 must be IPv4 prefixes without host bits; got ${substr(jsonencode([for prefix in var.edge_prefixes_ipv4 : prefix if !(can(cidrnetmask(prefix)) && try(cidrsubnet(prefix, 0, 0) == prefix, false))]), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv4 : try(tonumber(split("/", prefix)[1]) >= 8, true)])
    error_message = "edge_prefixes_ipv4 must be no wider than /8: no CDN has that, and a /0 would let everybody in; got ${substr(jsonencode([for prefix in var.edge_prefixes_ipv4 : prefix if try(tonumber(split("/", prefix)[1]) < 8, false)]), 0, 64)}."
  }
}

variable "edge_prefixes_ipv6" {
  description = "IPv6 prefixes from which the last CDN connects, from an accepted list."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv6 : strcontains(prefix, ":") && try(cidrsubnet(prefix, 0, 0) == prefix, false)])
    error_message = "edge_prefixes_ipv6 must be IPv6 prefixes in their shortest form and without host bits; got ${substr(jsonencode([for prefix in var.edge_prefixes_ipv6 : prefix if !(strcontains(prefix, ":") && try(cidrsubnet(prefix, 0, 0) == prefix, false))]), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.edge_prefixes_ipv6 : try(tonumber(split("/", prefix)[1]) >= 16, true)])
    error_message = "edge_prefixes_ipv6 must be no wider than /16: no CDN has that, and a /0 would let everybody in; got ${substr(jsonencode([for prefix in var.edge_prefixes_ipv6 : prefix if try(tonumber(split("/", prefix)[1]) < 16, false)]), 0, 64)}."
  }
}

variable "load_balancer" {
  description = "The load balancer before the gateway, as `ipseal compile --target terraform` writes it."
  type = object({
    product                 = string
    layer                   = number
    proxy_protocol          = optional(string)
    proxy_protocol_v2       = bool
    preserve_client_ip      = bool
    target_type             = string
    health_check_protocol   = string
    external_traffic_policy = optional(string)
  })
  nullable = false
  validation {
    condition     = var.load_balancer.product == "aws-nlb" && var.load_balancer.layer == 4
    error_message = "load_balancer must be an \"aws-nlb\" of layer 4, which is what these modules provision; got \"${substr(var.load_balancer.product, 0, 48)}\" of layer ${var.load_balancer.layer}."
  }
  validation {
    condition     = contains(["ip", "instance"], var.load_balancer.target_type)
    error_message = "load_balancer.target_type must be \"ip\" or \"instance\"; got \"${substr(var.load_balancer.target_type, 0, 64)}\"."
  }
  validation {
    condition     = var.load_balancer.external_traffic_policy == null || contains(["Cluster", "Local"], coalesce(var.load_balancer.external_traffic_policy, "Cluster"))
    error_message = "load_balancer.external_traffic_policy must be \"Cluster\" or \"Local\"; got \"${substr(coalesce(var.load_balancer.external_traffic_policy, "-"), 0, 64)}\"."
  }
  validation {
    condition     = !(var.load_balancer.proxy_protocol_v2 && var.load_balancer.preserve_client_ip)
    error_message = "load_balancer must not have both proxy_protocol_v2 and preserve_client_ip: the gateway would see clients as senders of PROXY headers and would have to believe everybody; got true and true."
  }
  validation {
    condition     = !(var.load_balancer.proxy_protocol_v2 && var.load_balancer.target_type == "instance" && coalesce(var.load_balancer.external_traffic_policy, "Cluster") == "Local")
    error_message = "load_balancer must not send PROXY to instances under external_traffic_policy \"Local\": kube-proxy's health check port speaks no PROXY, so every target would be unhealthy; got \"instance\" and \"Local\". Take target_type \"ip\" or the policy \"Cluster\"."
  }
  validation {
    condition     = coalesce(var.load_balancer.proxy_protocol, "v2") == "v2" && (var.load_balancer.proxy_protocol == null || var.load_balancer.proxy_protocol_v2)
    error_message = "load_balancer.proxy_protocol must be \"v2\", with proxy_protocol_v2, or null: an NLB has no version 1; got \"${substr(coalesce(var.load_balancer.proxy_protocol, "-"), 0, 48)}\" and ${var.load_balancer.proxy_protocol_v2}."
  }
}

variable "load_balancer_prefixes" {
  description = "Prefixes from which the load balancer connects to the gateway: its subnets, and what may send PROXY headers there."
  type        = list(string)
  nullable    = false
  validation {
    condition     = length(var.load_balancer_prefixes) > 0 && alltrue([for prefix in var.load_balancer_prefixes : try(cidrsubnet(prefix, 0, 0) == prefix, false)])
    error_message = "load_balancer_prefixes must be the prefixes of the load balancer's subnets, without host bits; got ${substr(jsonencode(var.load_balancer_prefixes), 0, 64)}."
  }
  validation {
    condition     = alltrue([for prefix in var.load_balancer_prefixes : try(tonumber(split("/", prefix)[1]) > 0, true)])
    error_message = "load_balancer_prefixes must leave somebody out: whoever may send PROXY headers says who the client is; got ${substr(jsonencode(var.load_balancer_prefixes), 0, 64)}."
  }
}

variable "assertion_header" {
  description = "Header that the edge seals into: passed to the origin, never in a cache key."
  type        = string
  nullable    = false
  default     = "x-client-ip-assertion"
  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.assertion_header))
    error_message = "assertion_header must be lower-case letters, digits and single hyphens: nginx drops names with an underscore and Cloudflare may drop those with a dot; got \"${substr(var.assertion_header, 0, 64)}\"."
  }
  validation {
    condition = alltrue([for name in flatten(values(local.forbidden_headers)) :
    endswith(name, "*") ? !startswith(var.assertion_header, trimsuffix(name, "*")) : var.assertion_header != name])
    error_message = "assertion_header must be free on every platform, or CloudFront answers 502, Cloudflare drops it or AWS renames it; got \"${substr(var.assertion_header, 0, 64)}\"."
  }
  validation {
    condition     = !contains(local.meant_otherwise, var.assertion_header)
    error_message = "assertion_header must have no meaning to other software, which would write or believe it; got \"${substr(var.assertion_header, 0, 64)}\"."
  }
}

variable "client_ip_header" {
  description = "Header that the last verifier writes for the application; whoever else sends it has it removed."
  type        = string
  nullable    = false
  default     = "x-client-ip"
  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.client_ip_header)) && var.client_ip_header != var.assertion_header
    error_message = "client_ip_header must be lower-case letters, digits and single hyphens, and another one than assertion_header; got \"${substr(var.client_ip_header, 0, 64)}\"."
  }
}

variable "issuer" {
  description = "URL of the edge, as verifiers know it."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^https://[^\\s/?#@\"]+(/[^\\s?#\"]*)?$", var.issuer)) && length(var.issuer) <= 256
    error_message = "issuer must be an https URL without user, query and fragment, at most 256 characters; got \"${substr(var.issuer, 0, 64)}\"."
  }
}

variable "audience" {
  description = "This origin, as the edge calls it: one name for each origin."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[!-~]{1,256}$", var.audience))
    error_message = "audience must be 1 to 256 printable ASCII characters without spaces; got \"${substr(var.audience, 0, 64)}\"."
  }
}

variable "assertion_bind" {
  description = "What of a request the seal is bound to: none, host or request."
  type        = string
  nullable    = false
  default     = "none"
  validation {
    condition     = contains(["none", "host", "request"], var.assertion_bind)
    error_message = "assertion_bind must be \"none\", \"host\" or \"request\"; got \"${substr(var.assertion_bind, 0, 64)}\"."
  }
  validation {
    condition     = var.assertion_bind == "none" || var.signer != "cloudfront-function"
    error_message = "assertion_bind must be \"none\" with signer \"cloudfront-function\", which binds nothing; got \"${substr(var.assertion_bind, 0, 64)}\"."
  }
}

variable "assertion_prefix" {
  description = "What stands before the token in the header: nothing, or \"Bearer \", which Kong needs."
  type        = string
  nullable    = false
  default     = ""
  validation {
    condition     = contains(["", "Bearer "], var.assertion_prefix)
    error_message = "assertion_prefix must be empty or \"Bearer \"; got \"${substr(var.assertion_prefix, 0, 64)}\"."
  }
  validation {
    condition     = var.assertion_prefix == "" || var.signer != "cloudfront-function"
    error_message = "assertion_prefix must be empty with signer \"cloudfront-function\", which writes none; got \"${substr(var.assertion_prefix, 0, 64)}\"."
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
  description = "The public key set as JSON: next, current and previous. It may be in state and logs; no private key may."
  type        = string
  default     = null
  validation {
    condition     = var.jwks_json == null || can([for key in jsondecode(var.jwks_json).keys : key.kid])
    error_message = "jwks_json must be a JSON Web Key Set whose keys have a kid, as `ipseal keys jwks` prints it. What was given is not shown, for it might be a private key."
  }
  validation {
    condition     = var.jwks_json == null || alltrue([for key in try(jsondecode(var.jwks_json).keys, []) : !contains(keys(key), "d") && !contains(keys(key), "k")])
    error_message = "jwks_json must hold public keys alone, for it goes into Terraform's state; one of its keys has a private member. Treat that key as leaked: `ipseal keys rotate --revoke`."
  }
}

variable "exempt_routes" {
  description = "What is served without a seal: exact methods and paths, for health checks."
  type        = list(object({ method = string, path = string }))
  nullable    = false
  default     = []
  validation {
    condition     = alltrue([for route in var.exempt_routes : can(regex("^[A-Z]+$", route.method)) && can(regex("^/[!-~]*$", route.path)) && !can(regex("[*?#]", route.path))])
    error_message = "exempt_routes must be exact: a method in capitals and a path without query or wildcard; got ${substr(jsonencode(var.exempt_routes), 0, 64)}."
  }
}

variable "signer" {
  description = "What seals: cloudflare-worker, cloudfront-function or lambda-edge."
  type        = string
  nullable    = false
  validation {
    condition     = contains(["cloudflare-worker", "cloudfront-function", "lambda-edge"], var.signer)
    error_message = "signer must be \"cloudflare-worker\", \"cloudfront-function\" or \"lambda-edge\"; got \"${substr(var.signer, 0, 64)}\"."
  }
  validation {
    condition     = contains(var.edge_providers, var.signer == "cloudflare-worker" ? "cloudflare" : "cloudfront")
    error_message = "signer must run on a CDN of edge_providers; got \"${substr(var.signer, 0, 64)}\" for ${substr(jsonencode(var.edge_providers), 0, 48)}."
  }
  validation {
    condition     = var.signer != "cloudfront-function" || try(var.edge_providers[0] == "cloudfront", false)
    error_message = "signer \"cloudfront-function\" must stand where clients connect: it has no lists, and behind another CDN would seal that CDN's machines; got it behind \"${substr(try(var.edge_providers[0], "-"), 0, 48)}\". Take \"lambda-edge\"."
  }
  validation {
    condition     = var.signer != "cloudflare-worker" || try(var.edge_providers[length(var.edge_providers) - 1] == "cloudflare" || var.edge_providers[0] == "cloudflare", false)
    error_message = "signer \"cloudflare-worker\" must be on the first or the last CDN of the path; got ${substr(jsonencode(var.edge_providers), 0, 64)}."
  }
}

variable "signer_event" {
  description = "At which event of CloudFront it seals: viewer-request or origin-request; null with a Worker."
  type        = string
  default     = null
  validation {
    condition     = var.signer == "cloudflare-worker" ? var.signer_event == null : contains(["viewer-request", "origin-request"], coalesce(var.signer_event, "-"))
    error_message = "signer_event must be \"viewer-request\" or \"origin-request\" at CloudFront and null with a Worker; got \"${substr(coalesce(var.signer_event, "null"), 0, 48)}\" for \"${substr(var.signer, 0, 48)}\"."
  }
  validation {
    condition     = !(var.signer == "cloudfront-function" && var.signer_event == "origin-request")
    error_message = "signer_event must be \"viewer-request\" for a CloudFront Function, which runs at no origin event; got \"origin-request\"."
  }
}

variable "origin_locks" {
  description = "What closes every other way to the origin: prefix-list, secret-header, origin-mtls, vpc-origin or authenticated-origin-pulls."
  type        = set(string)
  nullable    = false
  validation {
    condition     = length(setsubtract(var.origin_locks, local.known_locks)) == 0
    error_message = "origin_locks must be of ${join(", ", sort(local.known_locks))}; got ${substr(jsonencode(setsubtract(var.origin_locks, local.known_locks)), 0, 64)}."
  }
  validation {
    condition     = length(var.origin_locks) > 0
    error_message = "origin_locks must hold at least one: an origin that anyone can reach is one that anyone can try tokens and floods on; got none."
  }
  validation {
    condition     = !(contains(var.origin_locks, "origin-mtls") && var.signer == "lambda-edge" && var.signer_event == "origin-request")
    error_message = "origin_locks must not have \"origin-mtls\" with Lambda@Edge at an origin event, which CloudFront does not do together; got signer_event \"origin-request\". Seal at \"viewer-request\", or lock by \"prefix-list\" and \"secret-header\"."
  }
  validation {
    condition     = !(contains(var.origin_locks, "origin-mtls") && contains(var.origin_locks, "vpc-origin"))
    error_message = "origin_locks must not have both \"origin-mtls\" and \"vpc-origin\", which CloudFront does not do together; got both."
  }
  validation {
    condition     = !(contains(var.origin_locks, "vpc-origin") && var.exposure == "public")
    error_message = "origin_locks must not have \"vpc-origin\" while the load balancer is public: what the VPC origin hides would stand open beside it; got exposure \"public\". Make it \"internal\"."
  }
  validation {
    condition     = length(setintersection(var.origin_locks, local.locks_of_cloudfront)) == 0 || try(var.edge_providers[length(var.edge_providers) - 1] == "cloudfront", false)
    error_message = "origin_locks must be what the last CDN can do: \"origin-mtls\" and \"vpc-origin\" are CloudFront's; got ${substr(jsonencode(setintersection(var.origin_locks, local.locks_of_cloudfront)), 0, 48)}."
  }
  validation {
    condition     = !contains(var.origin_locks, "authenticated-origin-pulls") || try(var.edge_providers[length(var.edge_providers) - 1] == "cloudflare", false)
    error_message = "origin_locks must be what the last CDN can do: \"authenticated-origin-pulls\" is Cloudflare's; got it behind \"${substr(try(var.edge_providers[length(var.edge_providers) - 1], "-"), 0, 48)}\"."
  }
}
