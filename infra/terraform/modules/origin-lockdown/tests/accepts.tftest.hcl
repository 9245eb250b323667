mock_provider "aws" {
  source = "./tests/mocks"
}

run "edge_is_known" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = [] }) })
  }
}

run "edge_is_known_by_a_managed_list" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = [], prefixes_ipv6 = [], managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing" }) })
  }
}

run "edge_is_no_wider_than_the_contract" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = ["104.0.0.0/8"] }) })
  }
}

run "edge_is_ipv4_where_it_says_so" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = ["203.0.113.0/24"] }) })
  }
}

run "edge_of_ipv6_is_no_wider_than_the_contract" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv6 = ["2400::/16"] }) })
  }
}

run "edge_is_ipv6_where_it_says_so" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv6 = ["2001:db8::/32"] }) })
  }
}

run "managed_list_is_one_of_aws" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing" }) })
  }
}

run "max_entries_fit_a_request" {
  command = plan
  variables {
    max_entries = { ipv4 = 100 }
  }
}

run "max_entries_hold_the_ipv4_list" {
  command = plan
  variables {
    max_entries = { ipv4 = 2 }
  }
}

run "max_entries_hold_the_ipv6_list" {
  command = plan
  variables {
    max_entries = { ipv6 = 1 }
  }
}

run "max_entries_of_a_managed_list_are_aws_s" {
  command = plan
  variables {
    max_entries = { ipv4 = 1, ipv6 = 1 }
    contract    = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing" }) })
  }
}

run "managed_prefix_list_weighs_something" {
  command = plan
  variables {
    managed_prefix_list_weight = 1
  }
}

run "trust_store_bundle_is_named" {
  command = plan
  variables {
    contract           = merge(var.contract, { origin_locks = ["origin-mtls"] })
    trust_store_bundle = { bucket = "shop-ca", key = "ca.pem" }
  }
}

run "trust_store_is_of_an_edge_with_a_certificate" {
  command = plan
  variables {
    contract           = merge(var.contract, { origin_locks = ["authenticated-origin-pulls"] })
    trust_store_bundle = { bucket = "shop-ca", key = "ca.pem" }
  }
}

run "client_ca_secret_is_a_name" {
  command = plan
  variables {
    client_ca_secret = { name = "client-ca.v2", key = "tls.crt" }
  }
}

run "secret_header_is_accepted_in_state" {
  command = plan
  variables {
    secret_header          = { name = "x-origin-proof", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
}

run "secret_header_name_is_free" {
  command = plan
  variables {
    secret_header          = { name = "x-proof", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
}

run "secret_header_is_not_the_assertion" {
  command = plan
  variables {
    secret_header          = { name = "x-client-ip-proof", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
}

run "secret_header_value_is_long" {
  command = plan
  variables {
    secret_header          = { name = "x-origin-proof", value = "0123456789abcdef0123456789abcdef-_" }
    accept_secret_in_state = true
  }
}

run "secret_header_is_there_for_its_lock" {
  command = plan
  variables {
    contract               = merge(var.contract, { origin_locks = ["secret-header"] })
    secret_header          = { name = "x-origin-proof", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
}

run "max_entries_hold_all_of_cloudflare" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv4 = ["103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22", "104.16.0.0/13", "104.24.0.0/14", "108.162.192.0/18", "131.0.72.0/22", "141.101.64.0/18", "162.158.0.0/15", "172.64.0.0/13", "173.245.48.0/20", "188.114.96.0/20", "190.93.240.0/20", "197.234.240.0/22", "198.41.128.0/17"], prefixes_ipv6 = ["2400:cb00::/32", "2606:4700::/32", "2803:f800::/32", "2405:b500::/32", "2405:8100::/32", "2a06:98c0::/29", "2c0f:f248::/32"] }) })
  }
}

run "managed_list_is_owned_by_aws" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing", providers = ["cloudfront"] }) })
  }
  override_data {
    target = data.aws_ec2_managed_prefix_list.edge["cloudfront"]
    values = { owner_id = "AWS", address_family = "IPv4" }
  }
}

run "managed_list_is_of_its_family" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing", providers = ["cloudfront"] }) })
  }
  override_data {
    target = data.aws_ec2_managed_prefix_list.edge["cloudfront"]
    values = { owner_id = "AWS", address_family = "IPv4" }
  }
}

run "managed_prefix_list_ipv6_is_beside_another" {
  command = plan
  variables {
    contract                 = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing", providers = ["cloudfront"] }) })
    managed_prefix_list_ipv6 = "com.amazonaws.global.ipv6.cloudfront.origin-facing"
  }
  override_data {
    target = data.aws_ec2_managed_prefix_list.edge["cloudfront-ipv6"]
    values = { id = "pl-0a1b2c3d4e5f60719", owner_id = "AWS", address_family = "IPv6" }
  }
}
