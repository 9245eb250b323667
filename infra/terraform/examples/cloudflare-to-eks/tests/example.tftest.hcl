# The values are those of terraform.tfvars.example, to which terraform.tfvars beside this is a link: `terraform test`.
# Every subnet is a mock of 10.0.16.0/22, which your load_balancer_prefixes need not hold: with values of yours these fail.

# Ids are known as if they were made already, so that a plan shows what refers to what.
mock_provider "aws" {
  source          = "../mocks/aws"
  override_during = plan
}

mock_provider "aws" {
  alias  = "applied"
  source = "../mocks/aws"
}

mock_provider "cloudflare" {
  source          = "../mocks/cloudflare"
  override_during = plan
}

mock_provider "cloudflare" {
  alias  = "applied"
  source = "../mocks/cloudflare"
}

variables {
  packages = { refresh_ranges = "../mocks/function.zip" }
}

run "plans" {
  command = plan

  assert {
    condition     = output.proxy_senders == tolist(["10.0.16.0/20"])
    error_message = "The gateway must believe PROXY headers from the load balancer's subnets alone."
  }

  assert {
    condition     = jsonencode(module.nlb_origin.rules_by_security_group) == jsonencode({ this = 20 })
    error_message = "Each CDN's list must let it in, and count in a security group as it does at AWS: 60 at most."
  }
}

run "applies" {
  command   = apply
  providers = { aws = aws.applied, cloudflare = cloudflare.applied }
}

run "plans_with_a_client_certificate" {
  command = plan
  variables {
    client_certificate_id = "00000000-0000-4000-8000-000000000005"
  }
}
