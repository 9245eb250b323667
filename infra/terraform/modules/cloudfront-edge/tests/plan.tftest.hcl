mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  contract = {
    prefix                          = "shop-prod"
    hosts                           = ["www.example.com", "api.example.com"]
    origin                          = { domain = "origin.example.com", port = 8443 }
    assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
    client_ip_header                = "x-client-ip"
    signer                          = "cloudfront-function"
    signer_event                    = "viewer-request"
    header_in_origin_request_policy = true
    origin_locks                    = ["prefix-list"]
    tags                            = { "ipseal:path" = "shop" }
  }
}

run "a_cloudfront_function_seals_every_behaviour" {
  command = apply
  variables {
    cache               = { paths = ["/static/*", "/img/*"] }
    log_destination_arn = "arn:aws:s3:::shop-logs"
    alarm_topic_arns    = ["arn:aws:sns:us-east-1:123456789012:alarms", "arn:aws:sns:eu-central-1:123456789012:alarms"]
  }

  assert {
    condition = alltrue([for behaviour in concat(aws_cloudfront_distribution.this.default_cache_behavior, aws_cloudfront_distribution.this.ordered_cache_behavior) :
      length(behaviour.lambda_function_association) == 0 && [for function in behaviour.function_association : "${function.event_type} ${function.function_arn}"] ==
    ["viewer-request arn:aws:cloudfront::123456789012:function/shop-prod"]])
    error_message = "Every behaviour must have the CloudFront Function at viewer-request, and nothing else."
  }
  assert {
    condition     = [for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.path_pattern] == ["/static/*", "/img/*"]
    error_message = "Only the paths of cache are cached, in their order."
  }
  assert {
    condition = alltrue([for policy in concat([aws_cloudfront_cache_policy.uncached], aws_cloudfront_cache_policy.cached) : alltrue([for key in policy.parameters_in_cache_key_and_forwarded_to_origin :
      length(setsubtract(flatten([for config in key.headers_config : [for headers in config.headers : tolist(headers.items)]]), ["host"])) == 0 &&
    alltrue([for config in key.cookies_config : config.cookie_behavior == "none"])])])
    error_message = "No cache key may hold the assertion, or any header or cookie that differs by client."
  }
  assert {
    condition     = alltrue([for policy in concat([aws_cloudfront_cache_policy.uncached], aws_cloudfront_cache_policy.cached) : policy.min_ttl == 0])
    error_message = "Above a Minimum TTL of 0 CloudFront keeps what says no-store."
  }
  assert {
    condition     = aws_cloudfront_cache_policy.uncached.max_ttl == 0 && aws_cloudfront_cache_policy.uncached.default_ttl == 0
    error_message = "What is not a path of cache must not be cached."
  }
  assert {
    condition     = one(aws_cloudfront_origin_request_policy.uncached.headers_config).header_behavior == "allViewer"
    error_message = "Without a list the origin gets all that the viewer sent, Host and the assertion among it."
  }
  assert {
    condition     = one(aws_cloudfront_origin_request_policy.cached[0].headers_config).header_behavior == "whitelist" && one(one(aws_cloudfront_origin_request_policy.cached[0].headers_config).headers).items == toset(["x-client-ip-assertion"])
    error_message = "Of what is not in the key the origin of a cached path gets the assertion alone."
  }
  assert {
    condition     = one(aws_cloudfront_origin_request_policy.cached[0].cookies_config).cookie_behavior == "none" && one(aws_cloudfront_origin_request_policy.cached[0].query_strings_config).query_string_behavior == "none"
    error_message = "What is not in the key must not change a cached object."
  }
  assert {
    condition     = aws_cloudfront_function.this[0].publish && aws_cloudfront_function.this[0].runtime == "cloudfront-js-2.0" && aws_cloudfront_function.this[0].key_value_store_associations == toset([aws_cloudfront_key_value_store.this[0].arn])
    error_message = "The function must be live, and have its store."
  }
  assert {
    condition     = length(aws_lambda_function.this) == 0 && length(aws_iam_role.lambda_edge) == 0 && length(aws_cloudwatch_metric_alarm.replica) == 0
    error_message = "There must be nothing of Lambda@Edge beside a CloudFront Function."
  }
  assert {
    condition     = flatten([for origin in aws_cloudfront_distribution.this.origin : [for header in origin.custom_header : header]]) == []
    error_message = "A CloudFront Function reads no custom header, so there must be none."
  }
  assert {
    condition = alltrue([for origin in aws_cloudfront_distribution.this.origin : origin.domain_name == "origin.example.com" && origin.connection_attempts * origin.connection_timeout < 15 &&
    alltrue([for config in origin.custom_origin_config : config.origin_protocol_policy == "https-only" && config.origin_ssl_protocols == toset(["TLSv1.2"]) && config.https_port == 8443])])
    error_message = "The origin must be reached by TLS 1.2 on the port of origin_url, before the shortest seal ends."
  }
  assert {
    condition     = jsonencode({ for error in aws_cloudfront_distribution.this.custom_error_response : error.error_code => error.error_caching_min_ttl }) == jsonencode({ for code in [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] : code => 0 })
    error_message = "No error may be kept, for on the uncached behaviour it would be kept by the path alone."
  }
  assert {
    condition     = alltrue([for certificate in aws_cloudfront_distribution.this.viewer_certificate : certificate.minimum_protocol_version == "TLSv1.2_2021" && certificate.ssl_support_method == "sni-only"])
    error_message = "Viewers must use TLS 1.2 or later."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.is_ipv6_enabled && aws_cloudfront_distribution.this.http_version == "http2and3" && aws_cloudfront_distribution.this.aliases == toset(["www.example.com", "api.example.com"])
    error_message = "The distribution must answer for the contract's hosts, over IPv6 and HTTP/3 too."
  }
  assert {
    condition = length(setintersection(aws_cloudwatch_log_delivery.this[0].record_fields,
    ["c-ip", "c-port", "x-forwarded-for", "cs(Cookie)", "cs(Referer)", "cs-uri-query", "cs-headers", "cs-header-names"])) == 0
    error_message = "The access log must hold no address, and nothing that clients typed."
  }
  assert {
    condition     = length(aws_cloudfront_distribution.this.logging_config) == 0
    error_message = "The old access log holds c-ip always."
  }
  assert {
    condition = alltrue([for resource in [aws_cloudwatch_log_delivery_source.this[0], aws_cloudwatch_log_delivery_destination.this[0], aws_cloudwatch_log_delivery.this[0], aws_cloudwatch_log_group.cloudfront_function[0],
    aws_cloudwatch_metric_alarm.error_rate] : resource.region == "us-east-1"])
    error_message = "CloudFront's logs and metrics are in us-east-1."
  }
  assert {
    condition = jsonencode({ for alarm in aws_cloudwatch_metric_alarm.function : alarm.metric_name => alarm.dimensions }) == jsonencode({ for name in
    ["FunctionExecutionErrors", "FunctionValidationErrors", "FunctionThrottles"] : name => { FunctionName = "shop-prod", Region = "Global" } })
    error_message = "Failed, invalid and throttled runs must be watched."
  }
  assert {
    condition = alltrue([for alarm in concat([aws_cloudwatch_metric_alarm.error_rate], values(aws_cloudwatch_metric_alarm.function)) :
    alarm.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:alarms"]) && alarm.namespace == "AWS/CloudFront"])
    error_message = "An alarm may name topics of its own region alone."
  }
  assert {
    condition = output.key_value_store_arn == aws_cloudfront_key_value_store.this[0].arn && length(output.next_steps) == 2 && strcontains(output.next_steps[1],
    "npm run --silent ipseal -- keys kvs --store '${aws_cloudfront_key_value_store.this[0].arn}' --key secret.json --iss 'https://edge.example.com' --aud 'origin-prod'")
    error_message = "next_steps must say how the secret gets into the store."
  }
}

run "a_listed_policy_names_host_and_the_assertion" {
  command = apply
  variables {
    forwarded_headers = ["accept", "content-type"]
  }
  assert {
    condition     = one(aws_cloudfront_origin_request_policy.uncached.headers_config).header_behavior == "whitelist" && one(one(aws_cloudfront_origin_request_policy.uncached.headers_config).headers).items == toset(["accept", "content-type", "host", "x-client-ip-assertion"])
    error_message = "A list without the assertion would leave it behind."
  }
  assert {
    condition     = length(aws_cloudfront_distribution.this.ordered_cache_behavior) == 0 && length(aws_cloudfront_cache_policy.cached) == 0 && length(aws_cloudwatch_log_delivery.this) == 0
    error_message = "Nothing is cached or logged unless somebody asks for it."
  }
}
