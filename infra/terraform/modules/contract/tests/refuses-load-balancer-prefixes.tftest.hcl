run "load_balancer_prefixes_name_one" {
  command = plan
  variables {
    load_balancer_prefixes = []
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_have_no_host_bits" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.16.1/20"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_have_a_length" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.16.0"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_ipv4_in_ipv6" {
  command = plan
  variables {
    load_balancer_prefixes = ["::ffff:0:0/96"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_null" {
  command = plan
  variables {
    load_balancer_prefixes = [null]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_everything" {
  command = plan
  variables {
    load_balancer_prefixes = ["0.0.0.0/0"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_half_of_everything" {
  command = plan
  variables {
    load_balancer_prefixes = ["0.0.0.0/1"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_wider_than_8" {
  command = plan
  variables {
    load_balancer_prefixes = ["10.0.0.0/7"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_half_of_ipv6" {
  command = plan
  variables {
    load_balancer_prefixes = ["8000::/1"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_wider_than_32_of_ipv6" {
  command = plan
  variables {
    load_balancer_prefixes = ["fd00::/31"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_loopback" {
  command = plan
  variables {
    load_balancer_prefixes = ["127.0.0.0/8"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_link_local" {
  command = plan
  variables {
    load_balancer_prefixes = ["fe80::/64"]
  }
  expect_failures = [var.load_balancer_prefixes]
}

run "load_balancer_prefixes_are_not_nat64" {
  command = plan
  variables {
    load_balancer_prefixes = ["64:ff9b::/96"]
  }
  expect_failures = [var.load_balancer_prefixes]
}
