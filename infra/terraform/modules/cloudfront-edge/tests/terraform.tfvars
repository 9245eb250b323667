# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
# Any file stands for what `npm run build` writes: a plan takes its bytes and its digest, and runs nothing.
cloudfront_function = { code = "versions.tf" }
contract = {
  prefix                          = "shop-prod"
  hosts                           = ["www.example.com"]
  origin                          = { domain = "origin.example.com", port = 443 }
  assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
  client_ip_header                = "x-client-ip"
  signer                          = "cloudfront-function"
  signer_event                    = "viewer-request"
  header_in_origin_request_policy = true
  origin_locks                    = ["prefix-list"]
  tags                            = {}
}
