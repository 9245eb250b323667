locals {
  metric_namespace = "ipseal/${var.contract.prefix}"

  # What a run writes into the log is one line of JSON (src/platform/rotation/rotation-handler.ts): `keys rotated` at level
  # 30 with the steps that were taken, or `keys not rotated` at level 50.
  log_metrics = {
    RotationRuns    = "{ $.msg = \"keys rotated\" }"
    RotationChanges = "{ ($.msg = \"keys rotated\") && ($.steps[0].step = \"*\") }"
    RotationFaults  = "{ $.level >= 50 }"
  }

  # One is one too many.
  alarms = {
    errors = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      description = "A run of the rotation failed. Nothing is lost yet: edges go on with the keys that there are. The log says why."
    }
    throttles = {
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      description = "The rotation could not run: Lambda had no concurrency left for it."
    }
    faults = {
      namespace   = local.metric_namespace
      metric      = "RotationFaults"
      description = "The rotation wrote a fault into its log, at level 50 or above."
    }
    changes = {
      namespace   = local.metric_namespace
      metric      = "RotationChanges"
      description = "The key set has changed. Publish it, and copy it to the other regions, before a new key signs: the output next_steps has the commands."
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "rotation" {
  for_each = { for name, pattern in local.log_metrics : name => pattern if var.rotation != null }

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.rotation[0].name
  pattern        = each.value
  metric_transformation {
    name      = each.key
    namespace = local.metric_namespace
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "rotation" {
  for_each = { for name, alarm in local.alarms : name => alarm if var.rotation != null }

  alarm_name          = "${local.function_name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.namespace == "AWS/Lambda" ? { FunctionName = local.function_name } : null
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.contract.tags
}

# Runs that succeeded, not invocations: a function that ended before its last line has not rotated. Where nothing runs nothing
# is counted either, so that missing data is the fault itself.
resource "aws_cloudwatch_metric_alarm" "silent" {
  count = local.scheduled

  alarm_name          = "${local.function_name}-silent"
  alarm_description   = "No run of the rotation has succeeded for two days. No new key is made, and old ones stay in the set."
  namespace           = local.metric_namespace
  metric_name         = "RotationRuns"
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 86400
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.contract.tags
}
