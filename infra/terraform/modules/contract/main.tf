locals {
  # Of src/topology/products.ts: the CDNs that a path may have. "edge" is one of your own.
  known_providers = [
    "akamai", "azure-front-door", "bunny", "cdn77", "cloudflare", "cloudfront", "fastly", "gcore", "google-lb", "imperva", "keycdn",
    "edge",
  ]
  first_provider = try(var.edge_providers[0], null)
  last_provider  = try(var.edge_providers[length(var.edge_providers) - 1], null)

  # Space that no packet from another machine comes from (IANA, special-purpose registry).
  no_senders_ipv4 = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"]
  senders_ipv6    = ["2000::/3", "fc00::/7"]

  # What a function may not write, or has to leave alone. CloudFront Developer Guide, "Restrictions on all edge functions";
  # Cloudflare keeps cf-* for itself; API Gateway and ALB rename or overwrite x-amzn-* and x-forwarded-*. A name that ends in
  # * stands for all that begin like it. The first list is that of src/platform/cloudfront/headers.ts, held to it by a test.
  forbidden_headers = {
    cloudfront = [
      "accept-encoding", "cdn-loop", "client-cert", "client-cert-chain", "cloudfront-viewer-cert-pem", "connection",
      "content-length", "expect", "host", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive",
      "proxy-authenticate", "proxy-authorization", "proxy-connection", "trailer", "transfer-encoding", "upgrade", "via",
      "x-accel-buffering", "x-accel-charset", "x-accel-limit-rate", "x-accel-redirect", "x-amz-cf-*", "x-amzn-auth",
      "x-amzn-cf-billing", "x-amzn-cf-id", "x-amzn-cf-xff", "x-amzn-errortype", "x-amzn-fle-profile", "x-amzn-header-count",
      "x-amzn-header-order", "x-amzn-lambda-integration-tag", "x-amzn-requestid", "x-cache", "x-edge-*", "x-forwarded-proto",
      "x-real-ip",
    ]
    cloudflare = ["cf-*", "cdn-loop", "x-real-ip"]
    aws        = ["x-amz-*", "x-amzn-*", "x-forwarded-*", "cloudfront-*"]
    # Each writes names of this kind itself, or takes a client's for its own.
    others = [
      "akamai-*", "baggage", "fastly-*", "fly-*", "incap-*", "traceparent", "tracestate", "x-akamai-*", "x-appengine-*",
      "x-appgw-*", "x-arr-*", "x-azure-*", "x-b3-*", "x-cloud-trace-context", "x-consumer-*", "x-envoy-*", "x-fd-*", "x-goog-*",
      "x-google-*", "x-http-method*", "x-kong-*", "x-ms-*", "x-original-*", "x-request-id", "x-vercel-*",
    ]
  }

  # With a job of their own in HTTP: src/config/reserved-headers.ts, held to it by a test, and what API Gateway remaps.
  http_headers = [
    "accept", "accept-encoding", "authorization", "cache-control", "cdn-loop", "connection", "content-encoding", "content-length",
    "content-md5", "content-type", "cookie", "date", "expect", "host", "if-*", "keep-alive", "max-forwards", "origin", "pragma",
    "proxy-authenticate", "proxy-authorization", "proxy-connection", "range", "referer", "sec-*", "server", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent", "via", "warn", "www-authenticate",
  ]

  # Written or believed by other software: an address in one of these is a claim and never a proof. CLAIM_NAMES of
  # src/headers/claim-names.ts, held to it by a test.
  claims = [
    "cf-connecting-ip", "cf-connecting-ipv6", "cf-pseudo-ipv4", "client-ip", "cloudfront-viewer-address", "do-connecting-ip",
    "fastly-client-ip", "fly-client-ip", "forwarded", "forwarded-for", "incap-client-ip", "true-client-ip",
    "wl-proxy-client-ip", "x-appengine-user-ip", "x-azure-clientip", "x-azure-socketip", "x-client-ip", "x-client-ip-address",
    "x-cluster-client-ip", "x-envoy-external-address", "x-fah-client-ip", "x-forwarded", "x-forwarded-for",
    "x-gcp-connecting-ip", "x-nf-client-connection-ip", "x-original-forwarded-for", "x-originating-ip", "x-real-ip",
    "x-remote-addr", "x-remote-ip", "x-sucuri-clientip", "x-vercel-forwarded-for",
  ]

  locks_of_cloudfront = ["origin-mtls", "vpc-origin"]
  known_locks         = concat(local.locks_of_cloudfront, ["prefix-list", "secret-header", "authenticated-origin-pulls"])

  # A CloudFront Function has no asymmetric keys.
  algorithm = (var.signer == "cloudfront-function" ? "HS256"
  : try(alltrue([for key in jsondecode(local.jwks_json).keys : key.alg == "EdDSA"]), false) ? "EdDSA" : "ES256")

  # Where CloudFront stands behind what seals, the seal comes to it as a header of the viewer's.
  signs_at          = try(index(var.edge_providers, var.signer == "cloudflare-worker" ? "cloudflare" : "cloudfront"), 0)
  passes_cloudfront = contains(slice(var.edge_providers, local.signs_at, length(var.edge_providers)), "cloudfront")
}
