locals {
  # What standard logging knows, less c-ip, c-port, x-forwarded-for, cs(Cookie), cs(Referer), cs-uri-query, cs-headers and
  # cs-header-names. CloudFront cannot shorten an address, only leave its field out. The edge's own records have it, /24 or
  # /48, and x-edge-request-id is reqId there: that is how the two are joined.
  fields_without_addresses = [
    "date", "time", "timestamp(ms)", "x-edge-location", "sc-bytes", "cs-method", "cs(Host)", "cs-uri-stem",
    "sc-status", "cs(User-Agent)", "x-edge-result-type", "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes",
    "time-taken", "ssl-protocol", "ssl-cipher", "x-edge-response-result-type", "cs-protocol-version", "fle-status",
    "fle-encrypted-fields", "time-to-first-byte", "x-edge-detailed-result-type", "sc-content-type", "sc-content-len",
    "sc-range-start", "sc-range-end", "cache-behavior-path-pattern", "c-country", "origin-fbl", "origin-lbl",
  ]
  is_logging = var.log_destination_arn != null
}

# Standard logging v2: CloudFront's deliveries are made in us-east-1, wherever a bucket is. Only this version leaves fields
# out; logging_config of the distribution is the old one, which writes c-ip always.
resource "aws_cloudwatch_log_delivery_source" "this" {
  count        = local.is_logging ? 1 : 0
  region       = "us-east-1"
  name         = "${var.contract.prefix}-cloudfront"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
  tags         = var.contract.tags
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  count         = local.is_logging ? 1 : 0
  region        = "us-east-1"
  name          = "${var.contract.prefix}-cloudfront"
  output_format = "json"
  tags          = var.contract.tags

  delivery_destination_configuration {
    destination_resource_arn = var.log_destination_arn
  }
}

resource "aws_cloudwatch_log_delivery" "this" {
  count                    = local.is_logging ? 1 : 0
  region                   = "us-east-1"
  delivery_source_name     = aws_cloudwatch_log_delivery_source.this[0].name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this[0].arn
  record_fields            = var.log_fields
  tags                     = var.contract.tags
}
