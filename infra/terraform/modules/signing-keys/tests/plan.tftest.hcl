mock_provider "aws" {
  source = "./tests/mocks"
  # Known when planned, so that policies are.
  override_during = plan
}

variables {
  settings_json = file("tests/settings.json")
}

run "terraform_owns_the_settings_and_a_key_and_nothing_that_rotation_writes" {
  command = plan
  assert {
    condition     = [for settings in aws_ssm_parameter.settings : settings.name] == ["/ipseal/prod/settings"] && aws_ssm_parameter.settings["us-east-1"].type == "String"
    error_message = "Settings are one String below the path."
  }
  assert {
    condition     = jsondecode(aws_ssm_parameter.settings["us-east-1"].insecure_value).digest == "07d1d83c5aab4bc8bb730d3269a06cf966c2c5b671c472670118c9518e898aae"
    error_message = "Settings are stored as they were compiled."
  }
  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.multi_region && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The key is renewed each year, can have copies later, and can be called back for 30 days."
  }
  assert {
    condition     = !strcontains(aws_kms_key.this.policy, "kms:ScheduleKeyDeletion") && !strcontains(aws_kms_key.this.policy, "kms:CreateGrant")
    error_message = "Nobody schedules the deletion of the key, and nobody hands its use on."
  }
  assert {
    condition     = length(aws_lambda_function.rotation) + length(aws_cloudwatch_metric_alarm.rotation) + length(aws_iam_role.rotation) == 0
    error_message = "Without a schedule there is no function, no role and no alarm."
  }
}

run "references_name_the_region_and_the_key" {
  command = plan
  assert {
    condition     = output.key_reference == "ssm:/ipseal/prod?region=us-east-1" && output.store_reference == "ssm:/ipseal/prod?region=us-east-1&kms=alias/shop-prod-keys"
    error_message = "Edges read a region by name, and writers encrypt with the module's key."
  }
  assert {
    condition     = output.nearest_key_reference == null && output.copy_policy_json == null && output.function_name == null
    error_message = "What is not there is null."
  }
  assert {
    condition     = output.kms_key_arns == { "us-east-1" = "arn:aws:kms:us-east-1:123456789012:key/mrk-11111111222233334444555555555555" }
    error_message = "Outputs name the key of each region."
  }
  assert {
    condition     = anytrue([for step in output.next_steps : step == "npm run --silent ipseal -- keys rotate --store 'ssm:/ipseal/prod?region=us-east-1&kms=alias/shop-prod-keys'"])
    error_message = "The first key is made by a command."
  }
  assert {
    condition     = anytrue([for step in output.next_steps : strcontains(step, "--name '/ipseal/prod/secrets/cf-proof' --type SecureString --key-id alias/shop-prod-keys")])
    error_message = "Secrets are written by commands, under the module's key."
  }
}

run "administrators_are_asked_for_by_name" {
  command = plan
  variables {
    key_administrators  = ["arn:aws:iam::123456789012:role/ops"]
    deletion_protection = false
  }
  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[0].Condition == { ArnEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:role/ops"] } }
    error_message = "Only administrators and the root user change the key."
  }
  assert {
    condition     = contains(jsondecode(aws_kms_key.this.policy).Statement[0].Action, "kms:ScheduleKeyDeletion")
    error_message = "Without the protection administrators may delete the key."
  }
}

