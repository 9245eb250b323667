locals {
  # CloudFront counts in us-east-1 alone, with the dimension Region = Global (Developer Guide, "Types of metrics for
  # CloudFront"). Rates are averages, counts sums; a period without requests has no data.
  distribution_dimensions = { DistributionId = aws_cloudfront_distribution.this.id, Region = "Global" }

  topics_by_region = { for arn in var.alarm_topic_arns : split(":", arn)[3] => arn... }
  cloudfront_topic = lookup(local.topics_by_region, "us-east-1", [])

  function_metrics = local.is_lambda_edge ? {} : {
    FunctionExecutionErrors  = "The function threw, and CloudFront answered 503 by itself"
    FunctionValidationErrors = "The function returned what CloudFront does not take"
    FunctionThrottles        = "The function took longer than it may"
  }

  # Counted by CloudFront for all regions together.
  edge_metrics = local.is_lambda_edge ? ["LambdaExecutionError", "LambdaValidationError", "LambdaLimitExceededErrors"] : []

  # A fault inside is answered by the function, as 500 or 503, and shows in the error rate. Errors are runs that ended
  # without an answer: a timeout, or no memory.
  replica_metrics = { Errors = "Runs that ended without an answer", Throttles = "More at once than the region allows" }
  replica_alarms = {
    for pair in setproduct(local.edge_regions, keys(local.replica_metrics)) :
    "${pair[0]}-${pair[1]}" => { region = pair[0], metric = pair[1] }
  }
}

resource "aws_cloudwatch_metric_alarm" "error_rate" {
  region              = "us-east-1"
  alarm_name          = "${var.contract.prefix}-cloudfront-5xx"
  alarm_description   = "${var.alarms.error_rate_percent} % of requests end in 5xx, the edge's own 503 among them: it has no key, or the origin is down"
  namespace           = "AWS/CloudFront"
  metric_name         = "5xxErrorRate"
  dimensions          = local.distribution_dimensions
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 3
  threshold           = var.alarms.error_rate_percent
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.cloudfront_topic
  ok_actions          = local.cloudfront_topic
  tags                = var.contract.tags
}

resource "aws_cloudwatch_metric_alarm" "function" {
  for_each            = local.function_metrics
  region              = "us-east-1"
  alarm_name          = "${var.contract.prefix}-${each.key}"
  alarm_description   = each.value
  namespace           = "AWS/CloudFront"
  metric_name         = each.key
  dimensions          = { FunctionName = aws_cloudfront_function.this[0].name, Region = "Global" }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = var.alarms.function_failures
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.cloudfront_topic
  ok_actions          = local.cloudfront_topic
  tags                = var.contract.tags
}

resource "aws_cloudwatch_metric_alarm" "lambda_edge" {
  count               = local.is_lambda_edge ? 1 : 0
  region              = "us-east-1"
  alarm_name          = "${var.contract.prefix}-lambda-edge"
  alarm_description   = "CloudFront answered 5xx because the function failed, returned what it does not take, or was throttled, in any region"
  evaluation_periods  = 1
  threshold           = var.alarms.function_failures
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.cloudfront_topic
  ok_actions          = local.cloudfront_topic
  tags                = var.contract.tags

  metric_query {
    id          = "failures"
    expression  = join(" + ", [for index, name in local.edge_metrics : "FILL(m${index}, 0)"])
    label       = "Requests that the function failed"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.edge_metrics
    content {
      id = "m${metric_query.key}"
      metric {
        namespace   = "AWS/CloudFront"
        metric_name = metric_query.value
        dimensions  = local.distribution_dimensions
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

# The same by the region where it ran, which is also where its log is.
resource "aws_cloudwatch_metric_alarm" "replica" {
  for_each            = local.replica_alarms
  region              = each.value.region
  alarm_name          = "${local.lambda_name}-${each.value.metric}"
  alarm_description   = "${local.replica_metrics[each.value.metric]}; its log is in ${each.value.region}"
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = local.replica_name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = var.alarms.function_failures
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = lookup(local.topics_by_region, each.value.region, [])
  ok_actions          = lookup(local.topics_by_region, each.value.region, [])
  tags                = var.contract.tags
}
