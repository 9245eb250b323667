run "edge_providers_name_one" {
  command = plan
  variables {
    edge_providers = []
  }
  expect_failures = [var.edge_providers]
}

run "edge_providers_are_known" {
  command = plan
  variables {
    edge_providers = ["cloudflare", "cloudflair"]
  }
  expect_failures = [var.edge_providers]
}

run "edge_providers_are_not_null" {
  command = plan
  variables {
    edge_providers = ["cloudflare", null]
  }
  expect_failures = [var.edge_providers]
}

run "edge_managed_prefix_list_is_cloudfronts" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_managed_prefix_list = "com.amazonaws.eu-west-1.s3"
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_managed_prefix_list_is_of_aws" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_managed_prefix_list = "example.com.amazonaws.global.cloudfront.origin-facing"
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_managed_prefix_list_is_not_empty" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    edge_managed_prefix_list = ""
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "edge_managed_prefix_list_is_of_the_last_cdn" {
  command = plan
  variables {
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
  }
  expect_failures = [var.edge_managed_prefix_list]
}

run "signer_is_known" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer_event             = "origin-request"
    origin_locks             = ["prefix-list"]
    signer                   = "worker"
  }
  expect_failures = [var.signer]
}

run "signer_runs_on_a_cdn_of_the_path" {
  command = plan
  variables {
    edge_providers = ["cloudflare"]
    signer         = "lambda-edge"
    signer_event   = "viewer-request"
  }
  expect_failures = [var.signer]
}

run "signer_without_lists_stands_first" {
  command = plan
  variables {
    edge_providers = ["cloudflare", "cloudfront"]
    signer         = "cloudfront-function"
    signer_event   = "viewer-request"
    origin_locks   = ["prefix-list"]
  }
  expect_failures = [var.signer]
}

run "signer_worker_is_not_in_the_middle" {
  command = plan
  variables {
    edge_providers = ["fastly", "cloudflare", "akamai"]
    origin_locks   = ["prefix-list"]
  }
  expect_failures = [var.signer]
}

run "signer_lambda_is_not_in_the_middle" {
  command = plan
  variables {
    edge_providers = ["fastly", "cloudfront", "akamai"]
    signer         = "lambda-edge"
    signer_event   = "viewer-request"
    origin_locks   = ["prefix-list"]
  }
  expect_failures = [var.signer]
}

run "signer_event_is_null_with_a_worker" {
  command = plan
  variables {
    signer_event = "viewer-request"
  }
  expect_failures = [var.signer_event]
}

run "signer_event_is_said_at_cloudfront" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    origin_locks             = ["prefix-list"]
    signer_event             = null
  }
  expect_failures = [var.signer_event]
}

run "signer_event_is_not_empty" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    origin_locks             = ["prefix-list"]
    signer_event             = ""
  }
  expect_failures = [var.signer_event]
}

run "signer_event_is_one_of_requests" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "lambda-edge"
    origin_locks             = ["prefix-list"]
    signer_event             = "viewer-response"
  }
  expect_failures = [var.signer_event]
}

run "signer_event_of_a_function_is_the_viewers" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    origin_locks             = ["prefix-list"]
    signer_event             = "origin-request"
  }
  expect_failures = [var.signer_event]
}
