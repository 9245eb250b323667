# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
contract = {
  environment = "prod"
  prefix      = "shop-prod"
  tags        = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
  edge        = { providers = ["cloudflare", "cloudfront"] }
}
package = "./tests/package/refresh-ranges.zip"
