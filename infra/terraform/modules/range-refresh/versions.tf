terraform {
  required_version = ">= 1.11.0"
  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.0: `region` on resources and data sources.
      version = ">= 6.25.0"
    }
  }
}
