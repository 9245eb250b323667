locals {
  # Names of lists as the function logs them.
  list_names = concat(local.providers, [for list in var.private_lists : "list:${list.name}"])
  # A run may begin up to a quarter late, so that one period in a row can be without one.
  alarm_seconds    = max(3600, local.every_seconds)
  alarm_topics     = sort(var.alarm_topic_arns)
  age_metric       = "ListAgeSeconds"
  metric_namespace = "ipseal/${var.contract.prefix}"
}

# Every run logs one record for each list, with the age of the list that stands: src/refresh/refresh-record.ts. A run that
# could not begin and a notice of what is stored already have none.
resource "aws_cloudwatch_log_metric_filter" "ages" {
  name           = "${local.name}-ages"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ $.ageSeconds >= 0 }"

  metric_transformation {
    name       = local.age_metric
    namespace  = local.metric_namespace
    value      = "$.ageSeconds"
    unit       = "Seconds"
    dimensions = { provider = "$.provider" }
  }
}

resource "aws_cloudwatch_metric_alarm" "age" {
  for_each = toset(local.list_names)

  alarm_name          = "${local.name}-age-${replace(each.value, ":", ".")}"
  alarm_description   = "Nobody has confirmed the list ${each.value} for ${var.max_age_hours} hours, or nobody asked. docs/ranges.md, \"At three in the morning\"."
  namespace           = local.metric_namespace
  metric_name         = local.age_metric
  dimensions          = { provider = each.value }
  statistic           = "Maximum"
  period              = local.alarm_seconds
  evaluation_periods  = 3
  threshold           = var.max_age_hours * 3600
  comparison_operator = "GreaterThanOrEqualToThreshold"
  # A list that no run spoke of is not known to be young.
  treat_missing_data = "breaching"
  alarm_actions      = local.alarm_topics
  ok_actions         = local.alarm_topics
  tags               = var.contract.tags
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${local.name}-errors"
  alarm_description   = "Lists were refused or not refreshed in three periods: look at level 50 and 60 in ${aws_cloudwatch_log_group.this.name}. The lists from before stand."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = "Sum"
  period              = local.alarm_seconds
  evaluation_periods  = 4
  datapoints_to_alarm = 3
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topics
  ok_actions          = local.alarm_topics
  tags                = var.contract.tags
}

resource "aws_cloudwatch_metric_alarm" "silence" {
  alarm_name          = "${local.name}-silence"
  alarm_description   = "Nothing has invoked ${local.name} in three periods: its schedule is gone, or the schedule's role."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = "Sum"
  period              = local.alarm_seconds
  evaluation_periods  = 3
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = local.alarm_topics
  ok_actions          = local.alarm_topics
  tags                = var.contract.tags
}

# Not on what is sent there: a notice that is ahead of Amazon's own file ends there, and the schedule mends it.
resource "aws_cloudwatch_metric_alarm" "lost_failures" {
  alarm_name          = "${local.name}-lost-failures"
  alarm_description   = "A failed invocation could not be sent to its destination: look at what the destination and the role allow."
  namespace           = "AWS/Lambda"
  metric_name         = "DestinationDeliveryFailures"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = "Sum"
  period              = local.alarm_seconds
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topics
  ok_actions          = local.alarm_topics
  tags                = var.contract.tags
}
