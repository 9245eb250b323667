mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  settings_json = file("tests/settings.json")
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