run "the_rotation_runs_with_what_it_needs" {
  command = plan
  variables {
    rotation         = { package = "tests/settings.json" }
    alarm_topic_arns = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }
  assert {
    condition     = aws_lambda_function.rotation[0].environment[0].variables == tomap({ IPSEAL_KEYS = output.store_reference })
    error_message = "The function writes to the store that the outputs name."
  }
  assert {
    condition     = aws_lambda_function.rotation[0].timeout == 60 && aws_lambda_function.rotation[0].runtime == "nodejs22.x" && aws_lambda_function.rotation[0].handler == "index.handler"
    error_message = "The function runs as docs/rotation.md says."
  }
  assert {
    condition     = aws_scheduler_schedule.rotation[0].schedule_expression == "rate(1 day)" && jsondecode(aws_scheduler_schedule.rotation[0].target[0].input) == { every = "90d", verifierCacheSeconds = 604800 }
    error_message = "The schedule says what the function reads, and nothing else."
  }
  assert {
    condition     = aws_scheduler_schedule.rotation[0].group_name == "shop-prod-rotate-keys" && jsondecode(aws_iam_role.schedule[0].assume_role_policy).Statement[0].Condition.ArnEquals["aws:SourceArn"] == aws_scheduler_schedule_group.rotation[0].arn
    error_message = "Only schedules of the module's own group take its role."
  }
  assert {
    condition     = aws_cloudwatch_log_group.rotation[0].name == "/aws/lambda/shop-prod-rotate-keys" && aws_cloudwatch_log_group.rotation[0].retention_in_days == 365
    error_message = "The log is kept, and not for ever."
  }
  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.rotation) == ["changes", "errors", "faults", "throttles"] && alltrue([for alarm in aws_cloudwatch_metric_alarm.rotation : alarm.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:alarms"])])
    error_message = "Every way in which a run goes wrong reaches the topics, and so does a key set to publish."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.silent[0].period * aws_cloudwatch_metric_alarm.silent[0].evaluation_periods == 172800 && aws_cloudwatch_metric_alarm.silent[0].treat_missing_data == "breaching"
    error_message = "Two days without a run that succeeded are an alarm, and so is no data."
  }
  assert {
    condition     = { for name, filter in aws_cloudwatch_log_metric_filter.rotation : filter.metric_transformation[0].name => filter.pattern }["RotationFaults"] == "{ $.level >= 50 }"
    error_message = "What is logged at level 50 and above is counted."
  }
}

run "other_regions_have_a_key_and_the_settings" {
  command = plan
  variables {
    regions  = ["eu-central-1"]
    rotation = { package = "tests/settings.json", verifier_cache_seconds = 86400 }
  }
  assert {
    condition     = { for region, settings in aws_ssm_parameter.settings : region => settings.region } == { "eu-central-1" = "eu-central-1", "us-east-1" = "us-east-1" }
    error_message = "Settings are in each region."
  }
  assert {
    condition     = aws_kms_replica_key.copy["eu-central-1"].primary_key_arn == aws_kms_key.this.arn && aws_kms_alias.copy["eu-central-1"].name == aws_kms_alias.this.name
    error_message = "A copy of the key is in each other region, under the same alias."
  }
  assert {
    condition     = one([for statement in jsondecode(aws_kms_replica_key.copy["eu-central-1"].policy).Statement : statement if statement.Sid == "UseThroughParameterStore"]).Condition.StringEquals["kms:ViaService"] == "ssm.eu-central-1.amazonaws.com"
    error_message = "Each copy is used through the Parameter Store of its own region."
  }
  assert {
    condition     = output.nearest_key_reference == "ssm:/ipseal/prod" && output.key_reference == "ssm:/ipseal/prod?region=us-east-1"
    error_message = "Which region is read stays the caller's choice."
  }
  assert {
    condition     = length([for step in output.next_steps : step if strcontains(step, "put-parameter --region eu-central-1")]) == 3
    error_message = "The secret, a key and the set are copied by commands."
  }
}

# What each role may do is judged by test/vectors/terraform/access/signing-keys.json, which names this run.
run "policies_are_as_narrow_as_they_can_be" {
  command = plan
  variables {
    regions            = ["eu-central-1"]
    key_administrators = ["arn:aws:iam::123456789012:role/ops"]
    rotation           = { package = "tests/settings.json", verifier_cache_seconds = 86400 }
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.rotation[0].policy) == jsondecode(output.rotate_policy_json)
    error_message = "The function may do what people who rotate may, and nothing else but write its log."
  }
}
