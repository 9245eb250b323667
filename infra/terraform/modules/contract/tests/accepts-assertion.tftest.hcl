run "keys_of_two_kinds_are_rotated" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk" }, { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "a.b_c-d", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }, { "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "${join("", [for i in range(64) : "a"])}", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk" }] })
  }
  assert {
    condition     = output.contract.assertion.algorithm == "ES256"
    error_message = "as long as one of them is ES256 that is what all verifiers have to know"
  }
}

run "keys_of_ed25519_alone" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk" }] })
  }
  assert {
    condition     = output.contract.assertion.algorithm == "EdDSA"
    error_message = "the algorithm is that of the keys"
  }
}

run "a_member_of_a_key_that_stands_twice_is_given_on_once" {
  command = plan
  variables {
    jwks_json = replace(jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] }), "{\"alg\"", "{\"x\":\"not-a-key\",\"alg\"")
  }
  assert {
    condition     = !strcontains(output.contract.jwks_json, "not-a-key") && strcontains(var.jwks_json, "not-a-key")
    error_message = "nothing is given on that was not looked at"
  }
}

run "headers_are_beside_those_that_are_kept" {
  command = plan
  variables {
    assertion_header = "xx-edge-assertion"
    client_ip_header = "x-real-ip"
  }
}

run "headers_are_as_long_as_they_can_be" {
  command = plan
  variables {
    assertion_header = "x-${join("", [for i in range(62) : "a"])}"
    client_ip_header = "y-${join("", [for i in range(62) : "a"])}"
  }
}

run "headers_have_one_letter" {
  command = plan
  variables {
    assertion_header = "a"
    client_ip_header = "b"
  }
}

run "issuer_has_a_port_and_a_path" {
  command = plan
  variables {
    issuer = "https://Edge-1.example.com:8443/a/b;c=d,e~f[g]^h_"
  }
}

run "issuer_is_as_long_as_it_can_be" {
  command = plan
  variables {
    issuer = "https://edge.example.com/${join("", [for i in range(487) : "a"])}"
  }
}

run "issuer_is_a_single_label" {
  command = plan
  variables {
    issuer = "https://edge"
  }
}

run "audience_is_as_long_as_it_can_be" {
  command = plan
  variables {
    audience = join("", [for i in range(256) : "a"])
  }
}

run "audience_has_spaces_inside" {
  command = plan
  variables {
    audience = "origin of prod"
  }
}

run "assertion_is_bound_to_hosts" {
  command = plan
  variables {
    assertion_bind        = "host"
    assertion_ttl_seconds = 300
  }
}
