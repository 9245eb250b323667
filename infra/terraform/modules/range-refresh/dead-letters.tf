locals {
  send_actions = {
    events = "events:PutEvents"
    lambda = "lambda:InvokeFunction"
    sns    = "sns:Publish"
    sqs    = "sqs:SendMessage"
  }
  dead_letter_arn = var.on_failure_arn != null ? var.on_failure_arn : one(aws_cloudwatch_event_bus.failures[*].arn)
  send_action     = var.on_failure_arn == null ? local.send_actions.events : local.send_actions[split(":", var.on_failure_arn)[2]]
}

# A bus hands on and keeps nothing; the archive keeps.
resource "aws_cloudwatch_event_bus" "failures" {
  count       = var.on_failure_arn == null ? 1 : 0
  name        = local.name
  description = "Invocations of ${local.name} that failed three times."
  tags        = var.contract.tags
}

resource "aws_cloudwatch_event_archive" "failures" {
  count            = var.on_failure_arn == null ? 1 : 0
  name             = local.name # 48 characters at most; with the longest prefix these are 46.
  description      = "Invocations of ${local.name} that failed three times, with what made them fail."
  event_source_arn = aws_cloudwatch_event_bus.failures[0].arn
  retention_days   = 30
}

resource "aws_lambda_function_event_invoke_config" "this" {
  function_name          = aws_lambda_function.this.function_name
  maximum_retry_attempts = 2
  # What waited longer than that is done by the next run of the schedule.
  maximum_event_age_in_seconds = min(max(local.every_seconds, 900), 21600)

  destination_config {
    on_failure {
      destination = local.dead_letter_arn
    }
  }

  # Lambda looks whether the role may send there, and refuses otherwise.
  depends_on = [aws_iam_role_policy.this]
}
