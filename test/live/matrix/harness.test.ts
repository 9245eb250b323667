import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byNobody, byProduct, CONTRACT_RULES, type Contract } from '../../../src/compile/contract.ts'
import type { GatewayTarget } from '../../../src/compile/target.ts'
import { compilePlane } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { startPlane } from './live-plane.ts'
import { isHeld, wantOfRow } from './outcome.ts'
import { ROWS } from './rows.ts'
import { behindEdge } from './topologies.ts'

/** What a gateway of the test's own sends on for a request, in turn names and values; undefined refuses it. */
type Gateway = (incoming: IncomingMessage) => readonly string[] | undefined

const kept = byProduct('by a gateway of the test’s own')
// Sound: every rule of the list is there, and so is nothing else.
const contract = Object.fromEntries(CONTRACT_RULES.map((rule) => [rule, kept])) as Contract

const target: GatewayTarget = {
  kind: 'gateway',
  name: 'caddy',
  title: 'none',
  compile: () => ({ files: [], notes: [], contract: { ...contract, binding: byNobody('it compares nothing') } }),
}

const WAY = 'HTTP/1.1, IPv4'

function planeOf(gateway: Gateway): DataPlane {
  return {
    name: 'a gateway of the test’s own',
    target,
    evidence: 'product',
    topology: behindEdge({ product: 'caddy', verifies: 'forward-auth' }),
    start: async (_, { application }) => {
      const server = createServer((incoming, response) => {
        const lines = gateway(incoming)
        if (lines === undefined) return response.writeHead(401).end()
        const { method, url: path } = incoming
        const sent = request({ port: application, host: '127.0.0.1', method, path, headers: [...lines] }, (answer) =>
          answer.resume().on('end', () => response.writeHead(answer.statusCode ?? 502).end()),
        )
        return sent.end()
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      // Sound: a server that listens on a port has an address of this kind.
      const { port } = server.address() as AddressInfo
      const stop = async (): Promise<void> => {
        server.close()
        server.closeAllConnections()
        await once(server, 'close')
      }
      return { ports: { [WAY]: port }, stop }
    },
  }
}

/** The names of the rows that come out otherwise than they must. */
async function redRows(gateway: Gateway): Promise<readonly string[]> {
  const plane = planeOf(gateway)
  const live = await startPlane(plane, compilePlane(plane))
  if ('missing' in live) throw new Error(live.missing)
  onTestFinished(() => live.stop())
  const red: string[] = []
  for (const row of ROWS.filter(({ needs }) => needs === undefined)) {
    if (!isHeld(wantOfRow(plane, row, WAY), await live.sendRow(row, WAY))) red.push(row.name)
  }
  return red
}

const CHOSEN = ROWS.filter(({ needs }) => needs === undefined).map(({ name }) => name)
const OURS = /^x.client.ip/i

function linesOf({ rawHeaders }: IncomingMessage, wanted: (name: string) => boolean): readonly string[] {
  return rawHeaders.flatMap((name, i) => (i % 2 === 0 && wanted(name) ? [name, rawHeaders[i + 1] ?? ''] : []))
}

/** Reads the address out of a token and asks for nothing else. */
function claimedBy({ headers }: IncomingMessage): string | undefined {
  const [, payload = ''] = String(headers['x-client-ip-assertion'] ?? '').split('.')
  return /"ip":"([^"]*)"/.exec(Buffer.from(payload, 'base64').toString('latin1'))?.[1]
}

function isExempt({ method, url }: IncomingMessage): boolean {
  return method === 'GET' && (url === '/health' || url === '/livez')
}

describe('the matrix is red', () => {
  test('in every row but honest ones without a seal, for who sends everything on', async () => {
    const red = await redRows((incoming) => linesOf(incoming, () => true))
    const green = CHOSEN.filter((name) => !red.includes(name))
    expect(green.filter((name) => !name.endsWith('on an exempt route'))).toEqual([])
    expect(green).not.toContain('X-Client-IP, on an exempt route')
    expect(green).not.toContain('underscores, on an exempt route')
  })

  test('in every row of a bad assertion, for who reads tokens and verifies none', async () => {
    const red = await redRows((incoming) => {
      const rest = linesOf(incoming, (name) => !OURS.test(name) && name.toLowerCase() !== 'connection')
      if (isExempt(incoming)) return rest
      const ip = claimedBy(incoming)
      return ip === undefined ? undefined : [...rest, 'X-Client-IP', ip]
    })
    expect(red.length).toBeGreaterThan(20)
    expect(red).toEqual(expect.arrayContaining(['expired', 'alg none', 'a changed address'].map(refused)))
    expect(red.filter((name) => !name.startsWith('an assertion, '))).toEqual([])
  })

  test('in the rows of exempt routes, for who strips where it verifies and nowhere else', async () => {
    const red = await redRows((incoming) => (isExempt(incoming) ? linesOf(incoming, () => true) : undefined))
    expect(red).toEqual(expect.arrayContaining(['X-Client-IP', 'dots', 'an alias of the assertion'].map(onExempt)))
  })

  test('for who refuses everything', async () => {
    const red = await redRows(() => undefined)
    expect(red).toContain('nothing forged, with the seal of an IPv4 client')
    expect(red).toContain('nothing forged, on an exempt route')
  })
})

const refused = (name: string): string => `an assertion, ${name}: is refused`
const onExempt = (name: string): string => `${name}, on an exempt route`
