mock_provider "aws" {
  source = "./tests/mocks"
}

run "store_is_of_a_known_kind" {
  command = plan
  variables {
    store = { kind = "file" }
  }
  expect_failures = [var.store]
}

run "store_in_s3_has_a_bucket" {
  command = plan
  variables {
    store = { kind = "s3" }
  }
  expect_failures = [var.store]
}

run "store_in_ssm_has_no_bucket" {
  command = plan
  variables {
    store = { kind = "ssm", bucket = "example-lists" }
  }
  expect_failures = [var.store]
}

run "store_bucket_is_a_name" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "arn:aws:s3:::example-lists" }
  }
  expect_failures = [var.store]
}

run "store_bucket_is_no_address" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "192.0.2.1" }
  }
  expect_failures = [var.store]
}

run "store_path_is_one_of_parameters" {
  command = plan
  variables {
    store = { kind = "ssm", path = "lists" }
  }
  expect_failures = [var.store]
}

run "store_path_is_for_ssm" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", path = "/lists" }
  }
  expect_failures = [var.store]
}

run "store_path_has_12_levels_at_most" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/1/2/3/4/5/6/7/8/9/10/11/12/13" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_among_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal/prod/ranges" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_the_one_of_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal/prod" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_among_keys_of_another_environment" {
  command = plan

  variables {
    store = { kind = "ssm", path = "/ipseal/staging/keys" }
  }

  expect_failures = [var.store]
}

run "store_path_is_not_above_keys" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/ipseal" }
  }
  expect_failures = [var.store]
}

run "store_path_is_not_one_that_aws_keeps" {
  command = plan
  variables {
    store = { kind = "ssm", path = "/AWS/lists" }
  }
  expect_failures = [var.store]
}

run "store_prefix_is_for_s3" {
  command = plan
  variables {
    store = { kind = "ssm", prefix = "lists" }
  }
  expect_failures = [var.store]
}

run "store_prefix_has_no_slash_at_its_ends" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "/lists" }
  }
  expect_failures = [var.store]
}

run "store_prefix_has_no_dots_for_a_folder" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "lists/../keys" }
  }
  expect_failures = [var.store]
}

run "store_region_is_one" {
  command = plan
  variables {
    store = { kind = "ssm", region = "Ireland" }
  }
  expect_failures = [var.store]
}

run "store_kms_key_is_no_alias" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:alias/lists" }
  }
  expect_failures = [var.store]
}

run "store_kms_key_is_for_s3" {
  command = plan
  variables {
    store = { kind = "ssm", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  expect_failures = [var.store]
}

run "store_prefix_has_8_levels_at_most" {
  command = plan
  variables {
    store = { kind = "s3", bucket = "example-lists", prefix = "1/2/3/4/5/6/7/8/9" }
  }
  expect_failures = [var.store]
}
