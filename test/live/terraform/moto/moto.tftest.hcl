# A plan and a mocked apply of the same configuration. What AWS chooses is left to chance, so that every id is another and it
# can be seen what refers to what; only what modules look at has its form.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_data "aws_vpc" {
    defaults = { cidr_block = "10.0.0.0/16" }
  }
  mock_data "aws_subnet" {
    defaults = { cidr_block = "10.0.16.0/24" }
  }
  mock_data "aws_ec2_managed_prefix_list" {
    defaults = { id = "pl-0aaaaaaaaaaaaaaaa", owner_id = "AWS", address_family = "IPv4" }
  }
  mock_resource "aws_lb" {
    defaults = { dns_name = "nlb.elb.eu-central-1.amazonaws.com" }
  }
}

mock_provider "cloudflare" {
  mock_data "cloudflare_managed_transforms" {
    defaults = { managed_request_headers = [], managed_response_headers = [] }
  }
}

run "planned" {
  command = plan
}

run "applied" {
}
