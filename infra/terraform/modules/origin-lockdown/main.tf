locals {
  has_managed_list = var.contract.edge.managed_prefix_list != null
  # Only the last CDN of the path connects to the origin.
  last_provider = var.contract.edge.providers[length(var.contract.edge.providers) - 1]

  managed_lists = local.has_managed_list ? merge(
    { (local.last_provider) = { name = var.contract.edge.managed_prefix_list, address_family = "IPv4" } },
    var.managed_prefix_list_ipv6 == null ? {} : { "${local.last_provider}-ipv6" = { name = var.managed_prefix_list_ipv6, address_family = "IPv6" } },
  ) : {}

  own_lists = local.has_managed_list ? {} : { for name, list in {
    "${local.last_provider}-ipv4" = { prefixes = var.contract.edge.prefixes_ipv4, address_family = "IPv4", max_entries = var.max_entries.ipv4 }
    "${local.last_provider}-ipv6" = { prefixes = var.contract.edge.prefixes_ipv6, address_family = "IPv6", max_entries = var.max_entries.ipv6 }
  } : name => list if length(list.prefixes) > 0 }
}

data "aws_ec2_managed_prefix_list" "edge" {
  for_each = local.managed_lists

  name = each.value.name

  lifecycle {
    postcondition {
      condition     = self.owner_id == "AWS"
      error_message = "The prefix list ${each.value.name} must be AWS's own; got one of owner ${substr(self.owner_id, 0, 48)}, who decides who may connect."
    }
    postcondition {
      condition     = self.address_family == each.value.address_family
      error_message = "The prefix list ${each.value.name} must be of ${each.value.address_family}; got ${substr(self.address_family, 0, 48)}."
    }
  }
}

resource "aws_ec2_managed_prefix_list" "edge" {
  for_each = local.own_lists

  name           = "${var.contract.prefix}-${each.key}"
  address_family = each.value.address_family
  # EC2 does not change the room and the entries in one request: the provider makes two of them, and the first fails where
  # a security group that names this list would go past its quota. So the room is set apart from the entries, with head room.
  # https://github.com/hashicorp/terraform-provider-aws/pull/26845
  max_entries = each.value.max_entries

  dynamic "entry" {
    for_each = toset(each.value.prefixes)
    content {
      cidr = entry.value
      # A changed description alone is a removal and an addition: between them the prefix is not in the list.
      description = local.last_provider
    }
  }

  tags = var.contract.tags
}

resource "aws_lb_trust_store" "this" {
  count = var.trust_store_bundle == null ? 0 : 1

  name                                     = var.contract.prefix
  ca_certificates_bundle_s3_bucket         = var.trust_store_bundle.bucket
  ca_certificates_bundle_s3_key            = var.trust_store_bundle.key
  ca_certificates_bundle_s3_object_version = var.trust_store_bundle.object_version
  tags                                     = var.contract.tags
}
