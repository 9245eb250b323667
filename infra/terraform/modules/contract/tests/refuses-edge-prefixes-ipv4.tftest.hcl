run "edge_prefix_of_ipv4_has_no_host_bits" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.16.0.1/13"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_has_a_length" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.16.0.0"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_ipv6" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["2400:cb00::/32"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_has_no_leading_zeros" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["010.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_ipv4_in_ipv6" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["::ffff:104.16.0.0/109"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_of_one_line" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.16.0.0/13\n"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_null" {
  command = plan
  variables {
    edge_prefixes_ipv4 = [null]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_everything" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["0.0.0.0/0"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_half_of_everything" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["0.0.0.0/1"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_wider_than_8" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["104.0.0.0/7"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_unspecified" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["0.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_loopback" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["127.0.0.0/16"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_link_local" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["169.254.0.0/16"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_multicast" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["224.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefix_of_ipv4_is_not_reserved" {
  command = plan
  variables {
    edge_prefixes_ipv4 = ["255.255.255.0/24"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}

run "edge_prefixes_of_ipv4_are_not_everything_in_pieces" {
  command = plan
  variables {
    edge_prefixes_ipv4 = [for i in range(11, 100) : "${i}.0.0.0/8"]
  }
  expect_failures = [var.edge_prefixes_ipv4]
}
