terraform {
  # 1.9: a validation may look at data sources and other variables. The `region` of a resource came with version 6 of the
  # AWS provider.
  required_version = ">= 1.11.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25.0"
    }
  }
}
