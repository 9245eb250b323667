import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { HEADER_CATALOGUE } from '../../src/headers/index.ts'
import { createProxyProtocolServer } from '../../src/origin/node/index.ts'
import { EDGE_SNAPSHOT, PROVIDER_NAMES } from '../../src/ranges/index.ts'
import { codeIn, memberNames, pageNamed, rowsUnder, unionMembers } from './pages.ts'

const resolution = pageNamed('docs/resolution.md')
const proxyProtocol = pageNamed('docs/proxy-protocol.md')
const receiver = createProxyProtocolServer(createServer(), { senders: ['192.0.2.0/24'], report: () => undefined })
const configuration = pageNamed('docs/configuration.md')

const named = (rows: readonly (readonly string[])[]): string[] => rows.map(([cell]) => codeIn(cell)).toSorted()

describe.each([
  {
    name: 'every refusal reason',
    rows: rowsUnder(resolution, '| reason | what it means | what to do |'),
    members: unionMembers('src/resolve/resolution.ts', 'RefusalReason'),
  },
  {
    name: 'every anomaly',
    rows: rowsUnder(resolution, '| anomaly | what it means | what to do |'),
    members: unionMembers('src/resolve/resolution.ts', 'Anomaly'),
  },
  {
    name: 'every fault of a configuration',
    rows: rowsUnder(configuration, '| fault | refused |'),
    members: unionMembers('src/config/fault-list.ts', 'ConfigFaultCode'),
  },
  {
    name: 'every fault that keeps an edge from starting',
    rows: rowsUnder(configuration, '| start fault | what is wrong | what to do |'),
    members: [
      ...new Set([
        ...unionMembers('src/edge/edge-error.ts', 'EdgeErrorCode'),
        ...unionMembers('src/settings/read-settings.ts', 'SettingsErrorCode'),
      ]),
    ],
  },
  {
    name: 'every fault of a key',
    rows: rowsUnder(configuration, '| fault of a key | what has to hold | what to do |'),
    members: unionMembers('src/assertion/key-error.ts', 'KeyErrorCode'),
  },
  {
    name: 'every outcome of a request at the edge',
    rows: rowsUnder(configuration, '| outcome | status | meaning |'),
    members: unionMembers('src/edge/handled.ts', 'Outcome'),
  },
  {
    name: 'every option of a verifier',
    rows: rowsUnder(configuration, '| verifier option | meaning |'),
    members: memberNames('src/origin/verifier.ts', 'VerifierOptions'),
  },
  {
    name: 'every refusal of a PROXY protocol header',
    rows: rowsUnder(pageNamed('docs/proxy-protocol-codec.md'), '| refused | what it means | what to do |'),
    members: unionMembers('src/proxy-protocol/decoded.ts', 'ProxyRefusalReason'),
  },
  {
    name: 'every option of a decoder of PROXY protocol headers',
    rows: rowsUnder(pageNamed('docs/proxy-protocol-codec.md'), '| decode option | default | meaning |'),
    members: memberNames('src/proxy-protocol/decode-options.ts', 'DecodeOptions'),
  },
  {
    name: 'every option of a PROXY protocol listener',
    rows: rowsUnder(configuration, '| listener option | meaning |'),
    members: [
      ...memberNames('src/origin/node/proxy-protocol/proxy-protocol-server.ts', 'ProxyProtocolOptions'),
      ...memberNames('src/origin/node/proxy-protocol/options.ts', 'ProxyLimits'),
      ...memberNames('src/origin/node/proxy-protocol/options.ts', 'ProxyChoices'),
    ],
  },
  {
    name: 'why a PROXY protocol connection is closed',
    rows: rowsUnder(proxyProtocol, '| reason | what happened | what to do if there are many |'),
    members: Object.keys(receiver.counters().closed),
  },
])('a page explains $name', ({ rows, members }) => {
  test('once, and nothing else', () => {
    expect(members.length).toBeGreaterThan(1)
    expect(named(rows)).toEqual(members.toSorted())
  })

  test('with a text in each cell', () => {
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([])
  })
})

test('docs/configuration.md shows the catalogue of headers as it is', () => {
  const shown = rowsUnder(configuration, '| header | format | clients can write it | set by |')
  const known = HEADER_CATALOGUE.map(({ name, format, clientWritable, setBy }) => [
    `\`${name}\``,
    `\`${format}\``,
    typeof clientWritable === 'string' ? clientWritable : `through ${clientWritable.join(', ')}`,
    setBy,
  ])
  expect(shown).toEqual(known)
})

test('docs/configuration.md says that the edge removes every header of the catalogue, and it does', () => {
  expect(HEADER_CATALOGUE.filter(({ stripped }) => !stripped)).toEqual([])
})

test('docs/configuration.md names the provider lists, and which of them the Worker carries', () => {
  const shown = rowsUnder(configuration, '| list | whose addresses | in the Worker |')
  expect(shown.map(([name, , carried]) => [codeIn(name), carried])).toEqual(
    PROVIDER_NAMES.map((name) => [name, name in EDGE_SNAPSHOT ? 'yes' : 'no']),
  )
})
