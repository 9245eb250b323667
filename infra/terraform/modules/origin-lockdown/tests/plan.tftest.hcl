mock_provider "aws" {
  source = "./tests/mocks"
}

run "lists_of_cloudflare" {
  command = plan

  assert {
    condition     = keys(aws_ec2_managed_prefix_list.edge) == ["cloudflare-ipv4", "cloudflare-ipv6"] && length(data.aws_ec2_managed_prefix_list.edge) == 0
    error_message = "Each family must have a list of its own, and only the last CDN of the path connects."
  }
  assert {
    condition     = toset(aws_ec2_managed_prefix_list.edge["cloudflare-ipv4"].entry[*].cidr) == toset(var.contract.edge.prefixes_ipv4) && aws_ec2_managed_prefix_list.edge["cloudflare-ipv4"].address_family == "IPv4" && aws_ec2_managed_prefix_list.edge["cloudflare-ipv4"].name == "shop-prod-cloudflare-ipv4"
    error_message = "The list must hold the accepted prefixes and no others."
  }
  assert {
    condition     = aws_ec2_managed_prefix_list.edge["cloudflare-ipv4"].max_entries == 20 && aws_ec2_managed_prefix_list.edge["cloudflare-ipv6"].max_entries == 10
    error_message = "The room must not follow the number of prefixes."
  }
  assert {
    condition     = output.client_ca == null && output.trust_store_arn == null && output.secret_header == null && length(aws_lb_trust_store.this) == 0
    error_message = "Without such a lock there is no certificate and no secret."
  }
  assert {
    condition     = anytrue([for step in output.next_steps : strcontains(step, "ranges show cloudflare --as terraform --store")])
    error_message = "Lists of one's own do not renew themselves, which must be said."
  }
}

run "one_family_has_one_list" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { prefixes_ipv6 = [] }) })
  }
  assert {
    condition     = keys(aws_ec2_managed_prefix_list.edge) == ["cloudflare-ipv4"]
    error_message = "An empty list would let nobody in and count all the same."
  }
}

run "list_of_cloudfront_is_aws_s" {
  command = plan
  variables {
    contract = merge(var.contract, { edge = merge(var.contract.edge, { managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing", providers = ["cloudflare", "cloudfront"] }) })
  }
  assert {
    condition     = output.ingress_prefix_lists == { cloudfront = { id = "pl-0a1b2c3d4e5f60718", weight = 55, address_family = "IPv4" } } && length(aws_ec2_managed_prefix_list.edge) == 0
    error_message = "AWS's own list must be named, at its weight, and none be made beside it."
  }
  assert {
    condition     = data.aws_ec2_managed_prefix_list.edge["cloudfront"].name == "com.amazonaws.global.cloudfront.origin-facing"
    error_message = "The list must be looked up by the name that the contract holds."
  }
}

run "certificate_of_cloudflare_is_the_zones_own" {
  command = plan
  variables {
    contract = merge(var.contract, { origin_locks = ["prefix-list", "authenticated-origin-pulls"] })
  }
  assert {
    condition     = output.client_ca.secret_name == "shop-client-ca" && output.client_ca.secret_key == "ca.crt" && output.client_ca.secret_namespace == "shop" && strcontains(output.client_ca.issued_by, "never that of Cloudflare's global certificate")
    error_message = "The gateway must be told which Secret, and never to trust the certificate that all accounts share."
  }
  assert {
    condition     = startswith(output.next_steps[0], "Put the CA certificate") && strcontains(output.next_steps[0], "kubectl create secret generic shop-client-ca --namespace shop --from-file=ca.crt=client-ca.pem")
    error_message = "The Secret is the first step."
  }
}

run "certificate_of_cloudfront_is_of_a_ca_of_ones_own" {
  command = plan
  variables {
    contract           = merge(var.contract, { namespace = null, origin_locks = ["origin-mtls"] })
    client_ca_secret   = { name = "edge-ca", key = "tls.crt" }
    trust_store_bundle = { bucket = "shop-ca", key = "ca.pem", object_version = "v1" }
  }
  assert {
    condition     = output.client_ca.secret_name == "edge-ca" && strcontains(output.client_ca.issued_by, "your own CA and no public one") && length(output.client_ca.gateway_must) == 3
    error_message = "The gateway must trust the CA of CloudFront's certificate alone."
  }
  assert {
    condition     = aws_lb_trust_store.this[0].ca_certificates_bundle_s3_bucket == "shop-ca" && aws_lb_trust_store.this[0].ca_certificates_bundle_s3_object_version == "v1" && aws_lb_trust_store.this[0].name == "shop-prod"
    error_message = "An ALB must have a trust store of the bundle."
  }
}

run "secret_header_is_marked_as_one" {
  command = plan
  variables {
    contract               = merge(var.contract, { origin_locks = ["prefix-list", "secret-header"] })
    secret_header          = { name = "x-origin-proof", value = "0123456789abcdef0123456789abcdef" }
    accept_secret_in_state = true
  }
  assert {
    condition     = issensitive(output.secret_header) && output.secret_header.name == "x-origin-proof"
    error_message = "The value must not be printed."
  }
  assert {
    condition     = anytrue([for step in output.next_steps : strcontains(step, "Have the CDN add secret_header")]) && !strcontains(jsonencode(output.next_steps), "0123456789abcdef")
    error_message = "What to do with it must be said, without it."
  }
}

run "lists_count_by_their_room" {
  command = apply
  variables {
    max_entries = { ipv4 = 30 }
  }
  assert {
    condition = output.ingress_prefix_lists == {
      cloudflare-ipv4 = { id = "pl-0123456789abcdef0", weight = 30, address_family = "IPv4" }
      cloudflare-ipv6 = { id = "pl-0123456789abcdef0", weight = 10, address_family = "IPv6" }
    }
    error_message = "A list counts in a security group by its room and not by its entries."
  }
}
