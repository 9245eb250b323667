mock_provider "aws" {
  source = "./tests/mocks"
}

run "lists_in_parameter_store" {
  command = apply
  variables {
    alarm_topic_arns = ["arn:aws:sns:eu-west-1:123456789012:alarms"]
  }

  assert {
    condition     = output.ranges_reference == "ssm:/ipseal-ranges/shop-prod?region=eu-west-1" && aws_lambda_function.this.environment[0].variables.IPSEAL_RANGES == output.ranges_reference
    error_message = "the function writes where readers read, and readers elsewhere are told the region"
  }
  assert {
    condition     = keys(aws_lambda_function.this.environment[0].variables) == tolist(["IPSEAL_RANGES", "IPSEAL_RANGES_FEEDS"])
    error_message = "without a signing key there is no variable for one"
  }
  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables.IPSEAL_RANGES_FEEDS) == { providers = ["cloudflare", "cloudfront"] }
    error_message = "the lists of the path's CDNs are asked for"
  }
  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 1 && aws_lambda_function.this.handler == "index.handler" && aws_lambda_function.this.runtime == "nodejs22.x"
    error_message = "one run at a time, of the handler that the package has"
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      { Sid = "ReadLists", Effect = "Allow", Action = "ssm:GetParametersByPath", Resource = "arn:aws:ssm:eu-west-1:123456789012:parameter/ipseal-ranges/shop-prod/*" },
      { Sid = "WriteLists", Effect = "Allow", Action = ["ssm:PutParameter", "ssm:DeleteParameters"], Resource = "arn:aws:ssm:eu-west-1:123456789012:parameter/ipseal-ranges/shop-prod/*" },
      { Sid = "WriteLog", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/shop-prod-refresh-ranges:*" },
      { Sid = "SendFailures", Effect = "Allow", Action = "events:PutEvents", Resource = "arn:aws:events:eu-west-1:123456789012:event-bus/shop-prod-refresh-ranges" },
    ]
    error_message = "the function may read and write its lists, log, and tell of failures, and nothing else"
  }
  assert {
    condition = jsondecode(output.read_policy_json).Statement == [
      { Sid = "ReadLists", Effect = "Allow", Action = "ssm:GetParametersByPath", Resource = "arn:aws:ssm:eu-west-1:123456789012:parameter/ipseal-ranges/shop-prod/*" },
    ]
    error_message = "readers may read lists, and nothing else"
  }
  assert {
    condition     = length(aws_cloudwatch_event_archive.failures) == 1 && aws_cloudwatch_event_archive.failures[0].event_source_arn == output.dead_letter_arn && aws_lambda_function_event_invoke_config.this.destination_config[0].on_failure[0].destination == output.dead_letter_arn
    error_message = "what fails is kept"
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 3600
    error_message = "what fails is tried twice more, and not when the next run is due"
  }
  assert {
    condition     = aws_scheduler_schedule.this.schedule_expression == "rate(1 hour)" && aws_scheduler_schedule.this.target[0].input == "{}" && aws_scheduler_schedule.this.target[0].arn == output.function_arn
    error_message = "the schedule asks for what the variable of the function names"
  }
  assert {
    condition     = jsondecode(aws_iam_role.schedule.assume_role_policy).Statement[0].Condition.StringEquals == { "aws:SourceAccount" = "123456789012", "aws:SourceArn" = "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/shop-prod-refresh-ranges" }
    error_message = "no schedule of another group or account may use the role"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.schedule.policy).Statement == [{ Sid = "InvokeFunction", Effect = "Allow", Action = "lambda:InvokeFunction", Resource = output.function_arn }]
    error_message = "the schedule may invoke the function, and nothing else"
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/shop-prod-refresh-ranges" && aws_cloudwatch_log_group.this.retention_in_days == 365 && aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name
    error_message = "the function logs where alarms look, and the log has an end"
  }
}

