locals {
  metric_namespace = "ipseal/${var.contract.prefix}"

  # What a run writes into the log is one line of JSON (src/platform/rotation/rotation-handler.ts): `keys rotated` at level
  # 30 with the steps that were taken, or `keys not rotated` at level 50.
  log_metrics = var.rotation == null ? {} : {
    RotationRuns    = "{ $.msg = \"keys rotated\" }"
    RotationChanges = "{ ($.msg = \"keys rotated\") && ($.steps[0].step = \"*\") }"
    RotationFaults  = "{ $.level >= 50 }"
  }

  alarms = var.rotation == null ? {} : {
    errors = {
      description = "A run of the rotation failed. Nothing is lost yet: edges go on with the keys that there are. The log says why."
      namespace   = "AWS/Lambda", metric = "Errors", dimensions = { FunctionName = local.function_name }
      comparison  = "GreaterThanThreshold", threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    }
    throttles = {
      description = "The rotation was not let run: the account has no concurrency left."
      namespace   = "AWS/Lambda", metric = "Throttles", dimensions = { FunctionName = local.function_name }
      comparison  = "GreaterThanThreshold", threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    }
    faults = {
      description = "The rotation wrote a fault into its log, at level 50 or above."
      namespace   = local.metric_namespace, metric = "RotationFaults", dimensions = null
      comparison  = "GreaterThanThreshold", threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    }
    # Runs that succeeded, not invocations: a function that ends before its last line has not rotated. Two days are the
    # longest that such a period and its count may be for a daily run.
    silent = {
      description = "No run of the rotation has succeeded for two days. Keys that should leave the set stay in it."
      namespace   = local.metric_namespace, metric = "RotationRuns", dimensions = null
      comparison  = "LessThanThreshold", threshold = 1, period = 86400, periods = 2, missing = "breaching"
    }
    changed = {
      description = "The key set has changed. Publish it, and copy it to the other regions, before the new key signs: the output next_steps has the commands."
      namespace   = local.metric_namespace, metric = "RotationChanges", dimensions = null
      comparison  = "GreaterThanThreshold", threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "rotation" {
  for_each = local.log_metrics

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
  for_each = local.alarms

  alarm_name          = "${local.function_name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Sum"
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = var.alarm_topic_arns
  tags                = var.contract.tags
}
