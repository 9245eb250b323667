mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  contract = {
    prefix                          = "shop-prod"
    hosts                           = ["www.example.com"]
    origin                          = { domain = "origin.example.com", port = 443 }
    assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
    client_ip_header                = "x-client-ip"
    signer                          = "lambda-edge"
    signer_event                    = "origin-request"
    header_in_origin_request_policy = false
    origin_locks                    = ["prefix-list"]
    tags                            = { "ipseal:path" = "shop" }
  }
  cloudfront_function = null
  lambda_edge = {
    package          = "versions.tf"
    key_reference    = "ssm:/ipseal/prod?region=us-east-1"
    read_policy_json = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"ReadPath\",\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
    regions          = ["us-east-1", "eu-central-1"]
  }
}

run "lambda_edge_seals_every_behaviour_at_origin_request" {
  command = apply
  variables {
    cache            = { paths = ["/static/*"] }
    upstream_headers = ["cf-connecting-ip", "x-origin-proof"]
    alarm_topic_arns = ["arn:aws:sns:us-east-1:123456789012:alarms", "arn:aws:sns:eu-central-1:123456789012:alarms"]
  }

  assert {
    condition = alltrue([for behaviour in concat(aws_cloudfront_distribution.this.default_cache_behavior, aws_cloudfront_distribution.this.ordered_cache_behavior) :
      length(behaviour.function_association) == 0 && [for function in behaviour.lambda_function_association : "${function.event_type} ${function.lambda_arn} ${function.include_body}"] ==
    ["origin-request arn:aws:lambda:us-east-1:123456789012:function:shop-prod-edge:1 false"]])
    error_message = "Every behaviour must have the published version at origin-request, without bodies, and nothing else."
  }
  assert {
    condition     = flatten([for origin in aws_cloudfront_distribution.this.origin : [for header in origin.custom_header : "${header.name}: ${header.value}"]]) == ["X-Ipseal-Keys: ssm:/ipseal/prod?region=us-east-1"]
    error_message = "At origin-request the function reads the name of its store from a custom header."
  }
  assert {
    condition     = one(one(aws_cloudfront_origin_request_policy.cached[0].headers_config).headers).items == toset(["cf-connecting-ip", "x-origin-proof"])
    error_message = "At origin-request the policy decides what the function sees, and not what it writes."
  }
  assert {
    condition = jsonencode([for function in aws_lambda_function.this : [function.region, function.publish, function.runtime, function.architectures, function.memory_size, function.timeout, function.environment, function.vpc_config]]) == jsonencode(
    [["us-east-1", true, "nodejs22.x", ["x86_64"], 256, 5, [], []]])
    error_message = "Lambda@Edge takes a published version in us-east-1, x86_64, without environment and VPC."
  }
  assert {
    condition = jsondecode(aws_iam_role.lambda_edge[0].assume_role_policy).Statement == [{
      Sid = "LambdaAndItsReplicas", Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }, Action = "sts:AssumeRole"
    }]
    error_message = "The role must trust both services, and nobody else."
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.write_log[0].policy).Statement == [{
      Sid      = "WriteOwnLog", Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["arn:aws:logs:*:123456789012:log-group:/aws/lambda/us-east-1.shop-prod-edge", "arn:aws:logs:*:123456789012:log-group:/aws/lambda/us-east-1.shop-prod-edge:*"]
    }]
    error_message = "The function may write its own log, wherever it runs, and no other."
  }
  assert {
    condition     = aws_iam_role_policy.read_keys[0].policy == var.lambda_edge.read_policy_json
    error_message = "What the function may read is what signing-keys says."
  }
  assert {
    condition     = { for region, group in aws_cloudwatch_log_group.lambda_edge : group.region => "${group.name} ${group.retention_in_days}" } == { for region in ["us-east-1", "eu-central-1"] : region => "/aws/lambda/us-east-1.shop-prod-edge 30" }
    error_message = "A replica logs in the region where it runs, under the name of the first; what it makes itself is kept for ever."
  }
  assert {
    condition = { for alarm in aws_cloudwatch_metric_alarm.replica : "${alarm.region} ${alarm.namespace} ${alarm.metric_name}" => alarm.dimensions.FunctionName } == { for name in
    ["us-east-1 AWS/Lambda Errors", "us-east-1 AWS/Lambda Throttles", "eu-central-1 AWS/Lambda Errors", "eu-central-1 AWS/Lambda Throttles"] : name => "us-east-1.shop-prod-edge" }
    error_message = "Failed and throttled runs must be watched in each region."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.replica : alarm.alarm_actions == toset(["arn:aws:sns:${alarm.region}:123456789012:alarms"])])
    error_message = "An alarm may name topics of its own region alone."
  }
  assert {
    condition = { for query in aws_cloudwatch_metric_alarm.lambda_edge[0].metric_query : query.id => try(one(query.metric).metric_name, query.expression) } == {
      failures = "FILL(m0, 0) + FILL(m1, 0) + FILL(m2, 0)", m0 = "LambdaExecutionError", m1 = "LambdaValidationError", m2 = "LambdaLimitExceededErrors"
    }
    error_message = "What CloudFront counts for all regions must be watched in us-east-1."
  }
  assert {
    condition     = length(aws_cloudfront_function.this) == 0 && length(aws_cloudfront_key_value_store.this) == 0 && output.function_arn == aws_lambda_function.this[0].qualified_arn && output.key_value_store_arn == null
    error_message = "There must be nothing of a CloudFront Function beside Lambda@Edge."
  }
}

