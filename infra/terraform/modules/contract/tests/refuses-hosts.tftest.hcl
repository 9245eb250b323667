run "hosts_name_one" {
  command = plan
  variables {
    hosts = []
  }
  expect_failures = [var.hosts]
}

run "hosts_are_names" {
  command = plan
  variables {
    hosts = ["shop.example.com:443"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_no_addresses" {
  command = plan
  variables {
    hosts = ["192.0.2.1"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_in_lower_case" {
  command = plan
  variables {
    hosts = ["Shop.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_have_a_wildcard_in_front_alone" {
  command = plan
  variables {
    hosts = ["shop.*.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_of_one_line" {
  command = plan
  variables {
    hosts = ["shop.example.com\n"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_ascii" {
  command = plan
  variables {
    hosts = ["shöp.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_not_null" {
  command = plan
  variables {
    hosts = [null]
  }
  expect_failures = [var.hosts]
}

run "hosts_have_253_characters_at_most" {
  command = plan
  variables {
    hosts = ["${join("", [for i in range(126) : "a."])}com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_are_any_or_named" {
  command = plan
  variables {
    hosts = ["*", "shop.example.com"]
  }
  expect_failures = [var.hosts]
}

run "hosts_stand_once" {
  command = plan
  variables {
    hosts = ["shop.example.com", "shop.example.com"]
  }
  expect_failures = [var.hosts]
}

run "origin_url_is_https" {
  command = plan
  variables {
    origin_url = "http://origin.example.com"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_no_path" {
  command = plan
  variables {
    origin_url = "https://origin.example.com/"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_no_user" {
  command = plan
  variables {
    origin_url = "https://user@origin.example.com"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_is_not_empty" {
  command = plan
  variables {
    origin_url = ""
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_a_port_above_0" {
  command = plan
  variables {
    origin_url = "https://origin.example.com:0"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_a_port_up_to_65535" {
  command = plan
  variables {
    origin_url = "https://origin.example.com:65536"
  }
  expect_failures = [var.origin_url]
}

run "origin_url_has_a_name_of_253_characters_at_most" {
  command = plan
  variables {
    origin_url = "https://${join("", [for i in range(126) : "a."])}com:65535"
  }
  expect_failures = [var.origin_url]
}
