terraform {
  required_version = ">= 1.11.0"
  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.0: `region` on resources, so that one provider reaches us-east-1 and every other region.
      version = ">= 6.25.0"
    }
  }
}
