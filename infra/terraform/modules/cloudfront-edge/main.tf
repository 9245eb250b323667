data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  is_lambda_edge = var.contract.signer == "lambda-edge"
  origin_id      = "origin"
  origin_port    = try(var.contract.origin.port, 443)
  origin_domain  = coalesce(var.origin_domain, try(var.contract.origin.domain, null))

  methods = var.allowed_methods == "all" ? ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"] : ["GET", "HEAD", "OPTIONS"]

  # All for which CloudFront takes such a rule; of the others it keeps none.
  uncached_errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]

  # By the lock, for the ARN of a load balancer that is made in the same apply is not known to a plan.
  has_vpc_origin = contains(var.contract.origin_locks, "vpc-origin")

  # Every behaviour has the one function: a path without it would reach the origin unsealed, or with what the client forged.
  function_association = [for arn in aws_cloudfront_function.this[*].arn : { event = "viewer-request", arn = arn }]
  lambda_association   = [for arn in aws_lambda_function.this[*].qualified_arn : { event = var.contract.signer_event, arn = arn }]
}

# A new function answers 503 until its key is there, so nothing goes on unsealed between this apply and next_steps.
resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_305:the application says what / is
  #checkov:skip=CKV_AWS_310:there is one origin, the load balancer; it spans zones
  #checkov:skip=CKV_AWS_86:standard logging v2 is in logging.tf; the kind that is looked for here writes c-ip always
  #checkov:skip=CKV2_AWS_32:headers of responses are the application's, or response_headers_policy_id's
  #checkov:skip=CKV2_AWS_47:the web ACL and its rules are the caller's
  #checkov:skip=CKV_AWS_374:who may be served where is the caller's law, for instance in the web ACL
  comment         = "${var.contract.prefix}, sealed by ${var.contract.signer}"
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  aliases         = var.contract.hosts
  price_class     = var.price_class
  web_acl_id      = var.web_acl_arn
  tags            = var.contract.tags

  origin {
    origin_id   = local.origin_id
    domain_name = local.origin_domain
    # A seal is good for 15 seconds or more, and is made before the connection: three attempts of the default 10 seconds
    # would outlive it.
    connection_attempts = 3
    connection_timeout  = 4

    dynamic "custom_header" {
      # Lambda@Edge has no environment. At origin-request it reads this from the event and removes it; at viewer-request there
      # is no origin yet, so the reference has to be built in (`npm run build -- --keys`). Never a key: whoever may call
      # cloudfront:GetDistribution reads this.
      for_each = local.is_lambda_edge && var.contract.signer_event == "origin-request" ? [local.key_reference] : []
      content {
        name  = "X-Ipseal-Keys"
        value = custom_header.value
      }
    }

    # CloudFront overwrites a copy that a viewer sent. The lock decides, and not the value: a sensitive value cannot.
    dynamic "custom_header" {
      for_each = contains(var.contract.origin_locks, "secret-header") ? ["secret"] : []
      content {
        name  = var.secret_header.name
        value = var.secret_header.value
      }
    }

    dynamic "custom_origin_config" {
      for_each = local.has_vpc_origin ? [] : [true]
      content {
        http_port              = 80 # asked for by the API, and never used
        https_port             = local.origin_port
        origin_protocol_policy = "https-only"
        # The oldest that is spoken. The API's list knows none that is newer.
        origin_ssl_protocols     = ["TLSv1.2"]
        origin_read_timeout      = var.origin_read_timeout
        origin_keepalive_timeout = 5
        ip_address_type          = var.origin_ip_address_type
      }
    }

    dynamic "vpc_origin_config" {
      for_each = aws_cloudfront_vpc_origin.this[*].id
      content {
        vpc_origin_id            = vpc_origin_config.value
        origin_read_timeout      = var.origin_read_timeout
        origin_keepalive_timeout = 5
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = local.origin_id
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.methods
    cached_methods             = ["GET", "HEAD"]
    compress                   = false # CloudFront compresses only what it may cache
    cache_policy_id            = aws_cloudfront_cache_policy.uncached.id
    origin_request_policy_id   = aws_cloudfront_origin_request_policy.uncached.id
    response_headers_policy_id = var.response_headers_policy_id

    dynamic "function_association" {
      for_each = local.function_association
      content {
        event_type   = function_association.value.event
        function_arn = function_association.value.arn
      }
    }

    dynamic "lambda_function_association" {
      for_each = local.lambda_association
      content {
        event_type   = lambda_function_association.value.event
        lambda_arn   = lambda_function_association.value.arn
        include_body = false # the body goes on whether the function sees it or not
      }
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = try(var.cache.paths, [])
    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = local.origin_id
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = local.methods
      cached_methods             = ["GET", "HEAD"]
      compress                   = true
      cache_policy_id            = aws_cloudfront_cache_policy.cached[0].id
      origin_request_policy_id   = aws_cloudfront_origin_request_policy.cached[0].id
      response_headers_policy_id = var.response_headers_policy_id

      dynamic "function_association" {
        for_each = local.function_association
        content {
          event_type   = function_association.value.event
          function_arn = function_association.value.arn
        }
      }

      dynamic "lambda_function_association" {
        for_each = local.lambda_association
        content {
          event_type   = lambda_function_association.value.event
          lambda_arn   = lambda_function_association.value.arn
          include_body = false
        }
      }
    }
  }

  # CloudFront keeps errors for 10 seconds unless told otherwise, also where nothing is cached, and there by the path alone:
  # one viewer's 403 or 404 would be everybody's, and an edge that has found its keys again would still be down. No page: it
  # would hide what the edge or the application says.
  dynamic "custom_error_response" {
    for_each = local.uncached_errors
    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = var.minimum_protocol_version
  }

  lifecycle {
    precondition {
      condition     = local.key_reference_is_one
      error_message = "lambda_edge.key_reference must be what a reader needs, such as \"ssm:/ipseal/production?region=us-east-1\", for whoever may call cloudfront:GetDistribution reads it. What was given is not shown, for it might be a key."
    }
  }
}

# CloudFront joins the load balancer by an interface in its subnets, with a security group of its own
# (CloudFront-VPCOrigins-Service-SG) that the load balancer's has to let in. It takes no dual-stack NLB, no TLS listener and
# no NLB without a security group (Developer Guide, "Restrict access with VPC origins").
resource "aws_cloudfront_vpc_origin" "this" {
  count = local.has_vpc_origin ? 1 : 0
  tags  = var.contract.tags

  vpc_origin_endpoint_config {
    name                   = var.contract.prefix
    arn                    = var.vpc_origin_arn
    http_port              = 80
    https_port             = local.origin_port
    origin_protocol_policy = "https-only"
    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}
