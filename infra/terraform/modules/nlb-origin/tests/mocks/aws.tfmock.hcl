mock_resource "aws_lb" {
  defaults = {
    arn      = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/shop-prod/0123456789abcdef"
    dns_name = "shop-prod-0123456789abcdef.elb.eu-central-1.amazonaws.com"
    zone_id  = "Z3F0SRJ5LGBH90"
  }
}

mock_resource "aws_lb_target_group" {
  defaults = {
    arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop-prod-443/0123456789abcdef"
  }
}

mock_resource "aws_lb_listener" {
  defaults = {
    arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/net/shop-prod/0123456789abcdef/0123456789abcdef"
  }
}

mock_resource "aws_security_group" {
  defaults = {
    id = "sg-0123456789abcdef0"
  }
}

mock_data "aws_subnet" {
  defaults = {
    cidr_block      = "10.20.1.0/24"
    ipv6_cidr_block = "2001:db8:20:1::/64"
  }
}

mock_data "aws_lb" {
  defaults = {
    arn             = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/k8s-shop/0123456789abcdef"
    dns_name        = "k8s-shop-0123456789abcdef.elb.eu-central-1.amazonaws.com"
    zone_id         = "Z3F0SRJ5LGBH90"
    internal        = false
    security_groups = ["sg-0fedcba9876543210"]
  }
}

mock_data "aws_lb_listener" {
  defaults = {
    default_action = [{
      type                 = "forward"
      order                = 1
      target_group_arn     = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/k8s-shop-443/0123456789abcdef"
      authenticate_cognito = []
      authenticate_oidc    = []
      fixed_response       = []
      forward              = []
      jwt_validation       = []
      redirect             = []
    }]
  }
}

mock_data "aws_lb_target_group" {
  defaults = {
    arn                = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/k8s-shop-443/0123456789abcdef"
    proxy_protocol_v2  = true
    preserve_client_ip = "false"
  }
}
