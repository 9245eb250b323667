mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { region = "us-east-1" }
  }
}

variables {
  contract = {
    environment = "prod"
    prefix      = "shop-prod"
    key_path    = "/ipseal/prod"
    tags        = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
    signer      = "lambda-edge"
    assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
  }
  settings_json = file("tests/settings.json")
  secret_names  = ["cf-proof"]
}

run "a_signer_that_reads_no_parameter" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "cloudfront-function"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
  expect_failures = [var.contract]
}

run "an_algorithm_of_shared_secrets" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "HS256", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
  expect_failures = [var.contract]
}

run "a_path_that_parameter_store_keeps_for_itself" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/aws/prod"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
  expect_failures = [var.contract]
}

run "a_path_with_a_wildcard" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/*"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
  expect_failures = [var.contract]
}

run "settings_that_are_not_json" {
  command = plan
  variables {
    settings_json = "-----"
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "a_configuration_that_was_not_compiled" {
  command = plan
  variables {
    settings_json = jsonencode({ issuer = "https://edge.example.com", audience = "origin-prod" })
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "settings_that_were_edited" {
  command = plan
  variables {
    settings_json = replace(file("tests/settings.json"), "\"maxHops\":16", "\"maxHops\":17")
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "settings_with_a_private_key" {
  command = plan
  variables {
    settings_json = file("tests/settings-with-a-private-key.json")
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "settings_with_a_private_key_whose_member_is_escaped" {
  command = plan
  variables {
    settings_json = replace(file("tests/settings-with-a-private-key.json"), "\"d\"", "\"\\u0064\"")
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "settings_that_no_parameter_holds" {
  command = plan
  variables {
    settings_json = format("%-8193s", file("tests/settings.json"))
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "settings_of_another_issuer" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "ES256", issuer = "https://other.example.com", audience = "origin-prod" }
    }
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "settings_for_another_audience" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-test" }
    }
  }
  expect_failures = [aws_ssm_parameter.settings]
}

run "a_region_that_is_none" {
  command = plan
  variables {
    regions = ["us-east-1a"]
  }
  expect_failures = [var.regions]
}

run "the_store_s_own_region" {
  command = plan
  variables {
    regions = ["us-east-1"]
  }
  expect_failures = [var.regions]
}

run "a_secret_name_that_no_store_holds" {
  command = plan
  variables {
    secret_names = ["cf-proof", "../prod"]
  }
  expect_failures = [var.secret_names]
}

run "two_secrets_in_one_variable" {
  command = plan
  variables {
    secret_names = ["cf-proof", "cf_proof"]
  }
  expect_failures = [var.secret_names]
}

run "settings_that_name_a_secret_which_is_not_listed" {
  command = plan
  variables {
    secret_names = []
  }
  expect_failures = [var.secret_names]
}

run "an_administrator_by_wildcard" {
  command = plan
  variables {
    key_administrators = ["arn:aws:iam::123456789012:role/*"]
  }
  expect_failures = [var.key_administrators]
}

run "the_whole_account_as_administrator" {
  command = plan
  variables {
    key_administrators = ["arn:aws:iam::123456789012:root"]
  }
  expect_failures = [var.key_administrators]
}

run "a_package_that_was_not_built" {
  command = plan
  variables {
    rotation = { package = "tests/rotate-keys.zip" }
  }
  expect_failures = [var.rotation]
}

run "a_period_that_the_function_does_not_read" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", every = "3 months" }
  }
  expect_failures = [var.rotation]
}

run "verifiers_without_any_cache" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", verifier_cache_seconds = 599 }
  }
  expect_failures = [var.rotation]
}

run "verifiers_that_are_more_than_a_week_behind" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", every = "90d", verifier_cache_seconds = 604801 }
  }
  expect_failures = [var.rotation]
}

run "a_period_shorter_than_one_rotation" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", every = "96m" }
  }
  expect_failures = [var.rotation]
}

run "a_schedule_that_is_rarer_than_its_alarm" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", schedule = "rate(7 days)" }
  }
  expect_failures = [var.rotation]
}

run "a_log_that_forgets_before_the_next_key" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", log_retention_days = 30 }
  }
  expect_failures = [var.rotation]
}

run "other_regions_without_the_time_to_copy" {
  command = plan
  variables {
    regions  = ["eu-central-1"]
    rotation = { package = "tests/settings.json", verifier_cache_seconds = 86399 }
  }
  expect_failures = [var.rotation]
}

run "an_alarm_to_something_else_than_a_topic" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sqs:us-east-1:123456789012:alarms"]
  }
  expect_failures = [var.alarm_topic_arns]
}
