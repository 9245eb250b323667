mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  settings_json = file("tests/settings.json")
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

run "an_alarm_to_something_else_than_a_topic" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sqs:us-east-1:123456789012:alarms"]
  }
  expect_failures = [var.alarm_topic_arns]
}
