run "name_is_a_dns_label" {
  command = plan
  variables {
    name = "Shop"
  }
  expect_failures = [var.name]
}

run "name_has_20_characters_at_most" {
  command = plan
  variables {
    name = "abcdefghijklmnopqrstu"
  }
  expect_failures = [var.name]
}

run "name_begins_with_a_letter" {
  command = plan
  variables {
    name = "1shop"
  }
  expect_failures = [var.name]
}

run "name_is_of_one_line" {
  command = plan
  variables {
    name = "shop\n"
  }
  expect_failures = [var.name]
}

run "name_is_ascii" {
  command = plan
  variables {
    name = "shöp"
  }
  expect_failures = [var.name]
}

run "name_is_one_that_a_load_balancer_can_have" {
  command = plan
  variables {
    name = "internal-shop"
  }
  expect_failures = [var.name]
}

run "name_is_one_that_a_security_group_can_have" {
  command = plan
  variables {
    name = "sg-shop"
  }
  expect_failures = [var.name]
}

run "environment_is_short" {
  command = plan
  variables {
    environment = "production1"
  }
  expect_failures = [var.environment]
}

run "environment_has_no_hyphen_at_its_end" {
  command = plan
  variables {
    environment = "prod-"
  }
  expect_failures = [var.environment]
}

run "environment_is_one_level_of_a_path" {
  command = plan
  variables {
    environment = "prod/a"
  }
  expect_failures = [var.environment]
}

run "environment_is_not_empty" {
  command = plan
  variables {
    environment = ""
  }
  expect_failures = [var.environment]
}

run "namespace_is_a_dns_label" {
  command = plan
  variables {
    namespace = "shop.example"
  }
  expect_failures = [var.namespace]
}

run "namespace_is_not_empty" {
  command = plan
  variables {
    namespace = ""
  }
  expect_failures = [var.namespace]
}

run "exposure_is_known" {
  command = plan
  variables {
    exposure = "private"
  }
  expect_failures = [var.exposure]
}

run "exposure_is_not_empty" {
  command = plan
  variables {
    exposure = ""
  }
  expect_failures = [var.exposure]
}

run "tls_is_known" {
  command = plan
  variables {
    tls = "none"
  }
  expect_failures = [var.tls]
}
