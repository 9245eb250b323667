# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
contract = {
  environment = "prod"
  prefix      = "shop-prod"
  key_path    = "/ipseal/prod"
  tags        = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
  signer      = "lambda-edge"
  assertion   = { algorithm = "ES256", issuer = "https://edge.example.com", audience = "origin-prod" }
}
secret_names = ["cf-proof"]
