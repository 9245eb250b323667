# npm run test:infra runs these rules over every module and example. The ruleset is the one that tflint brings itself.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Variables and outputs are in files by subject where one file of them would be too long to find anything in.
rule "terraform_standard_module_structure" {
  enabled = false
}
