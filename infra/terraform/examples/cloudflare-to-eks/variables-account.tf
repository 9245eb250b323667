# An accepted list that is newer than the snapshot, as `ipseal ranges show cloudflare --as terraform` prints it.

variable "cloudflare_prefixes_ipv4" {
  description = "Cloudflare's IPv4 prefixes out of the store that range-refresh keeps; null for edge_prefixes_ipv4."
  type        = list(string)
  default     = null
}

variable "cloudflare_prefixes_ipv6" {
  description = "The same of IPv6."
  type        = list(string)
  default     = null
}

# What `ipseal compile` does not know: your accounts.

variable "environment" {
  description = "Which of your environments this is: one of those in wrangler.toml, such as production."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the load balancer and of the lists."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the cluster."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Public subnets of the load balancer, one in each zone; load_balancer_prefixes are theirs."
  type        = list(string)
  nullable    = false
}

variable "cloudflare_account_id" {
  description = "Account of the Worker."
  type        = string
  nullable    = false
}

variable "zone_id" {
  description = "Zone of hosts and of the origin's name."
  type        = string
  nullable    = false
}

variable "zone_name" {
  description = "Name of that zone."
  type        = string
  nullable    = false
}

variable "existing_records" {
  description = "Hosts whose DNS records are there already, and not Terraform's."
  type        = set(string)
  nullable    = false
  default     = []
}

variable "client_certificate_id" {
  description = "Id of the certificate that Cloudflare shows the origin, as its upload answered; null as long as there is none."
  type        = string
  default     = null
}

variable "settings_file" {
  description = "What `ipseal compile --target settings` printed."
  type        = string
  nullable    = false
  default     = "settings.json"
}

variable "packages" {
  description = "What `npm run build` wrote, by what it does."
  type        = object({ refresh_ranges = optional(string, "../../../../dist/functions/refresh-ranges.zip") })
  nullable    = false
  default     = {}
}

variable "ranges_signing_key_reference" {
  description = "Where the key lies that signs lists, such as ssm:/ipseal-ranges/keys/production; null as long as there is none. README, \"Newer lists\"."
  type        = string
  default     = null
}

variable "alarm_topic_arns" {
  description = "SNS topics of the region that alarms notify."
  type        = set(string)
  nullable    = false
  default     = []
}

variable "deletion_protection" {
  description = "Whether the load balancer is kept from a destroy."
  type        = bool
  nullable    = false
  default     = true
}

variable "manage_custom_rules" {
  description = "Whether this makes the zone's ruleset of custom rules. A zone has one: false where it is there already, as in the second environment of a zone, and then add the output custom_rules to it."
  type        = bool
  nullable    = false
  default     = true
}
