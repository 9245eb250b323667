# The store's one value holds the secret. Terraform makes the store and never the value: what it writes is in its state, for
# aws_cloudfrontkeyvaluestore_key has no write-only argument. `ipseal keys kvs` writes it.
resource "aws_cloudfront_key_value_store" "this" {
  count   = local.is_lambda_edge ? 0 : 1
  name    = var.contract.prefix
  comment = "What the seal of ${var.contract.prefix} is made with: whoever reads it can be any client"
}

resource "aws_cloudfront_function" "this" {
  count                        = local.is_lambda_edge ? 0 : 1
  name                         = var.contract.prefix
  comment                      = "Seals the client's address for ${var.contract.prefix}"
  runtime                      = "cloudfront-js-2.0" # the first that has key value stores
  code                         = file(var.cloudfront_function.code)
  publish                      = true # what is not published never leaves the stage DEVELOPMENT
  key_value_store_associations = aws_cloudfront_key_value_store.this[*].arn
}

# CloudFront makes this group by itself, in us-east-1 whatever edge wrote the line, and then keeps it for ever.
resource "aws_cloudwatch_log_group" "cloudfront_function" {
  #checkov:skip=CKV_AWS_158:lines hold no secret, and truncated addresses at most; CloudWatch encrypts them with its own key
  #checkov:skip=CKV_AWS_338:a year is longer than anyone needs a truncated address
  count             = local.is_lambda_edge ? 0 : 1
  region            = "us-east-1"
  name              = "/aws/cloudfront/function/${var.contract.prefix}"
  retention_in_days = 30
  tags              = var.contract.tags
}
