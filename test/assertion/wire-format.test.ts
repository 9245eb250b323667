import { readFileSync } from 'node:fs'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { importKeySet, verifyAssertion } from '../../src/assertion/index.ts'
import { readVectors, testKeys } from './vectors.ts'

const page = readFileSync(new URL('../../docs/wire-format.md', import.meta.url), 'utf8')

function block(label: string): string {
  const found = new RegExp(`^\`\`\`\\w+ ${label}\\n(.*)\\n\`\`\`$`, 'm').exec(page)
  return found?.[1] ?? expect.fail(`the page has no block "${label}"`)
}

function firstCells(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell ?? '')
}

const token = block('line').slice('X-Client-IP-Assertion: '.length)
const [header = '', payload = '', signature = ''] = token.split('.')
const read = (part: string) => Buffer.from(part, 'base64url')

describe('docs/wire-format.md', () => {
  test('shows a token that its verifier takes', async () => {
    const expected = { issuer: 'https://edge.example.com', audience: 'origin-prod', bind: 'none' } as const
    const keys = await importKeySet(JSON.parse(block('key-set')))
    const verdict = await verifyAssertion([token], { ...expected, keys }, 1795262400)
    expect(verdict).toMatchObject({ ok: true, client: { ip: '203.0.113.9', via: 'cf-connecting-ip' } })
  })

  test('shows the published half of the test key', () => {
    const { d: _d, ...published } = testKeys.es256
    expect(JSON.parse(block('key-set'))).toEqual({ keys: [published] })
  })

  test.each([
    { name: 'header', shown: block('header'), bytes: read(header).toString() },
    { name: 'bytes of the header', shown: block('header-bytes'), bytes: read(header).toString('hex') },
    { name: 'payload', shown: block('payload'), bytes: read(payload).toString() },
    { name: 'signature', shown: block('r') + block('s'), bytes: read(signature).toString('hex') },
  ])('shows the $name as the token has it', ({ shown, bytes }) => {
    expect(shown).toBe(bytes)
  })

  test.each([
    { name: 'header', part: header },
    { name: 'payload', part: payload },
    { name: 'signature', part: signature },
  ])('counts the $name right', ({ name, part }) => {
    expect(page).toContain(`| ${name} | ${part.length} | ${read(part).length} |`)
  })

  test('counts the value right', () => {
    expect(page).toContain(`The value has ${token.length} characters`)
  })

  test('lists every claim, in the order in which they are signed', () => {
    expect(firstCells('Claims')).toEqual([...Object.keys(decodeJwt(token)), 'htm', 'host', 'path'])
  })

  test('lists every reason that the vectors know', () => {
    const reasons = readVectors().cases.flatMap(({ expect: answer }) => ('reason' in answer ? [answer.reason] : []))
    expect(firstCells('Reasons').toSorted()).toEqual([...new Set(reasons)].toSorted())
  })

  test('names every reason in the contract', () => {
    const contract = page.split("\n## The verifier's contract\n")[1]?.split('\n## ')[0] ?? ''
    expect(firstCells('Reasons').filter((reason) => !contract.includes(`\`${reason}\``))).toEqual([])
  })
})
