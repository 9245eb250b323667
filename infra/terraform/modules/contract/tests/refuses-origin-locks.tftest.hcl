run "origin_locks_are_known" {
  command = plan
  variables {
    origin_locks = ["prefix-list", "firewall"]
  }
  expect_failures = [var.origin_locks]
}

run "origin_locks_are_not_null" {
  command = plan
  variables {
    origin_locks = ["prefix-list", null]
  }
  expect_failures = [var.origin_locks]
}

run "origin_locks_hold_one" {
  command = plan
  variables {
    origin_locks = []
  }
  expect_failures = [var.origin_locks]
}

run "origin_mtls_is_not_with_lambda_at_origin_events" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["origin-mtls"]
  }
  expect_failures = [var.origin_locks]
}

run "origin_mtls_is_not_with_vpc_origin" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "viewer-request"
    exposure                 = "internal"
    origin_locks             = ["origin-mtls", "vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "vpc_origin_is_not_with_lambda_at_an_origin_event" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    exposure                 = "internal"
    origin_locks             = ["vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "vpc_origin_is_not_public" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "viewer-request"
    origin_locks             = ["vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "origin_mtls_is_cloudfronts" {
  command = plan
  variables {
    origin_locks = ["origin-mtls"]
  }
  expect_failures = [var.origin_locks]
}

run "vpc_origin_is_cloudfronts" {
  command = plan
  variables {
    exposure     = "internal"
    origin_locks = ["vpc-origin"]
  }
  expect_failures = [var.origin_locks]
}

run "authenticated_origin_pulls_are_cloudflares" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["authenticated-origin-pulls"]
  }
  expect_failures = [var.origin_locks]
}

run "secret_header_is_an_extra" {
  command = plan
  variables {
    origin_locks = ["secret-header"]
  }
  expect_failures = [var.origin_locks]
}

run "prefix_list_has_prefixes" {
  command = plan
  variables {
    edge_prefixes_ipv4 = []
    edge_prefixes_ipv6 = []
  }
  expect_failures = [var.origin_locks]
}

run "internal_is_reached_from_cloudfront_by_vpc_origin_alone" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    exposure                 = "internal"
  }
  expect_failures = [var.origin_locks]
}
