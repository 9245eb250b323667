run "jwks_has_no_d" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "d" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_k" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "k" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_p" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "p" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_q" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "q" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_dp" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "dp" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_dq" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "dq" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_qi" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "qi" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_oth" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "oth" = "not-a-key" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_json" {
  command = plan
  variables {
    jwks_json = "-----BEGIN PRIVATE KEY-----"
  }
  expect_failures = [output.contract]
}

run "jwks_is_not_empty_text" {
  command = plan
  variables {
    jwks_json = ""
  }
  expect_failures = [output.contract]
}

run "jwks_is_a_set_and_no_key" {
  command = plan
  variables {
    jwks_json = jsonencode({ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" })
  }
  expect_failures = [output.contract]
}

run "jwks_is_a_set_and_no_private_key" {
  command = plan
  variables {
    jwks_json = jsonencode({ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "d" = "not-a-key" })
  }
  expect_failures = [output.contract]
}

run "jwks_holds_one" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_a_list" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = { a = { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" } } })
  }
  expect_failures = [output.contract]
}

run "jwks_has_nothing_beside_its_keys" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }], private = "-----BEGIN PRIVATE KEY-----" })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_rsa_keys" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ kty = "RSA", alg = "RS256", kid = "2026-11", use = "sig", n = "AQAB", e = "AQAB" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_a_kid_in_each" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = null, "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_empty_kid" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_kid_that_is_a_path" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "../2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_number_for_kid" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = 202611, "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_for_signatures" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "enc", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_is_of_one_curve" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-384", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_points_of_32_bytes" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "short" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_a_public_half" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "short", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_other_member" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY", "x5c" = ["not-a-certificate"] }] })
  }
  expect_failures = [output.contract]
}

run "jwks_of_ed25519_has_no_other_member" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "OKP", "crv" = "Ed25519", "alg" = "EdDSA", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_each_kid_once" {
  command = plan
  variables {
    jwks_json = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }, { "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [output.contract]
}

run "jwks_has_no_member_twice" {
  command = plan
  variables {
    jwks_json = "{\"keys\":[{\"d\":\"not-a-key\"}],\"keys\":${jsonencode([{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }])}}"
  }
  expect_failures = [output.contract]
}

run "jwks_is_null_with_a_function" {
  command = plan
  variables {
    edge_providers           = ["cloudfront"]
    edge_managed_prefix_list = "com.amazonaws.global.cloudfront.origin-facing"
    edge_prefixes_ipv4       = []
    edge_prefixes_ipv6       = []
    signer                   = "cloudfront-function"
    signer_event             = "viewer-request"
    origin_locks             = ["prefix-list"]
    jwks_json                = jsonencode({ keys = [{ "kty" = "EC", "crv" = "P-256", "alg" = "ES256", "kid" = "2026-11", "use" = "sig", "x" = "GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk", "y" = "G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY" }] })
  }
  expect_failures = [var.jwks_json]
}
