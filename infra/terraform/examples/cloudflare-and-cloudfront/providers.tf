provider "aws" {
  region = var.region
  default_tags {
    tags = { "managed-by" = "terraform" }
  }
}

# Its token comes from CLOUDFLARE_API_TOKEN, and is in no file. README says what it has to be allowed.
provider "cloudflare" {}