run "alarms" {
  command = apply
  variables {
    private_lists    = [{ name = "partner", url = "https://lists.example.com/edge.txt" }]
    alarm_topic_arns = ["arn:aws:sns:eu-west-1:123456789012:alarms"]
    max_age_hours    = 48
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.ages.pattern == "{ $.ageSeconds >= 0 }" && aws_cloudwatch_log_metric_filter.ages.metric_transformation[0].value == "$.ageSeconds" && aws_cloudwatch_log_metric_filter.ages.metric_transformation[0].dimensions == tomap({ provider = "$.provider" })
    error_message = "the age of a list is read from the function's own records"
  }
  assert {
    condition     = { for list, alarm in aws_cloudwatch_metric_alarm.age : list => alarm.dimensions.provider } == { cloudflare = "cloudflare", cloudfront = "cloudfront", "list:partner" = "list:partner" }
    error_message = "each list has an alarm, by the name that the function logs"
  }
  assert {
    condition = alltrue([for alarm in aws_cloudwatch_metric_alarm.age :
    alarm.threshold == 48 * 3600 && alarm.statistic == "Maximum" && alarm.treat_missing_data == "breaching" && alarm.comparison_operator == "GreaterThanOrEqualToThreshold"])
    error_message = "a list is an alarm from the age that was asked for, and also when nobody says how old it is"
  }
  assert {
    condition = alltrue([for alarm in aws_cloudwatch_metric_alarm.age :
    alarm.metric_name == aws_cloudwatch_log_metric_filter.ages.metric_transformation[0].name && alarm.namespace == aws_cloudwatch_log_metric_filter.ages.metric_transformation[0].namespace])
    error_message = "alarms look at the metric that the filter makes"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.errors.metric_name == "Errors" && aws_cloudwatch_metric_alarm.errors.period == 3600 && aws_cloudwatch_metric_alarm.errors.datapoints_to_alarm == 3
    error_message = "three hours of errors are an alarm"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.silence.metric_name == "Invocations" && aws_cloudwatch_metric_alarm.silence.treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.silence.comparison_operator == "LessThanThreshold"
    error_message = "a schedule that is gone is an alarm"
  }
  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.age), [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.silence, aws_cloudwatch_metric_alarm.lost_failures]) : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:alarms"])])
    error_message = "every alarm goes to the topic"
  }
}

run "lists_in_a_bucket_and_signed" {
  command = apply
  variables {
    store                 = { kind = "s3", bucket = "example-lists", region = "us-east-1", kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
    signing_key_reference = "ssm:/ipseal-ranges/keys/prod?region=eu-central-1"
    signing_key_kms_arn   = "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000"
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables.IPSEAL_RANGES == "s3://example-lists/ranges/shop-prod?region=us-east-1" && aws_lambda_function.this.environment[0].variables.IPSEAL_RANGES_SIGNING_KEY == "ssm:/ipseal-ranges/keys/prod?region=eu-central-1"
    error_message = "the function is told where lists and key are, and not the key"
  }
  assert {
    condition = slice(jsondecode(aws_iam_role_policy.this.policy).Statement, 0, 7) == [
      { Sid = "ReadLists", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example-lists/ranges/shop-prod/*" },
      { Sid = "TellAbsentLists", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::example-lists" },
      { Sid = "WriteLists", Effect = "Allow", Action = ["s3:PutObject"], Resource = "arn:aws:s3:::example-lists/ranges/shop-prod/*" },
      { Sid = "DecryptLists", Effect = "Allow", Action = "kms:Decrypt", Resource = var.store.kms_key_arn, Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } } },
      { Sid = "EncryptLists", Effect = "Allow", Action = "kms:GenerateDataKey", Resource = var.store.kms_key_arn, Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } } },
      { Sid = "ReadSigningKey", Effect = "Allow", Action = "ssm:GetParameter", Resource = "arn:aws:ssm:eu-central-1:123456789012:parameter/ipseal-ranges/keys/prod" },
      { Sid = "DecryptSigningKey", Effect = "Allow", Action = "kms:Decrypt", Resource = var.signing_key_kms_arn, Condition = { StringEquals = { "kms:ViaService" = "ssm.eu-central-1.amazonaws.com", "kms:EncryptionContext:PARAMETER_ARN" = "arn:aws:ssm:eu-central-1:123456789012:parameter/ipseal-ranges/keys/prod" } } },
    ]
    error_message = "the function may read and write its lists and read its key, each through its own service"
  }
  assert {
    condition     = [for statement in jsondecode(output.read_policy_json).Statement : statement.Action] == ["s3:GetObject", "s3:ListBucket", "kms:Decrypt"]
    error_message = "readers may read and decrypt, and see no key"
  }
  assert {
    condition     = strcontains(output.next_steps[0], "--name /ipseal-ranges/keys/prod") && strcontains(output.next_steps[0], "--key-id arn:aws:kms:eu-central-1")
    error_message = "the first step is to write the key"
  }
}

run "longest_prefix" {
  command = apply
  variables {
    contract = {
      environment = "production"
      prefix      = "abcdefghij-klmnopqrs-production"
      tags        = {}
      edge        = { providers = ["cloudfront"] }
    }
  }
  assert {
    condition     = length(aws_cloudwatch_event_archive.failures[0].name) <= 48 && length(aws_iam_role.schedule.name) <= 64 && length(aws_lambda_function.this.function_name) <= 64
    error_message = "every name fits what AWS takes"
  }
}

run "policies_are_as_narrow_as_they_can_be" {
  command = apply
  variables {
    signing_key_reference = "ssm:/ipseal-ranges/keys/prod"
    signing_key_kms_arn   = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.this.policy).Statement) == 6
    error_message = "each need has one statement"
  }
}
