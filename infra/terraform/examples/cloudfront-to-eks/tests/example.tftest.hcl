# The values are those of terraform.tfvars: cp terraform.tfvars.example terraform.tfvars && terraform test

# Ids are known as if they were made already, so that a plan shows what refers to what.
mock_provider "aws" {
  source          = "../mocks/aws"
  override_during = plan
}

mock_provider "aws" {
  alias  = "applied"
  source = "../mocks/aws"
}

variables {
  packages = { lambda_edge = "../mocks/function.zip", rotate_keys = "../mocks/function.zip" }
}

run "plans" {
  command = plan
}

run "applies" {
  command   = apply
  providers = { aws = aws.applied }
}

run "plans_with_the_seal_at_viewer_request" {
  command = plan
  variables {
    signer_event = "viewer-request"
  }
}
