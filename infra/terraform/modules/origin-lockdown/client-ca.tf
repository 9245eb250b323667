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
}
