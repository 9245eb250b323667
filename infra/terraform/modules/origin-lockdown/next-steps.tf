locals {
  next_steps = concat(
    local.client_ca == null ? [] : [
      "Put the CA certificate, no key, of ${local.client_ca.issued_by}, into the Secret: kubectl create secret generic ${local.secret.name} ${var.contract.namespace == null ? "" : "--namespace ${var.contract.namespace} "}--from-file=${local.secret.key}=client-ca.pem",
      "Have the gateway ask for client certificates and trust that Secret alone; then connect without one and see the handshake fail.",
    ],
    local.has_managed_list ? [] : [
      "When ${local.last_provider} announces a prefix, give the contract the accepted list, which the next line prints out of the store that range-refresh keeps, and apply before the date that is announced: these lists do not renew themselves, and `ipseal compile` knows only the list of its release.",
      "npm run --silent ipseal -- ranges show ${local.last_provider} --as terraform --store STORE",
    ],
    var.contract.edge.managed_prefix_list == null || !contains(var.contract.origin_locks, "vpc-origin") ? [] : ["Once CloudFront has made CloudFront-VPCOrigins-Service-SG, give it to nlb-origin as ingress_security_groups and take the prefix lists away: it lets your account's distributions in and nobody else's."],
    local.has_secret_header ? ["Have the CDN add secret_header to requests to the origin (cloudfront-edge does, given secret_header), and the gateway refuse requests without it and strip it from what it passes on. To change it: have the gateway take both values, apply the new one, then drop the old."] : [],
  )
}
