locals {
  # VPC User Guide, "AWS IP address ranges notifications". The function looks at the name once more: AMAZON_TOPIC of
  # src/platform/refresh/refresh-event.ts, held to this one by a test.
  topic_arn = "arn:aws:sns:us-east-1:806199016981:AmazonIpSpaceChanged"
}

# The topic is in us-east-1, wherever the function is. A subscription is made where its topic is.
resource "aws_sns_topic_subscription" "this" {
  region     = "us-east-1"
  topic_arn  = local.topic_arn
  protocol   = "lambda"
  endpoint   = var.function_arn
  depends_on = [aws_lambda_permission.this]
}

# For this topic alone: any other one of SNS is a stranger's as well.
resource "aws_lambda_permission" "this" {
  statement_id  = "amazon-ip-space-changed"
  action        = "lambda:InvokeFunction"
  function_name = var.function_arn
  principal     = "sns.amazonaws.com"
  source_arn    = local.topic_arn
}
