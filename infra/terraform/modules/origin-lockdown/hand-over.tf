# A load balancer of layer 4 passes TLS on, so that the gateway asks for the edge's client certificate.
locals {
  mtls_locks = sort(setintersection(var.contract.origin_locks, ["origin-mtls", "authenticated-origin-pulls"]))
  secret     = { name = coalesce(var.client_ca_secret.name, "${var.contract.name}-client-ca"), key = var.client_ca_secret.key }

  issuer_of = {
    "origin-mtls"                = "the CA that issued the certificate which CloudFront shows (origin_mtls_certificate_arn of cloudfront-edge): your own CA and no public one, from which anyone can have a certificate"
    "authenticated-origin-pulls" = "the CA that issued the zone's own certificate (authenticated_origin_pulls of cloudflare-edge), and never that of Cloudflare's global certificate, which every account of Cloudflare shows"
  }

  client_ca = length(local.mtls_locks) == 0 ? null : {
    secret_namespace = var.contract.namespace
    secret_name      = local.secret.name
    secret_key       = local.secret.key
    issued_by        = local.issuer_of[local.mtls_locks[0]]
    gateway_must = [
      "ask for a client certificate on every listener that the edge reaches, and refuse the handshake without one",
      "trust this CA alone for it: no system store beside it",
      "still check the seal: the certificate says that this account's edge connects, and not who the client is",
    ]
  }

  next_steps = concat(
    local.client_ca == null ? [] : [
      "Put the CA certificate, no key, of ${local.client_ca.issued_by}, into the Secret: kubectl create secret generic ${local.secret.name} ${var.contract.namespace == null ? "" : "--namespace ${var.contract.namespace} "}--from-file=${local.secret.key}=client-ca.pem",
      "Have the gateway ask for client certificates and trust that Secret alone; then connect without one and see the handshake fail.",
    ],
    ["Give ingress_prefix_lists to nlb-origin. They close the origin to whoever is not at ${local.last_provider}, and to none of its other customers: the seal does that."],
    local.has_managed_list ? [] : ["When ${local.last_provider} announces a prefix, compile the path again and apply, before the date it names: range-refresh tells edges and verifiers, and not these lists."],
    var.contract.edge.managed_prefix_list == null || !contains(var.contract.origin_locks, "vpc-origin") ? [] : ["Once CloudFront has made CloudFront-VPCOrigins-Service-SG, give it to nlb-origin as ingress_security_groups and take the prefix lists away: it lets your account's distributions in and nobody else's."],
    local.has_secret_header ? ["Have the CDN add secret_header to requests to the origin (at CloudFront a custom_header of the origin), and the gateway refuse requests without it and strip it from what it passes on. To change it: have the gateway take both values, apply the new one, then drop the old."] : [],
  )
}
