# Rules on the header are preconditions that look at these booleans: a validation that fails prints the variables that it
# names, sensitive or not (seen with Terraform 1.11.4).
locals {
  # Whether there is one is no secret.
  has_secret_header = nonsensitive(var.secret_header != null)

  secret_header_is_free = nonsensitive(var.secret_header == null || try(
    can(regex("^x-[a-z0-9]+(-[a-z0-9]+)*$", var.secret_header.name)) &&
    !can(regex("^x-(amz|amzn|edge|forwarded)-", var.secret_header.name)) &&
    !contains(["x-real-ip", "x-cache", var.contract.assertion.header, var.contract.client_ip_header], var.secret_header.name),
    false,
  ))
  secret_is_long = nonsensitive(var.secret_header == null || try(can(regex("^[A-Za-z0-9_-]{32,256}$", var.secret_header.value)), false))
}
