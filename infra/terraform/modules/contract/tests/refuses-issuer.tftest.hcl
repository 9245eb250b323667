run "issuer_is_https" {
  command = plan
  variables {
    issuer = "http://edge.example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_query" {
  command = plan
  variables {
    issuer = "https://edge.example.com/?a"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_fragment" {
  command = plan
  variables {
    issuer = "https://edge.example.com/#a"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_password" {
  command = plan
  variables {
    issuer = "https://user:password@edge.example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_at_sign" {
  command = plan
  variables {
    issuer = "https://edge.example.com/a@b"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_a_host" {
  command = plan
  variables {
    issuer = "https://"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_a_host_before_its_port" {
  command = plan
  variables {
    issuer = "https://:443"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_a_port_above_0" {
  command = plan
  variables {
    issuer = "https://edge.example.com:0"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_empty_label" {
  command = plan
  variables {
    issuer = "https://edge..example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_is_of_one_line" {
  command = plan
  variables {
    issuer = "https://edge.example.com\n"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_control_character" {
  command = plan
  variables {
    issuer = "https://edge.example.com/\u0000"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_invisible_character" {
  command = plan
  variables {
    issuer = "https://edge.example.com/\u202e"
  }
  expect_failures = [var.issuer]
}

run "issuer_is_ascii" {
  command = plan
  variables {
    issuer = "https://ëdge.example.com"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_backslash" {
  command = plan
  variables {
    issuer = "https://edge.example.com\\a"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_no_template" {
  command = plan
  variables {
    issuer = "https://edge.example.com/<script>"
  }
  expect_failures = [var.issuer]
}

run "issuer_has_512_characters_at_most" {
  command = plan
  variables {
    issuer = "https://edge.example.com/${join("", [for i in range(488) : "a"])}"
  }
  expect_failures = [var.issuer]
}

run "audience_is_not_empty" {
  command = plan
  variables {
    audience = ""
  }
  expect_failures = [var.audience]
}

run "audience_has_no_space_at_its_end" {
  command = plan
  variables {
    audience = "origin "
  }
  expect_failures = [var.audience]
}

run "audience_is_of_one_line" {
  command = plan
  variables {
    audience = "origin\n"
  }
  expect_failures = [var.audience]
}

run "audience_is_ascii" {
  command = plan
  variables {
    audience = "örigin"
  }
  expect_failures = [var.audience]
}

run "audience_has_256_characters_at_most" {
  command = plan
  variables {
    audience = join("", [for i in range(257) : "a"])
  }
  expect_failures = [var.audience]
}
