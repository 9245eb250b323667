run "edge_prefix_of_ipv6_has_no_host_bits" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400:cb00::1/32"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_in_lower_case" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400:CB00::/32"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_in_its_shortest_form" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400:cb00:0::/32"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_ipv4" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["104.16.0.0/13"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_ipv4_in_ipv6" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["::ffff:0:0/96"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_null" {
  command = plan
  variables {
    edge_prefixes_ipv6 = [null]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_everything" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["::/0"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_a_third_of_everything" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2000::/3"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_wider_than_16" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["2400::/15"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_loopback" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["::1/128"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_nat64" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["64:ff9b::/96"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_link_local" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["fe80::/64"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefix_of_ipv6_is_not_multicast" {
  command = plan
  variables {
    edge_prefixes_ipv6 = ["ff02::/16"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}

run "edge_prefixes_of_ipv6_are_not_everything_in_pieces" {
  command = plan
  variables {
    edge_prefixes_ipv6 = [for i in range(11, 99) : "24${i}::/16"]
  }
  expect_failures = [var.edge_prefixes_ipv6]
}
