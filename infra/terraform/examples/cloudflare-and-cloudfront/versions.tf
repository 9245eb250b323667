terraform {
  required_version = ">= 1.11.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25.0"
    }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = ">= 5.14.0"
    }
  }

  # State holds no key, but it names your network. Keep it encrypted, and let few read it:
  #
  # backend "s3" {
  #   bucket       = "example-terraform-state"
  #   key          = "ipseal/production.tfstate"
  #   region       = "eu-central-1"
  #   encrypt      = true
  #   kms_key_id   = "alias/terraform-state"
  #   use_lockfile = true
  # }
}
