mock_provider "aws" {
  source = "./tests/mocks"
}

run "edge_is_known" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = [], prefixes_ipv6 = [] }) })
  }
  expect_failures = [var.contract]
}

run "edge_is_no_wider_than_the_contract" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = ["0.0.0.0/0"] }) })
  }
  expect_failures = [var.contract]
}

run "edge_is_ipv4_where_it_says_so" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = ["2001:db8::/32"] }) })
  }
  expect_failures = [var.contract]
}

run "edge_of_ipv6_is_no_wider_than_the_contract" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv6 = ["::/0"] }) })
  }
  expect_failures = [var.contract]
}

run "edge_is_ipv6_where_it_says_so" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv6 = ["203.0.113.0/24"] }) })
  }
  expect_failures = [var.contract]
}

run "managed_list_is_one_of_aws" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "pl-0123456789abcdef0" }) })
  }
  expect_failures = [var.contract]
}

run "max_entries_fit_a_request" {
  command = plan
  variables {
    max_entries = { ipv4 = 101 }
  }
  expect_failures = [var.max_entries]
}

run "max_entries_hold_the_ipv4_list" {
  command = plan
  variables {
    max_entries = { ipv4 = 1 }
  }
  expect_failures = [var.max_entries]
}

run "max_entries_hold_the_ipv6_list" {
  command = plan
  variables {
    max_entries = { ipv6 = 1 }
    contract    = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv6 = ["2001:db8::/33", "2001:db8:8000::/33"] }) })
  }
  expect_failures = [var.max_entries]
}

run "managed_prefix_list_weighs_something" {
  command = plan
  variables {
    managed_prefix_list_weight = 0
  }
  expect_failures = [var.managed_prefix_list_weight]
}

run "managed_prefix_list_ipv6_is_one_of_aws" {
  command = plan
  variables {
    contract                 = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing" }) })
    managed_prefix_list_ipv6 = "com.amazonaws.global.cloudfront.origin-facing"
  }
  expect_failures = [var.managed_prefix_list_ipv6]
}

run "managed_prefix_list_ipv6_is_beside_another" {
  command = plan
  variables {
    managed_prefix_list_ipv6 = "com.amazonaws.global.ipv6.cloudfront.origin-facing"
  }
  expect_failures = [var.managed_prefix_list_ipv6]
}

run "trust_store_bundle_is_named" {
  command = plan
  variables {
    contract           = merge(var.contract, { origin_locks = ["origin-mtls"] })
    trust_store_bundle = { bucket = "shop-ca", key = "/ca.pem" }
  }
  expect_failures = [var.trust_store_bundle]
}

run "trust_store_is_of_an_edge_with_a_certificate" {
  command = plan
  variables {
    trust_store_bundle = { bucket = "shop-ca", key = "ca.pem" }
  }
  expect_failures = [var.trust_store_bundle]
}

run "client_ca_secret_is_a_name" {
  command = plan
  variables {
    client_ca_secret = { name = "Client CA" }
  }
  expect_failures = [var.client_ca_secret]
}

run "secret_header_is_accepted_in_state" {
  command = plan
  variables {
    secret_header = { name = "x-origin-proof", value = "0123456789abcdef0123456789abcdef" }
  }
  expect_failures = [output.secret_header]
}

run "secret_header_name_is_free" {
  command = plan
  variables {
    secret_header          = { name = "x-amz-proof", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
  expect_failures = [output.secret_header]
}

run "secret_header_is_not_the_assertion" {
  command = plan
  variables {
    secret_header          = { name = "x-client-ip-assertion", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
  expect_failures = [output.secret_header]
}

run "secret_header_value_is_long" {
  command = plan
  variables {
    secret_header          = { name = "x-origin-proof", value = "0123456789" }
    accept_secret_in_state = true
  }
  expect_failures = [output.secret_header]
}

run "secret_header_is_there_for_its_lock" {
  command = plan
  variables {
    contract = merge(var.contract, { origin_locks = ["secret-header"] })
  }
  expect_failures = [output.secret_header]
}

run "managed_list_is_owned_by_aws" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing", providers = ["cloudfront"] }) })
  }
  override_data {
    target = data.aws_ec2_managed_prefix_list.edge["cloudfront"]
    values = { owner_id = "111122223333", address_family = "IPv4" }
  }
  expect_failures = [data.aws_ec2_managed_prefix_list.edge]
}

run "managed_list_is_of_its_family" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing", providers = ["cloudfront"] }) })
  }
  override_data {
    target = data.aws_ec2_managed_prefix_list.edge["cloudfront"]
    values = { owner_id = "AWS", address_family = "IPv6" }
  }
  expect_failures = [data.aws_ec2_managed_prefix_list.edge]
}
