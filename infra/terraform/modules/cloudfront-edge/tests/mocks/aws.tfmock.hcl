mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_resource "aws_cloudfront_distribution" {
  defaults = { id = "EDFDVBD6EXAMPLE", arn = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE" }
}

mock_resource "aws_cloudfront_function" {
  defaults = { arn = "arn:aws:cloudfront::123456789012:function/shop-prod" }
}

mock_resource "aws_cloudfront_key_value_store" {
  defaults = { arn = "arn:aws:cloudfront::123456789012:key-value-store/6c1d1b5e-0000-4000-8000-000000000000" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/shop-prod-edge" }
}

mock_resource "aws_lambda_function" {
  defaults = { qualified_arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-prod-edge:1" }
}

mock_resource "aws_cloudfront_cache_policy" {
  defaults = { id = "cache-policy" }
}

mock_resource "aws_cloudfront_origin_request_policy" {
  defaults = { id = "origin-request-policy" }
}

mock_resource "aws_cloudfront_vpc_origin" {
  defaults = { id = "vo_EXAMPLE" }
}

mock_resource "aws_cloudwatch_log_delivery_destination" {
  defaults = { arn = "arn:aws:logs:us-east-1:123456789012:delivery-destination:shop-prod-cloudfront" }
}
