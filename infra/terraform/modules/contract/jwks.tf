locals {
  # Rules of the key set are preconditions of the output and not validations of the variable: Terraform prints what a failed
  # rule looked at, even of a sensitive variable, and that might be a private key. So a rule looks at one of these only.
  jwks_keys      = try(jsondecode(var.jwks_json).keys, [])
  jwks_is_public = try(alltrue([for key in local.jwks_keys : length(setintersection(keys(key), ["d", "k", "p", "q", "dp", "dq", "qi", "oth"])) == 0]), true)

  # Of what is public, as the rule above says more about the rest: with exactly the members that src/assertion/jwk.ts demands.
  jwks_is_set = var.jwks_json == null || !local.jwks_is_public ? true : try(length(local.jwks_keys[0]) > 0 && join(" ", keys(jsondecode(var.jwks_json))) == "keys" && alltrue([
    for key in local.jwks_keys : (
      key.alg == "ES256"
      ? join(" ", sort(keys(key))) == "alg crv kid kty use x y" && key.kty == "EC" && key.crv == "P-256" && can(regex("^[A-Za-z0-9_-]{43}$", key.y))
      : join(" ", sort(keys(key))) == "alg crv kid kty use x" && key.alg == "EdDSA" && key.kty == "OKP" && key.crv == "Ed25519"
    ) && key.use == "sig" && can(regex("^[A-Za-z0-9_-]{43}$", key.x)) && jsonencode(key.kid) == "\"${key.kid}\"" && can(regex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$", key.kid))
  ]), false)

  jwks_has_kids_once = try(length(distinct(local.jwks_keys[*].kid)) == length(local.jwks_keys), true)

  # A plan that fails prints what it got to. Written anew: of a member that stands twice only what was looked at is given on.
  jwks_json = var.jwks_json != null && local.jwks_is_public && local.jwks_is_set ? jsonencode({ keys = local.jwks_keys }) : null
}
