mock_provider "aws" {
  source = "./tests/mocks"
}

run "package_is_a_zip" {
  command = plan
  variables {
    package = "./versions.tf"
  }
  expect_failures = [var.package]
}

run "package_is_there" {
  command = plan
  variables {
    package = "./tests/package/elsewhere.zip"
  }
  expect_failures = [var.package]
}

run "lists_are_known_providers" {
  command = plan
  variables {
    lists = ["cloudflare", "edge"]
  }
  expect_failures = [var.lists]
}

run "lists_or_private_lists_name_one" {
  command = plan
  variables {
    lists = []
  }
  expect_failures = [var.lists]
}

run "lists_of_a_path_without_any_name_one" {
  command = plan
  variables {
    contract = {
      environment = "prod"
      prefix      = "shop-prod"
      tags        = {}
      edge        = { providers = ["edge"] }
    }
  }
  expect_failures = [var.lists]
}

run "private_list_has_a_plain_name" {
  command = plan
  variables {
    private_lists = [{ name = "Partner", url = "https://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_a_name_of_one_line" {
  command = plan
  variables {
    private_lists = [{ name = "partner\n", url = "https://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_stands_once" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://lists.example.com/a.txt" }, { name = "partner", url = "https://lists.example.com/b.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_is_https" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "http://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_no_password" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://user:password@lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_a_url_that_fits_a_record" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://lists.example.com/${join("", [for i in range(231) : "a"])}" }]
  }
  expect_failures = [var.private_lists]
}

run "private_list_has_a_known_format" {
  command = plan
  variables {
    private_lists = [{ name = "partner", url = "https://lists.example.com/edge.csv", format = "csv" }]
  }
  expect_failures = [var.private_lists]
}

run "private_lists_are_64_at_most" {
  command = plan
  variables {
    private_lists = [for i in range(65) : { name = "partner-${i}", url = "https://lists.example.com/edge.txt" }]
  }
  expect_failures = [var.private_lists]
}
