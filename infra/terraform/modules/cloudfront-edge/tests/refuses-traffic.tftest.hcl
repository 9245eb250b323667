mock_provider "aws" {
  source = "./tests/mocks"
}

run "cache_without_paths" {
  command = plan
  variables {
    cache = { paths = [] }
  }
  expect_failures = [var.cache]
}

run "cache_path_twice" {
  command = plan
  variables {
    cache = { paths = ["/static/*", "/static/*"] }
  }
  expect_failures = [var.cache]
}

run "cache_for_everything" {
  command = plan
  variables {
    cache = { paths = ["/*"] }
  }
  expect_failures = [var.cache]
}

run "cache_path_that_does_not_begin_with_a_slash" {
  command = plan
  variables {
    cache = { paths = ["*.png"] }
  }
  expect_failures = [var.cache]
}

run "cache_default_ttl_above_its_bound" {
  command = plan
  variables {
    cache = { paths = ["/static/*"], default_ttl = 3600, max_ttl = 60 }
  }
  expect_failures = [var.cache]
}

run "cache_by_a_pattern_of_query_strings" {
  command = plan
  variables {
    cache = { paths = ["/static/*"], query_strings = ["v*"] }
  }
  expect_failures = [var.cache]
}

run "cache_by_more_query_strings_than_the_quota" {
  command = plan
  variables {
    cache = { paths = ["/static/*"], query_strings = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] }
  }
  expect_failures = [var.cache]
}

run "forwarded_header_with_an_underscore" {
  command = plan
  variables {
    forwarded_headers = ["x_client_ip"]
  }
  expect_failures = [var.forwarded_headers]
}

run "forwarded_header_that_cloudfront_takes_in_no_list" {
  command = plan
  variables {
    forwarded_headers = ["authorization"]
  }
  expect_failures = [var.forwarded_headers]
}

run "forwarded_headers_beyond_the_quota" {
  command = plan
  variables {
    forwarded_headers = ["accept", "accept-language", "content-type", "origin", "referer", "user-agent", "x-requested-with", "range", "if-range"]
  }
  expect_failures = [var.forwarded_headers]
}

run "upstream_headers_at_viewer_request" {
  command = plan
  variables {
    upstream_headers = ["cf-connecting-ip"]
  }
  expect_failures = [var.upstream_headers]
}

run "allowed_methods_one_by_one" {
  command = plan
  variables {
    allowed_methods = "GET"
  }
  expect_failures = [var.allowed_methods]
}

run "minimum_protocol_version_of_2019" {
  command = plan
  variables {
    minimum_protocol_version = "TLSv1.2_2019"
  }
  expect_failures = [var.minimum_protocol_version]
}

run "price_class_that_is_none" {
  command = plan
  variables {
    price_class = "PriceClass_300"
  }
  expect_failures = [var.price_class]
}

run "web_acl_of_a_load_balancer" {
  command = plan
  variables {
    web_acl_arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/00000000-0000-4000-8000-000000000000"
  }
  expect_failures = [var.web_acl_arn]
}

run "log_group_of_another_region" {
  command = plan
  variables {
    log_destination_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/shop/cloudfront"
  }
  expect_failures = [var.log_destination_arn]
}

run "log_group_with_its_streams" {
  command = plan
  variables {
    log_destination_arn = "arn:aws:logs:us-east-1:123456789012:log-group:/shop/cloudfront:*"
  }
  expect_failures = [var.log_destination_arn]
}

run "log_field_that_holds_an_address" {
  command = plan
  variables {
    log_fields = ["sc-status", "c-ip"]
  }
  expect_failures = [var.log_fields]
}

run "log_field_that_holds_a_forwarded_address" {
  command = plan
  variables {
    log_fields = ["sc-status", "x-forwarded-for"]
  }
  expect_failures = [var.log_fields]
}

run "log_field_that_holds_a_port" {
  command = plan
  variables {
    log_fields = ["sc-status", "c-port"]
  }
  expect_failures = [var.log_fields]
}

run "log_field_that_holds_cookies" {
  command = plan
  variables {
    log_fields = ["sc-status", "cs(Cookie)"]
  }
  expect_failures = [var.log_fields]
}

run "log_field_that_holds_a_query" {
  command = plan
  variables {
    log_fields = ["sc-status", "cs-uri-query"]
  }
  expect_failures = [var.log_fields]
}

run "log_field_that_holds_a_referrer" {
  command = plan
  variables {
    log_fields = ["sc-status", "cs(Referer)"]
  }
  expect_failures = [var.log_fields]
}

run "log_of_no_field" {
  command = plan
  variables {
    log_fields = []
  }
  expect_failures = [var.log_fields]
}

run "alarm_at_no_error_at_all" {
  command = plan
  variables {
    alarms = { error_rate_percent = 0 }
  }
  expect_failures = [var.alarms]
}

run "alarm_at_half_a_failure" {
  command = plan
  variables {
    alarms = { function_failures = 0.5 }
  }
  expect_failures = [var.alarms]
}

run "alarm_topic_that_is_a_queue" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sqs:us-east-1:123456789012:alarms", "arn:aws:sns:us-east-1:123456789012:alarms"]
  }
  expect_failures = [var.alarm_topic_arns]
}

run "alarm_topics_without_one_where_the_metrics_are" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sns:eu-central-1:123456789012:alarms"]
  }
  expect_failures = [var.alarm_topic_arns]
}
