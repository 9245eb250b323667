locals {
  # What a function may not write, or has to leave alone. CloudFront Developer Guide, "Restrictions on all edge functions";
  # Cloudflare keeps cf-* for itself; API Gateway and ALB rename or overwrite x-amzn-*. A name that ends in * stands for all
  # that begin like it. The first list is that of src/platform/cloudfront/headers.ts, held to it by a test.
  forbidden_headers = {
    cloudfront = [
      "cdn-loop", "client-cert", "client-cert-chain", "cloudfront-viewer-cert-pem", "connection", "content-length", "expect",
      "host", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "trailer", "transfer-encoding",
      "upgrade", "via", "x-accel-buffering", "x-accel-charset", "x-accel-limit-rate", "x-accel-redirect", "x-amz-cf-*",
      "x-amzn-auth", "x-amzn-cf-billing", "x-amzn-cf-id", "x-amzn-cf-xff", "x-amzn-errortype", "x-amzn-fle-profile",
      "x-amzn-header-count", "x-amzn-header-order", "x-amzn-lambda-integration-tag", "x-amzn-requestid", "x-cache", "x-edge-*",
      "x-forwarded-proto", "x-real-ip",
    ]
    cloudflare = ["cf-*", "cdn-loop", "x-real-ip"]
    aws        = ["x-amz-*", "x-amzn-*", "x-forwarded-*"]
  }

  # Free to be written, and written or believed by others: an address in one of these is a claim and never a proof.
  meant_otherwise = ["authorization", "cookie", "fastly-client-ip", "forwarded", "true-client-ip", "x-client-ip", "x-cluster-client-ip"]

  locks_of_cloudfront = ["origin-mtls", "vpc-origin"]
  known_locks         = concat(local.locks_of_cloudfront, ["prefix-list", "secret-header", "authenticated-origin-pulls"])

  is_cloudfront = var.signer != "cloudflare-worker"
}
