locals {
  function_name = "${var.contract.prefix}-rotate-keys"
  scheduled     = var.rotation == null ? 0 : 1
}

resource "aws_cloudwatch_log_group" "rotation" {
  count = local.scheduled

  name              = "/aws/lambda/${local.function_name}"
  retention_in_days = var.rotation.log_retention_days
  tags              = var.contract.tags
}

resource "aws_iam_role" "rotation" {
  count = local.scheduled

  name        = local.function_name
  description = "Rotates the keys below ${var.contract.key_path}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LambdaOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
  tags = var.contract.tags
}

resource "aws_iam_role_policy" "rotation" {
  count = local.scheduled

  name   = "rotate-keys"
  role   = aws_iam_role.rotation[0].name
  policy = local.rotate_policy
}

# No logs:CreateLogGroup: a group that Lambda made would have no retention.
resource "aws_iam_role_policy" "rotation_log" {
  count = local.scheduled

  name = "write-log"
  role = aws_iam_role.rotation[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteOwnLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${local.arn_base}:logs:${local.home}:${local.account}:log-group:/aws/lambda/${local.function_name}:*"
    }]
  })
}

resource "aws_lambda_function" "rotation" {
  count = local.scheduled

  function_name    = local.function_name
  description      = "Rotates the keys below ${var.contract.key_path}."
  role             = aws_iam_role.rotation[0].arn
  filename         = var.rotation.package
  source_code_hash = filebase64sha256(var.rotation.package)
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  architectures    = ["arm64"]
  memory_size      = 256
  timeout          = 60
  environment {
    variables = { IPSEAL_KEYS = local.store_reference }
  }
  logging_config {
    # What the function writes is JSON already. In the format "JSON" what Lambda adds would have a level too, as a word.
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.rotation[0].name
  }
  tags = var.contract.tags

  # Its first run may come before the policies otherwise.
  depends_on = [aws_iam_role_policy.rotation, aws_iam_role_policy.rotation_log]
}

# A group of its own, for aws:SourceArn names the group of a schedule and not the schedule (EventBridge Scheduler User Guide,
# "Confused deputy prevention"): in the group "default" any schedule of the account could use the role.
resource "aws_scheduler_schedule_group" "rotation" {
  count = local.scheduled

  name = local.function_name
  tags = var.contract.tags
}

resource "aws_iam_role" "schedule" {
  count = local.scheduled

  name        = "${local.function_name}-schedule"
  description = "Invokes ${local.function_name}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "SchedulesOfThisGroup"
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.rotation[0].arn }
      }
    }]
  })
  tags = var.contract.tags
}

resource "aws_iam_role_policy" "schedule" {
  count = local.scheduled

  name = "invoke-rotation"
  role = aws_iam_role.schedule[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeRotation"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.rotation[0].arn
    }]
  })
}

resource "aws_scheduler_schedule" "rotation" {
  count = local.scheduled

  name                = "rotate-keys"
  group_name          = aws_scheduler_schedule_group.rotation[0].name
  schedule_expression = var.rotation.schedule
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_lambda_function.rotation[0].arn
    role_arn = aws_iam_role.schedule[0].arn
    # Anything else in it is refused by the function.
    input = jsonencode({ every = var.rotation.every, verifierCacheSeconds = var.rotation.verifier_cache_seconds })
    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 3
    }
  }
  depends_on = [aws_iam_role_policy.schedule]
}
