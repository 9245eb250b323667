mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  settings_json = file("tests/settings.json")
}

run "the_least" {
  command = plan
  variables {
    secret_names = ["cf-proof"]
  }
}

run "a_worker_that_takes_its_key_from_this_store" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "cloudflare-worker"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
}

run "an_algorithm_that_rotation_keeps" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "EdDSA", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
}

run "a_path_of_thirteen_levels" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/a/b/c/d/e/f/g/h/i/j/k/l/m"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
    }
  }
}

run "settings_as_large_as_a_parameter" {
  command = plan
  variables {
    settings_json = format("%-8192s", file("tests/settings.json"))
  }
}

run "settings_in_which_an_origin_has_the_audience" {
  command = plan
  variables {
    settings_json = file("tests/settings-with-origins.json")
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      key_path    = "/ipseal/prod"
      tags        = {}
      signer      = "lambda-edge"
      assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-shop" }
    }
  }
}

run "more_secrets_than_the_settings_name" {
  command = plan
  variables {
    secret_names = ["cf-proof", "Old.proof-2"]
  }
}

run "administrators_by_name" {
  command = plan
  variables {
    key_administrators = ["arn:aws:iam::123456789012:role/ops/admin", "arn:aws:iam::123456789012:user/root@example.com"]
  }
}

run "the_shortest_period_of_the_fastest_verifiers" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", every = "77m", verifier_cache_seconds = 600, schedule = "rate(1 hour)", log_retention_days = 90 }
  }
}

run "the_slowest_verifiers" {
  command = plan
  variables {
    rotation = { package = "tests/settings.json", every = "8d", verifier_cache_seconds = 604800, schedule = "rate(24 hours)" }
  }
}

run "other_regions_with_a_day_to_copy" {
  command = plan
  variables {
    regions          = ["eu-central-1", "ap-southeast-2"]
    alarm_topic_arns = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    rotation         = { package = "tests/settings.json", verifier_cache_seconds = 86400 }
  }
}
