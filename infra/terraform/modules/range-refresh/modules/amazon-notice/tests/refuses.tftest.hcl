mock_provider "aws" {}

run "function_arn_is_one" {
  command = plan
  variables {
    function_arn = "shop-prod-refresh-ranges"
  }
  expect_failures = [var.function_arn]
}

run "function_arn_has_no_version" {
  command = plan
  variables {
    function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-refresh-ranges:7"
  }
  expect_failures = [var.function_arn]
}

run "function_is_in_the_partition_of_the_topic" {
  command = plan
  variables {
    function_arn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:shop-prod-refresh-ranges"
  }
  expect_failures = [var.function_arn]
}
