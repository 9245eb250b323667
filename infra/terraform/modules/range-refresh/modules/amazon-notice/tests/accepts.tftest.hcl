mock_provider "aws" {}

run "function_in_a_region_of_its_own" {
  command = plan
  variables {
    function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-refresh-ranges"
  }
  assert {
    condition     = aws_sns_topic_subscription.this.region == "us-east-1" && aws_sns_topic_subscription.this.protocol == "lambda"
    error_message = "the subscription is made where the topic is"
  }
  assert {
    condition     = aws_lambda_permission.this.source_arn == "arn:aws:sns:us-east-1:806199016981:AmazonIpSpaceChanged" && aws_lambda_permission.this.principal == "sns.amazonaws.com"
    error_message = "nobody else's topic may invoke the function"
  }
}
