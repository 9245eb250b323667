# The names that `ipseal compile --target terraform` writes, unchanged: its ipseal.auto.tfvars can be put beside this file.
# What may be in them is checked once, by modules/contract.

variable "name" {
  description = "Name of the path. Names of resources begin with it and the environment."
  type        = string
  nullable    = false
}

variable "namespace" {
  description = "Kubernetes namespace of the gateway and the application."
  type        = string
  default     = null
}

variable "exposure" {
  description = "Who can open a connection to the load balancer: public or internal."
  type        = string
  nullable    = false
  default     = "public"
}

variable "tls" {
  description = "Where TLS ends: terminated at the last gateway, or passthrough to the application."
  type        = string
  nullable    = false
  default     = "terminated"
}

variable "hosts" {
  description = "Names that clients ask for."
  type        = list(string)
  nullable    = false
}

variable "origin_url" {
  description = "How the edge reaches the load balancer: a name that you point at it."
  type        = string
  nullable    = false
}

variable "edge_providers" {
  description = "CDNs in the order in which requests pass them."
  type        = list(string)
  nullable    = false
}

variable "edge_managed_prefix_list" {
  description = "Name of the list that AWS keeps of the last CDN's ranges; null if it keeps none."
  type        = string
  default     = null
}

variable "edge_prefixes_ipv4" {
  description = "IPv4 prefixes from which the last CDN connects, as of ipseal's snapshot."
  type        = list(string)
  nullable    = false
  default     = []
}

variable "edge_prefixes_ipv6" {
  description = "The same of IPv6."
  type        = list(string)
  nullable    = false
  default     = []
}

variable "load_balancer" {
  description = "The load balancer before the gateway."
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
}

variable "load_balancer_prefixes" {
  description = "Prefixes of the load balancer's subnets: what may send PROXY headers to the gateway."
  type        = list(string)
  nullable    = false
}

variable "assertion_header" {
  description = "Header that the edge seals into."
  type        = string
  nullable    = false
  default     = "x-client-ip-assertion"
}

variable "client_ip_header" {
  description = "Header that the last verifier writes for the application."
  type        = string
  nullable    = false
  default     = "x-client-ip"
}

variable "issuer" {
  description = "URL of the edge, as verifiers know it."
  type        = string
  nullable    = false
}

variable "audience" {
  description = "This origin, as the edge calls it."
  type        = string
  nullable    = false
}

variable "assertion_bind" {
  description = "What of a request the seal is bound to: none, host or request."
  type        = string
  nullable    = false
  default     = "none"
}

variable "assertion_prefix" {
  description = "What stands before the token in the header: nothing, or \"Bearer \"."
  type        = string
  nullable    = false
  default     = ""
}

variable "assertion_ttl_seconds" {
  description = "Seconds that a seal is good."
  type        = number
  nullable    = false
  default     = 60
}

variable "jwks_json" {
  description = "The public key set, as `ipseal keys jwks` prints it. Never a private key."
  type        = string
  default     = null
}

variable "exempt_routes" {
  description = "What is served without a seal: exact methods and paths."
  type        = list(object({ method = string, path = string }))
  nullable    = false
  default     = []
}
