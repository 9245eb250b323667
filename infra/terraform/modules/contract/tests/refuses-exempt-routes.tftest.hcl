run "exempt_routes_have_a_method_in_capitals" {
  command = plan
  variables {
    exempt_routes = [{ method = "get", path = "/healthz" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_wildcard" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/health*" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_query" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz?a" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_escape" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/%2e%2e/admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_parameter" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz;a" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_a_path_without_backslash" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/a\\..\\admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_no_null" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = null }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_lead_nowhere_else" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz/../admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_have_no_empty_level" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "//admin" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_stand_once" {
  command = plan
  variables {
    exempt_routes = [{ method = "GET", path = "/healthz" }, { method = "GET", path = "/healthz" }]
  }
  expect_failures = [var.exempt_routes]
}

run "exempt_routes_are_16_at_most" {
  command = plan
  variables {
    exempt_routes = [for i in range(17) : { method = "GET", path = "/health/${i}" }]
  }
  expect_failures = [var.exempt_routes]
}
