mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-refresh-ranges" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/shop-prod-refresh-ranges" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/shop-prod-refresh-ranges" }
  }
  mock_resource "aws_cloudwatch_event_bus" {
    defaults = { arn = "arn:aws:events:eu-west-1:123456789012:event-bus/shop-prod-refresh-ranges" }
  }
  mock_resource "aws_scheduler_schedule_group" {
    defaults = { arn = "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/shop-prod-refresh-ranges" }
  }
}

variables {
  contract = {
    environment = "prod"
    prefix      = "shop-prod"
    tags        = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
    edge        = { providers = ["cloudflare", "cloudfront"] }
  }
  package = "./tests/package/refresh-ranges.zip"
}

run "package_is_a_zip" {
  command = plan
  variables {
    package = "./versions.tf"
  }
  expect_failures = [var.package]
}

run "package_is_there" {
  command = plan
  variables {
    package = "./tests/package/elsewhere.zip"
  }
  expect_failures = [var.package]
}

run "lists_are_known_providers" {
  command = plan
  variables {
    lists = ["cloudflare", "edge"]
  }
  expect_failures = [var.lists]
}

run "lists_or_private_lists_name_one" {
  command = plan
  variables {
    lists = []
  }
  expect_failures = [var.lists]
}

run "lists_of_a_path_without_any_name_one" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      tags        = {}
      edge        = { providers = ["edge"] }
    }
  }
  expect_failures = [var.lists]
}

run "private_list_has_a_plain_name" {
  command = plan
  variables {
    private_lists = [{ name = "Partner", url = "https://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_a_name_of_one_line" {
  command = plan
  variables {
    private_lists = [{ name = "partner\n", url = "https://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_stands_once" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://lists.example.com/a.txt" }, { name = "partner", url = "https://lists.example.com/b.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_is_https" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "http://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_no_password" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://user:password@lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_a_url_that_fits_a_record" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://lists.example.com/${join("", [for i in range(231) : "a"])}" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_a_known_format" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://lists.example.com/edge.csv", format = "csv" }]
  }
  expect_failures = [var.private_lists]
}

run "private_lists_are_64_at_most" {
  command = plan
  variables {
    private_lists = [for i in range(65) : { name = "partner-${i}", url = "https://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "store_is_of_a_known_kind" {
  command = plan
  variables {
    store = { kind = "file" }
  }
  expect_failures = [var.store]
}

run "store_in_s3_has_a_bucket" {
  command = plan
  variables {
    store = { kind = "s3" }
  }
  expect_failures = [var.store]
}

run "store_in_ssm_has_no_bucket" {
  command = plan
  variables {
    store = { kind = "ssm", bucket = "example-lists" }
  }
  expect_failures = [var.store]
}

run "store_bucket_is_a_name" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "arn:aws:s3:::example-lists" }
  }
  expect_failures = [var.store]
}

run "store_bucket_is_no_address" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "192.0.2.1" }
  }
  expect_failures = [var.store]
}

run "store_path_is_one_of_parameters" {
  command = plan
  variables {
    store = { kind = "ssm", path = "lists" }
  }
  expect_failures = [var.store]
}

run "store_path_is_for_ssm" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", path = "/lists" }
  }
  expect_failures = [var.store]
}

run "store_path_has_12_levels_at_most" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/1/2/3/4/5/6/7/8/9/10/11/12/13" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_among_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal/prod/ranges" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_the_one_of_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal/prod" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_above_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_one_that_aws_keeps" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/AWS/lists" }
  }
  expect_failures = [var.store]
}

run "store_prefix_is_for_s3" {
  command = plan
  variables {
    store = { kind = "ssm", prefix = "lists" }
  }
  expect_failures = [var.store]
}

run "store_prefix_has_no_slash_at_its_ends" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "/lists" }
  }
  expect_failures = [var.store]
}

run "store_prefix_has_no_dots_for_a_folder" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "lists/../keys" }
  }
  expect_failures = [var.store]
}

run "store_region_is_one" {
  command = plan
  variables {
    store = { kind = "ssm", region = "Ireland" }
  }
  expect_failures = [var.store]
}

run "store_kms_key_is_no_alias" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:alias/lists" }
  }
  expect_failures = [var.store]
}

run "store_kms_key_is_for_s3" {
  command = plan
  variables {
    store = { kind = "ssm", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  expect_failures = [var.store]
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

run "store_prefix_has_8_levels_at_most" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "1/2/3/4/5/6/7/8/9" }
  }
  expect_failures = [var.store]
}
