# Who forwards what:
#   viewer-request  The function replaces the assertion, and removes what clients forged, before CloudFront applies a policy.
#                   What it wrote reaches the origin only if the origin request policy takes it.
#   origin-request  The function runs after the policy: it needs no permission for what it writes, and sees of the viewer only
#                   what the policies take. It removes copies that they let through.
# Neither is ever in a cache key. There it would make every address, in each slot of 15 seconds, an object of its own.
locals {
  sealed_headers = var.contract.header_in_origin_request_policy ? [var.contract.assertion.header] : []

  # For the edge at origin-request alone, which removes them.
  edge_headers = setunion(local.sealed_headers, var.upstream_headers)

  listed_headers = var.forwarded_headers == null ? null : setunion(var.forwarded_headers, local.edge_headers, ["host"])
}

resource "aws_cloudfront_cache_policy" "uncached" {
  name    = "${var.contract.prefix}-uncached"
  comment = "Keeps nothing"
  min_ttl = 0
  # All three are 0: CloudFront then refuses anything in the key, for there is none.
  default_ttl = 0
  max_ttl     = 0

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = false
    enable_accept_encoding_gzip   = false
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

# The viewer's Host goes on too: gateways route by it, and at origin-request seals are bound to it and `origins` are told
# apart by it. That is why the origin's certificate may hold the clients' names.
resource "aws_cloudfront_origin_request_policy" "uncached" {
  name    = "${var.contract.prefix}-uncached"
  comment = "Everything that the application may need, and the seal"

  headers_config {
    # allViewer takes what a viewer-request function wrote as well, and is the only way for Authorization.
    header_behavior = local.listed_headers == null ? "allViewer" : "whitelist"
    dynamic "headers" {
      for_each = local.listed_headers == null ? [] : [local.listed_headers]
      content {
        items = headers.value
      }
    }
  }
  cookies_config {
    cookie_behavior = "all"
  }
  query_strings_config {
    query_string_behavior = "all"
  }
}

resource "aws_cloudfront_cache_policy" "cached" {
  count   = var.cache == null ? 0 : 1
  name    = "${var.contract.prefix}-cached"
  comment = "Keyed by host, path and query; by nothing that differs by client"
  # Above 0 CloudFront keeps answers that say no-store, and what the edge answers says that.
  min_ttl     = 0
  default_ttl = var.cache.default_ttl
  max_ttl     = var.cache.max_ttl

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "whitelist"
      headers {
        items = ["host"] # or two names of one distribution would share objects
      }
    }
    query_strings_config {
      query_string_behavior = var.cache.query_strings == null ? "all" : length(var.cache.query_strings) == 0 ? "none" : "whitelist"
      dynamic "query_strings" {
        for_each = length(coalesce(var.cache.query_strings, [])) == 0 ? [] : [var.cache.query_strings]
        content {
          items = query_strings.value
        }
      }
    }
  }
}

# Of what is not in the key the origin sees the seal alone: an object cannot depend on what nobody can tell from its key.
resource "aws_cloudfront_origin_request_policy" "cached" {
  count   = var.cache == null ? 0 : 1
  name    = "${var.contract.prefix}-cached"
  comment = "The seal, and nothing that could make objects differ"

  headers_config {
    header_behavior = length(local.edge_headers) == 0 ? "none" : "whitelist"
    dynamic "headers" {
      for_each = length(local.edge_headers) == 0 ? [] : [local.edge_headers]
      content {
        items = headers.value
      }
    }
  }
  cookies_config {
    cookie_behavior = "none"
  }
  query_strings_config {
    query_string_behavior = "none"
  }
}
