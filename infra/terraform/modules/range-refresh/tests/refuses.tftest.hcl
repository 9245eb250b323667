mock_provider "aws" {
  source = "./tests/mocks"
}

run "signing_key_is_named_and_never_given" {
  command = plan
  variables {
    signing_key_reference = "{\"kty\":\"EC\",\"d\":\"not-a-key\"}"
  }
  expect_failures = [aws_lambda_function.this]
}

run "signing_key_is_not_among_the_keys_of_edges" {
  command = plan
  variables {
    signing_key_reference = "ssm:/ipseal/prod/ranges-key"
  }
  expect_failures = [aws_lambda_function.this]
}

run "signing_key_is_not_among_lists" {
  command = plan
  variables {
    signing_key_reference = "ssm:/ipseal-ranges/shop-prod/key"
  }
  expect_failures = [aws_lambda_function.this]
}

run "signing_key_kms_arn_is_no_alias" {
  command = plan
  variables {
    signing_key_reference = "ssm:/ipseal-ranges/keys/prod"
    signing_key_kms_arn   = "arn:aws:kms:eu-west-1:123456789012:alias/keys"
  }
  expect_failures = [var.signing_key_kms_arn]
}

run "signing_key_kms_arn_comes_with_a_reference" {
  command = plan
  variables {
    signing_key_kms_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
  expect_failures = [var.signing_key_kms_arn]
}

run "schedule_is_a_rate" {
  command = plan
  variables {
    schedule = "cron(0 * * * ? *)"
  }
  expect_failures = [var.schedule]
}

run "schedule_is_not_under_5_minutes" {
  command = plan
  variables {
    schedule = "rate(4 minutes)"
  }
  expect_failures = [var.schedule]
}

run "schedule_is_not_over_12_hours" {
  command = plan
  variables {
    schedule = "rate(13 hours)"
  }
  expect_failures = [var.schedule]
}

run "schedule_is_not_over_720_minutes" {
  command = plan
  variables {
    schedule = "rate(721 minutes)"
  }
  expect_failures = [var.schedule]
}

run "schedule_is_of_one_line" {
  command = plan
  variables {
    schedule = "rate(1 hour)\n"
  }
  expect_failures = [var.schedule]
}

run "max_age_is_an_hour_at_least" {
  command = plan
  variables {
    schedule      = "rate(5 minutes)"
    max_age_hours = 0
  }
  expect_failures = [var.max_age_hours]
}

run "max_age_is_72_hours_at_most" {
  command = plan
  variables {
    max_age_hours = 73
  }
  expect_failures = [var.max_age_hours]
}

run "max_age_is_whole" {
  command = plan
  variables {
    max_age_hours = 36.5
  }
  expect_failures = [var.max_age_hours]
}

run "max_age_is_two_runs_at_least" {
  command = plan
  variables {
    max_age_hours = 1
  }
  expect_failures = [var.max_age_hours]
}

run "on_failure_is_an_arn" {
  command = plan
  variables {
    on_failure_arn = "failures"
  }
  expect_failures = [var.on_failure_arn]
}

run "on_failure_is_of_a_kind_that_lambda_sends_to" {
  command = plan
  variables {
    on_failure_arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/failures"
  }
  expect_failures = [var.on_failure_arn]
}

run "alarm_topics_are_arns" {
  command = plan
  variables {
    alarm_topic_arns = ["alarms"]
  }
  expect_failures = [var.alarm_topic_arns]
}

run "log_retention_is_a_number_of_cloudwatch" {
  command = plan
  variables {
    log_retention_days = 31
  }
  expect_failures = [var.log_retention_days]
}

run "log_kms_key_is_no_alias" {
  command = plan
  variables {
    log_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:alias/logs"
  }
  expect_failures = [var.log_kms_key_arn]
}

run "signing_key_has_15_levels_at_most" {
  command = plan
  variables {
    signing_key_reference = "ssm:/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"
  }
  expect_failures = [aws_lambda_function.this]
}
