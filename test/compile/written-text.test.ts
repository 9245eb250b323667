import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { writeTfvars } from '../../src/compile/hcl/write-tfvars.ts'
import { compile } from '../../src/compile/index.ts'
import { networkPolicy } from '../../src/compile/kubernetes/network-policy.ts'
import { because } from '../../src/compile/yaml/because.ts'
import { writeYaml } from '../../src/compile/yaml/write-yaml.ts'
import { JWKS, topologyOf } from './topology-of.ts'

/** What ends a line for a reader of YAML 1.1, or may stand in no file. */
const RAW = /[^\P{Cc}\n]|[\u2028\u2029]/u
const odd = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '#',
    ':',
    '"',
    '\\',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u0085',
    '\u009f',
    '\u2028',
    '\u2029',
    '\uFEFF',
  ),
})

describe('a text in YAML', () => {
  test('comes back as it was, and no character in the file ends a line but the line feed', () => {
    fc.assert(
      fc.property(odd, odd, (value, reason) => {
        const text = writeYaml([{ head: reason, value: { one: because(reason, value), list: [value] } }])
        expect(text).not.toMatch(RAW)
        expect(parse(text)).toEqual({ one: value, list: [value] })
      }),
    )
  })

  test.each([' \n', '\n', '\n a', 'a\n \nb', 'a\n  b\n', ' a\nb', 'a\n\n', '\t\na'])(
    'comes back as it was: %j',
    (value) => {
      expect(parse(writeYaml([{ value: { one: value, list: [value] } }]))).toEqual({ one: value, list: [value] })
    },
  )
})

test('a text in a .tfvars file has no escape that HCL lacks', () => {
  const text = writeTfvars([], [{ name: 'a', comment: 'b', value: '\b\f\\b\\\f\n' }])
  expect(text).toContain(String.raw`a = "\u0008\u000c\\b\\\u000c\n"`)
})

test('three quotes in an audience end no text of wrangler.toml', () => {
  const topology = topologyOf({
    path: 'cloudflare -> metallb -> istio -> app',
    hosts: ['shop.example.com'],
    assertion: { issuer: 'https://edge.example.com', audience: "a'''b", jwks: 'jwks.json' },
    origin: 'https://origin.example.com',
  })
  const { files } = compile({ topology, jwks: JWKS }, 'wrangler')
  const text = files.find(({ path }) => path.endsWith('.toml'))?.text ?? ''
  expect(text.split("'''")).toHaveLength(5)
  expect(text).toContain(String.raw`a\u0027\u0027\u0027b`)
})

test('a NetworkPolicy without a prefix is not written, as it would let in everyone', () => {
  const options = { name: 'a', namespace: 'b', podLabels: {}, ports: [1], reason: 'c' }
  expect(() => networkPolicy({ ...options, from: [] })).toThrow(RangeError)
  expect(() => networkPolicy({ ...options, from: ['10.0.0.0/20'] })).not.toThrow()
})
