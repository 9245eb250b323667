# What `ipseal compile` does not know: your account.

variable "environment" {
  description = "Which of your environments this is, such as production."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the load balancer and of the key store. Lambda@Edge reads keys here, wherever it runs: take the one where most viewers are."
  type        = string
  nullable    = false
}

variable "signer_event" {
  description = "At which event of CloudFront Lambda@Edge seals: origin-request, or viewer-request."
  type        = string
  nullable    = false
  default     = "origin-request"
}

variable "origin_locks" {
  description = "What closes every other way to the load balancer."
  type        = set(string)
  nullable    = false
  default     = ["prefix-list"]
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

variable "settings_file" {
  description = "What `ipseal compile --target settings` printed."
  type        = string
  nullable    = false
  default     = "settings.json"
}

variable "packages" {
  description = "What `npm run build` wrote, by what it does."
  type = object({
    lambda_edge = optional(string, "../../../../dist/functions/lambda-edge.zip")
    rotate_keys = optional(string, "../../../../dist/functions/rotate-keys.zip")
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
