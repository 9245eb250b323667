mock_data "aws_ec2_managed_prefix_list" {
  defaults = {
    id             = "pl-0a1b2c3d4e5f60718"
    owner_id       = "AWS"
    address_family = "IPv4"
  }
}

mock_resource "aws_ec2_managed_prefix_list" {
  defaults = {
    id  = "pl-0123456789abcdef0"
    arn = "arn:aws:ec2:eu-central-1:111122223333:prefix-list/pl-0123456789abcdef0"
  }
}

mock_resource "aws_lb_trust_store" {
  defaults = {
    arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:truststore/shop-prod/0123456789abcdef"
  }
}
