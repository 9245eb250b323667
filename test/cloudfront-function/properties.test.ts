import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectOwnNames } from '../../src/edge/own-names.ts'
import { foldHeaderName } from '../../src/headers/header-name.ts'
import { parseAddress, printAddress, wordsOf } from '../../src/net/address.ts'
import { requirePrefix } from '../../src/net/prefix.ts'
import { buildPrefixTable } from '../../src/net/prefix-table.ts'
import { isUnusable } from '../../src/net/reachability.ts'
import { CLOUDFRONT } from '../../src/ranges/lists/cloudfront.ts'
import { settingsWith } from '../edge/edge-under-test.ts'
import { type HeaderFields, value, viewerRequest } from './cases.ts'
import { code, runBuilt } from './run-built.ts'

type Answer = { readonly statusCode?: number; readonly headers: Readonly<Record<string, { readonly value: string }>> }

async function run(ip: string, headers: HeaderFields = {}): Promise<Answer> {
  const event = JSON.stringify(viewerRequest(ip, headers))
  const { answer } = await runBuilt({ event, store: { text: JSON.stringify(value) } })
  // Sound: the function returns a request or a response, and both have headers.
  return JSON.parse(answer) as Answer
}

/** The address that was sealed, or the status of the refusal. */
async function sealedAddress(ip: string): Promise<string | number | undefined> {
  const { statusCode, headers } = await run(ip)
  const payload = headers['x-client-ip-assertion']?.value.split('.')[1] ?? ''
  // Sound: as above; a refusal has no assertion.
  return statusCode ?? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly ip: string }).ip
}

const platform = buildPrefixTable(CLOUDFRONT.prefixes.map((text) => ({ prefix: requirePrefix(text), label: true })))

/** What our own reader, and the list of CloudFront's addresses, say of a text. */
function wantedAddress(text: string): string | number {
  const address = parseAddress(text)
  if (address === undefined) return 503
  const family = address.includes(':') ? 6 : 4
  if (isUnusable(wordsOf(address), family)) return 503
  return platform.find(wordsOf(address), family) === true ? 403 : address
}

describe('the address that is sealed', () => {
  const almost = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF::::....% \n'.split('')), maxLength: 24 })
  const group = fc.oneof(
    fc.constantFrom('', '0', 'ffff', '0001'),
    fc.nat(0x1ffff).map((n) => n.toString(16)),
  )
  const groups = fc.array(group, { maxLength: 9 })
  const octets = fc.array(fc.oneof(fc.nat(300).map(String), fc.constantFrom('00', '01', '')), {
    minLength: 3,
    maxLength: 5,
  })
  const dotted = octets.map((list) => list.join('.'))
  const text = fc.oneof(
    almost,
    dotted,
    groups.map((list) => list.join(':')),
    fc.tuple(groups, dotted).map(([list, tail]) => [...list, tail].join(':')),
  )

  test('is what our own reader makes of the text, or none where that finds none', async () => {
    const property = fc.asyncProperty(text, async (candidate) => {
      expect(await sealedAddress(candidate)).toBe(wantedAddress(candidate))
    })
    await fc.assert(property, { numRuns: 2000 })
  })

  test('is never one of CloudFront’s own, and is whatever lies beside them', async () => {
    const edges = CLOUDFRONT.prefixes.map(requirePrefix).flatMap(({ words, family, length }) => {
      const bits = family === 4 ? 32 : 128
      const first = family === 4 ? BigInt(words[0] ?? 0) : words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n)
      const end = first + (1n << BigInt(bits - length))
      return [first - 1n, first, end - 1n, end].map((at) => addressAt(at, family))
    })
    expect(edges.length).toBe(4 * CLOUDFRONT.prefixes.length)
    const answers = await Promise.all(edges.map(sealedAddress))
    expect(answers).toEqual(edges.map(wantedAddress))
    expect(answers.filter((answer) => answer === 403).length).toBeGreaterThan(edges.length / 2 - 1)
  })
})

function addressAt(at: bigint, family: 4 | 6): string {
  const words = [96n, 64n, 32n, 0n].map((shift) => Number((at >> shift) & 0xffff_ffffn))
  return printAddress(Uint32Array.from(family === 4 ? [Number(at)] : words), family)
}

describe('the headers that are removed', () => {
  const own = collectOwnNames(settingsWith({}))
  const joint = fc.constantFrom(...'-_.!~*|0a'.split(''), '--', '')
  const spelling = fc.constantFrom(...own).chain((name) => {
    const parts = name.split('-')
    return fc.array(joint, { minLength: parts.length - 1, maxLength: parts.length - 1 }).map((joints) => {
      return parts.map((part, i) => `${part}${joints[i] ?? ''}`).join('')
    })
  })

  test('are those that every other edge removes, in whatever spelling', async () => {
    const property = fc.asyncProperty(fc.uniqueArray(spelling, { maxLength: 20 }), async (names) => {
      const { headers } = await run('192.0.2.7', Object.fromEntries(names.map((name) => [name, { value: 'forged' }])))
      const kept = Object.keys(headers).filter((name) => name !== 'x-client-ip-assertion')
      expect(kept.toSorted()).toEqual(names.filter((name) => !own.has(foldHeaderName(name))).toSorted())
    })
    await fc.assert(property, { numRuns: 500 })
  })

  test.each([...own])('include %s', async (name) => {
    const { headers } = await run('192.0.2.7', { [name]: { value: 'forged' } })
    expect(Object.keys(headers)).toEqual(['x-client-ip-assertion'])
  })
})

test('what is uploaded is within the 10 KB that CloudFront takes, and exports nothing', () => {
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(10_240)
  expect(code).not.toMatch(/^export /m)
  expect(code).toMatch(/^async function handler\(event\) \{$/m)
})
