# What AWS would answer, where the shape of it matters: providers and modules look at ARNs and ids.

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
  defaults = { cidr_block = "10.0.16.0/22" }
}

mock_data "aws_ec2_managed_prefix_list" {
  defaults = { id = "pl-0aaaaaaaaaaaaaaaa", owner_id = "AWS", address_family = "IPv4" }
}

mock_resource "aws_ec2_managed_prefix_list" {
  defaults = { id = "pl-0bbbbbbbbbbbbbbbb", arn = "arn:aws:ec2:eu-central-1:123456789012:prefix-list/pl-0bbbbbbbbbbbbbbbb" }
}

mock_resource "aws_lb" {
  defaults = {
    arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/shop-production/0123456789abcdef"
    dns_name = "shop-0123456789abcdef.elb.eu-central-1.amazonaws.com"
    zone_id  = "Z3F0SRJ5LGBH90"
  }
}

mock_resource "aws_lb_target_group" {
  defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop-production-443/0123456789abcdef" }
}

mock_resource "aws_lb_listener" {
  defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/shop-production/0123456789abcdef/0123456789abcdef" }
}

mock_resource "aws_security_group" {
  defaults = { id = "sg-0123456789abcdef0", arn = "arn:aws:ec2:eu-central-1:123456789012:security-group/sg-0123456789abcdef0" }
}

mock_resource "aws_kms_key" {
  defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000001" }
}

mock_resource "aws_ssm_parameter" {
  defaults = { arn = "arn:aws:ssm:eu-central-1:123456789012:parameter/ipseal/production/settings" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/shop-production" }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn           = "arn:aws:lambda:us-east-1:123456789012:function:shop-production"
    qualified_arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-production:1"
    version       = "1"
  }
}

mock_resource "aws_scheduler_schedule" {
  defaults = { arn = "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/shop-production" }
}

mock_resource "aws_cloudwatch_event_bus" {
  defaults = { arn = "arn:aws:events:eu-central-1:123456789012:event-bus/shop-production" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/shop-production" }
}

mock_resource "aws_cloudfront_distribution" {
  defaults = {
    arn            = "arn:aws:cloudfront::123456789012:distribution/E0000000EXAMPLE"
    id             = "E0000000EXAMPLE"
    domain_name    = "d0000000example.cloudfront.net"
    hosted_zone_id = "Z2FDTNDATAQYW2"
  }
}

mock_resource "aws_cloudfront_cache_policy" {
  defaults = { id = "00000000-0000-4000-8000-000000000002" }
}

mock_resource "aws_cloudfront_origin_request_policy" {
  defaults = { id = "00000000-0000-4000-8000-000000000003" }
}
