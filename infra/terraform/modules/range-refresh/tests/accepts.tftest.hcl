mock_provider "aws" {
  source = "./tests/mocks"
}

run "lists_of_the_path_are_the_default" {
  command = plan
}

run "one_known_list_is_enough" {
  command = plan
  variables {
    lists = ["keycdn"]
  }
  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables.IPSEAL_RANGES_FEEDS) == { providers = ["keycdn"] }
    error_message = "the function is asked for the list"
  }
}

run "a_private_list_is_enough" {
  command = plan
  variables {
    lists         = []
    private_lists = [{ name = "p", url = "https://lists.example.com:8443/edge.json?a=b", format = "json" }]
  }
  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables.IPSEAL_RANGES_FEEDS) == { lists = [{ name = "p", url = "https://lists.example.com:8443/edge.json?a=b", format = "json" }] }
    error_message = "the function is asked for the private list alone"
  }
}

run "private_lists_are_64_with_long_names_and_urls" {
  command = plan
  variables {
    private_lists = [for i in range(64) : {
      name   = "${join("", [for j in range(61) : "a"])}-${i + 10}"
      url    = "https://lists.example.com/${join("", [for j in range(230) : "a"])}"
      format = "netblocks"
    }]
  }
}

run "store_is_a_bucket_with_a_key_elsewhere" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example.lists", prefix = "a/b_c/d.e", region = "us-gov-west-1", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  assert {
    condition     = output.ranges_reference == "s3://example.lists/a/b_c/d.e?region=us-gov-west-1"
    error_message = "the reference names bucket, prefix and region"
  }
}

run "store_is_a_bucket_with_the_prefix_of_the_path" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists" }
  }
  assert {
    condition     = output.ranges_reference == "s3://example-lists/ranges/shop-prod?region=eu-west-1"
    error_message = "the prefix is the path's own"
  }
}

run "store_is_a_path_of_12_levels" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/1/2/3/4/5/6/7/8/9/10/11/12", region = "us-east-1" }
  }
  assert {
    condition     = output.ranges_reference == "ssm:/1/2/3/4/5/6/7/8/9/10/11/12?region=us-east-1"
    error_message = "the reference names path and region"
  }
}

run "store_path_begins_like_the_one_of_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal-lists/prod" }
  }
}

run "signing_key_is_named_with_its_region_and_key" {
  command = plan
  variables {
    signing_key_reference = "ssm:/ipseal-ranges/keys/prod?region=us-east-1"
    signing_key_kms_arn   = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
}

run "signing_key_is_beside_lists" {
  command = plan
  variables {
    signing_key_reference = "ssm:/ipseal-ranges/shop-production"
  }
}

run "schedule_is_5_minutes_and_age_an_hour" {
  command = plan
  variables {
    schedule      = "rate(5 minutes)"
    max_age_hours = 1
  }
  assert {
    condition     = aws_scheduler_schedule.this.flexible_time_window[0].maximum_window_in_minutes == 1
    error_message = "the window is part of five minutes"
  }
}

run "schedule_is_12_hours_and_age_two_of_them" {
  command = plan
  variables {
    schedule      = "rate(12 hours)"
    max_age_hours = 24
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.silence.period == 43200
    error_message = "alarms count in runs"
  }
}

run "schedule_is_720_minutes_and_age_three_days" {
  command = plan
  variables {
    schedule      = "rate(720 minutes)"
    max_age_hours = 72
  }
}

run "on_failure_is_of_sqs" {
  command = apply
  variables {
    on_failure_arn = "arn:aws:sqs:eu-west-1:123456789012:failures"
  }
  assert {
    condition     = output.dead_letter_arn == var.on_failure_arn && length(aws_cloudwatch_event_bus.failures) == 0
    error_message = "failures go there, and no bus is made"
  }
}

run "on_failure_is_of_sns" {
  command = apply
  variables {
    on_failure_arn = "arn:aws:sns:eu-west-1:123456789012:failures"
  }
  assert {
    condition     = output.dead_letter_arn == var.on_failure_arn && length(aws_cloudwatch_event_bus.failures) == 0
    error_message = "failures go there, and no bus is made"
  }
}

run "on_failure_is_of_lambda" {
  command = apply
  variables {
    on_failure_arn = "arn:aws:lambda:eu-west-1:123456789012:function:failures"
  }
  assert {
    condition     = output.dead_letter_arn == var.on_failure_arn && length(aws_cloudwatch_event_bus.failures) == 0
    error_message = "failures go there, and no bus is made"
  }
}

run "on_failure_is_of_events" {
  command = apply
  variables {
    on_failure_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/failures"
  }
  assert {
    condition     = output.dead_letter_arn == var.on_failure_arn && length(aws_cloudwatch_event_bus.failures) == 0
    error_message = "failures go there, and no bus is made"
  }
}

run "other_settings_are_taken" {
  command = plan
  variables {
    alarm_topic_arns    = ["arn:aws:sns:eu-west-1:123456789012:alarms"]
    log_retention_days  = 7
    log_kms_key_arn     = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    reserve_concurrency = false
  }
  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "nothing is reserved"
  }
}

run "signing_key_has_15_levels" {
  command = plan
  variables {
    signing_key_reference = "ssm:/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15"
  }
}

run "store_prefix_has_8_levels" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "1/2/3/4/5/6/7/8" }
  }
}
