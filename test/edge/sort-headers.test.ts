import { describe, expect, test } from 'vitest'
import { collectOwnNames } from '../../src/edge/own-names.ts'
import { createHeaderSorter } from '../../src/edge/sort-headers.ts'
import type { HeaderLine } from '../../src/headers/header-line.ts'
import { optionsFor, settingsWith } from './edge-under-test.ts'
import { readCases } from './read-cases.ts'

type StripCase = { readonly name: string; readonly sent: HeaderLine[]; readonly stripped: readonly string[] }

const settings = settingsWith({
  trust: [
    {
      name: 'cdn',
      ranges: ['203.0.113.0/24'],
      clients: [],
      proof: { header: 'x-origin-proof', secret: 'proof' },
      proxyProtocol: false,
    },
  ],
  headers: [{ name: 'cf-connecting-ip', format: 'address', from: ['cdn'], optional: false, ports: 'never' }],
})
const { policy } = optionsFor(settings)
const sortHeaders = createHeaderSorter(collectOwnNames(settings), [policy])

function toHeaders(lines: readonly HeaderLine[]): Headers {
  return new Headers(lines.map(([name, value]): [string, string] => [name, value]))
}

describe('what does not reach the origin', () => {
  test.each(readCases<StripCase>('edge-strip'))('$name', ({ sent, stripped }) => {
    expect([...sortHeaders(toHeaders(sent)).stripped].sort()).toEqual(stripped)
  })
})

describe('what policies are shown', () => {
  test('is what they look at, aliases and all, and nothing of the application', () => {
    const sent: HeaderLine[] = [
      ['accept', '*/*'],
      ['cf-connecting-ip', '192.0.2.1'],
      ['cf-worker', 'example.com'],
      ['cookie', 'a=b'],
      ['x_forwarded_for', '192.0.2.2'],
      ['x-origin-proof', 'secret'],
    ]
    const names = sortHeaders(toHeaders(sent)).read.map(([name]) => name)
    expect(names.sort()).toEqual(['cf-connecting-ip', 'cf-worker', 'x-origin-proof', 'x_forwarded_for'])
  })

  test('stays right after clients have sent more names than are remembered', () => {
    for (let i = 0; i < 3000; i++) sortHeaders(new Headers({ [`x-noise-${i}`]: '1' }))
    const { read, stripped } = sortHeaders(new Headers({ X_Client_IP: '192.0.2.1', accept: '*/*' }))
    expect({ read, stripped }).toEqual({ read: [['x_client_ip', '192.0.2.1']], stripped: ['x_client_ip'] })
  })
})
