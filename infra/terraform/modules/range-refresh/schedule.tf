# A group of its own: the role can be held to it, as Scheduler says from which group it comes and not from which schedule.
# User Guide of EventBridge Scheduler, "Confused deputy prevention".
resource "aws_scheduler_schedule_group" "this" {
  name = local.name
  tags = var.contract.tags
}

resource "aws_scheduler_schedule" "this" {
  #checkov:skip=CKV_AWS_297:the schedule holds no more than that it is one; its input is empty
  name                = local.name
  description         = "Asks vendors for their lists."
  group_name          = aws_scheduler_schedule_group.this.name
  schedule_expression = var.schedule

  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = min(15, floor(local.every_seconds / 240))
  }

  target {
    arn      = aws_lambda_function.this.arn
    role_arn = aws_iam_role.schedule.arn
    # Which lists is said by IPSEAL_RANGES_FEEDS, for a run by hand as well.
    input = jsonencode({})

    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = min(max(local.every_seconds, 900), 21600)
    }
  }
}

resource "aws_iam_role" "schedule" {
  name        = "${local.name}-schedule"
  description = "Lets the schedule of ${local.name} invoke it."
  tags        = var.contract.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Scheduler"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = {
        "aws:SourceAccount" = local.account
        "aws:SourceArn"     = aws_scheduler_schedule_group.this.arn
      } }
    }]
  })
}

resource "aws_iam_role_policy" "schedule" {
  name = "invoke"
  role = aws_iam_role.schedule.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeFunction"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.this.arn
    }]
  })
}
