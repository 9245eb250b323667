# The second CDN, as `ipseal ranges show cloudflare --as terraform` prints its list.

variable "cloudflare_prefixes_ipv4" {
  description = "IPv4 prefixes from which Cloudflare connects; take newer ones out of the store that range-refresh keeps."
  type        = list(string)
  nullable    = false
}

variable "cloudflare_prefixes_ipv6" {
  description = "The same of IPv6."
  type        = list(string)
  nullable    = false
}

# What `ipseal compile` does not know: your accounts.

variable "environment" {
  description = "Which of your environments this is: one of those in wrangler.toml, such as production."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the load balancer, the lists and the key store. Lambda@Edge reads keys here, wherever it runs: take the one where most viewers are."
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

variable "certificate_arn" {
  description = "ACM certificate of us-east-1 for hosts."
  type        = string
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

variable "settings_file" {
  description = "What `ipseal compile --target settings` printed, for both edges."
  type        = string
  nullable    = false
  default     = "settings.json"
}

variable "packages" {
  description = "What `npm run build` wrote, by what it does."
  type = object({
    lambda_edge    = optional(string, "../../../../dist/functions/lambda-edge.zip")
    rotate_keys    = optional(string, "../../../../dist/functions/rotate-keys.zip")
    refresh_ranges = optional(string, "../../../../dist/functions/refresh-ranges.zip")
  })
  nullable = false
  default  = {}
}

variable "key_administrators" {
  description = "Roles and users that may change the KMS key, whoever applies this among them."
  type        = set(string)
  nullable    = false
  default     = []
}

variable "ranges_signing_key_reference" {
  description = "Where the key lies that signs lists, such as ssm:/ipseal-ranges/keys/production; null as long as there is none. README of cloudflare-to-eks, \"Newer lists\"."
  type        = string
  default     = null
}

variable "alarm_topic_arns" {
  description = "SNS topics of the region that alarms notify."
  type        = set(string)
  nullable    = false
  default     = []
}

variable "edge_alarm_topic_arns" {
  description = "SNS topics of us-east-1, where CloudFront's alarms are."
  type        = set(string)
  nullable    = false
  default     = []
}

variable "deletion_protection" {
  description = "Whether the load balancer, and the key that decrypts what the rotation wrote, are kept from a destroy."
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
