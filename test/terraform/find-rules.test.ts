import { expect, test } from 'vitest'
import { breakRule, findRules, runsThatRefuse } from './find-rules.ts'

const MODULE = `variable "name" {
  type = string
  validation {
    condition     = var.name != ""
    error_message = "name must not be empty."
  }
  validation {
    condition = alltrue([
      var.name != "a", var.other,
    ])
    error_message = "name must be none of these."
  }
}

resource "aws_lb" "this" {
  lifecycle {
    precondition {
      condition     = local.is_named
      error_message = "it must be named."
    }
  }
}
`

test('finds each rule with its owner, its place and its message', () => {
  expect(findRules(MODULE)).toMatchObject([
    { owner: 'var.name', kind: 'validation', line: 3, message: '"name must not be empty."' },
    { owner: 'var.name', kind: 'validation', line: 7, message: '"name must be none of these."' },
    { owner: 'aws_lb.this', kind: 'precondition', line: 17, message: '"it must be named."' },
  ])
})

test('a broken rule accepts everything and still looks at what it looked at', () => {
  const broken = findRules(MODULE).map((rule) => breakRule(MODULE, rule))
  expect(broken[0]).toContain('condition     = can(var.name != "") || true\n    error_message')
  expect(broken[1]).toContain('condition = can(alltrue([\n      var.name != "a", var.other,\n    ])) || true\n')
  expect(broken[2]).toContain('condition     = can(local.is_named) || true\n')
})

const TESTS = `mock_provider "aws" {}

variables {
  name = "shop"
}

run "name_is_not_empty" {
  variables {
    name = ""
  }
  expect_failures = [var.name]
}

run "load_balancer_is_named" {
  expect_failures = [var.names, aws_lb.this]
}
`

test.each([
  { name: 'a variable', owner: 'var.name', runs: ['name_is_not_empty'] },
  { name: 'the second of two', owner: 'aws_lb.this', runs: ['load_balancer_is_named'] },
])('keeps what runs share and the runs that refuse $name', ({ owner, runs }) => {
  const text = runsThatRefuse(TESTS, owner) ?? ''
  expect(text).toContain('mock_provider "aws" {}\n\nvariables {\n  name = "shop"\n}\n')
  expect([...text.matchAll(/^run "(\w+)"/gm)].map(([, run]) => run)).toEqual(runs)
})

test('has no text where no run refuses the owner', () => {
  expect(runsThatRefuse(TESTS, 'var.other')).toBe(undefined)
})
