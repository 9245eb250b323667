terraform {
  # 1.9: a validation may look at other variables. 1.11: write-only arguments, which the other modules need.
  required_version = ">= 1.11.0"
}
