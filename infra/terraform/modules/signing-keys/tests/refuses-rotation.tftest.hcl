mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  settings_json = file("tests/settings.json")
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