run "lambda_edge_at_viewer_request_needs_the_policy_and_no_custom_header" {
  command = apply
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "lambda-edge"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["origin-mtls"]
      tags                            = { "ipseal:path" = "shop" }
    }
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"ReadPath\",\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      regions          = ["us-east-1", "eu-central-1"]
    }
    forwarded_headers           = ["accept"]
    origin_mtls_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000001"
  }
  assert {
    condition     = one(one(aws_cloudfront_origin_request_policy.uncached.headers_config).headers).items == toset(["accept", "host", "x-client-ip-assertion"])
    error_message = "What a viewer-request function writes reaches the origin by the policy."
  }
  assert {
    condition     = flatten([for origin in aws_cloudfront_distribution.this.origin : [for header in origin.custom_header : header]]) == [] && aws_lambda_function.this[0].memory_size == 128
    error_message = "At viewer-request there is no origin to read a header of, and no more than 128 MB."
  }
  assert {
    condition     = length(output.next_steps) == 3 && strcontains(output.next_steps[1], "certificate/00000000-0000-4000-8000-000000000001") && strcontains(output.next_steps[2], "aws cloudfront update-distribution --id EDFDVBD6EXAMPLE")
    error_message = "next_steps must say how CloudFront gets the certificate that it shows the origin."
  }
}

run "a_vpc_origin_is_reached_inside_the_vpc_alone" {
  command = apply
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "lambda-edge"
      signer_event                    = "origin-request"
      header_in_origin_request_policy = false
      origin_locks                    = ["vpc-origin"]
      tags                            = { "ipseal:path" = "shop" }
    }
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"ReadPath\",\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      regions          = ["us-east-1", "eu-central-1"]
    }
    vpc_origin_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/shop/0123456789abcdef"
  }
  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : length(origin.custom_origin_config) == 0 && one(origin.vpc_origin_config).vpc_origin_id == "vo_EXAMPLE"])
    error_message = "A VPC origin must not have a way over the internet beside it."
  }
  assert {
    condition     = alltrue([for endpoint in aws_cloudfront_vpc_origin.this[0].vpc_origin_endpoint_config : endpoint.origin_protocol_policy == "https-only" && endpoint.https_port == 443 && endpoint.arn == var.vpc_origin_arn])
    error_message = "Inside the VPC too the seal travels by TLS."
  }
}

run "a_secret_header_goes_on_beside_the_name_of_the_store" {
  command = apply
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "lambda-edge"
      signer_event                    = "origin-request"
      header_in_origin_request_policy = false
      origin_locks                    = ["prefix-list", "secret-header"]
      tags                            = { "ipseal:path" = "shop" }
    }
    lambda_edge = {
      package            = "versions.tf"
      key_reference      = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json   = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"ReadPath\",\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      regions            = ["us-east-1", "eu-central-1"]
      log_retention_days = 365
    }
    secret_header = { name = "x-origin-proof", value = "not-a-secret" }
  }
  assert {
    condition     = jsonencode({ for header in flatten([for origin in nonsensitive(aws_cloudfront_distribution.this.origin) : tolist(origin.custom_header)]) : header.name => header.value }) == jsonencode({ X-Ipseal-Keys = "ssm:/ipseal/prod?region=us-east-1", x-origin-proof = "not-a-secret" })
    error_message = "The origin must get the secret, and the edge the name of its store."
  }
}
