terraform {
  # ../../README.md, "Versions", says why these.
  required_version = ">= 1.11.0"
}
