import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { findTraefik } from '../gateways/find-traefik.ts'
import { fillIn } from '../gateways/tokens.ts'
import { findNginxLua } from '../kong/find-nginx-lua.ts'
import { startAsKong } from '../kong/start-as-kong.ts'
import { CLIENT, HOST } from '../verifier/sealed.ts'
import { compilePlane } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { startPlane } from './live-plane.ts'
import { mintMatrixWords } from './matrix-words.ts'
import { startCompiledTraefik } from './start-compiled-traefik.ts'
import { behindEdge } from './topologies.ts'

const WAY = 'HTTP/1.1, IPv4'
const TRAEFIK: DataPlane = {
  name: 'Traefik',
  target: 'traefik',
  evidence: 'product',
  topology: behindEdge('traefik'),
  start: startCompiledTraefik(await findTraefik(), '3.7.15'),
}
const KONG: DataPlane = {
  name: 'Kong',
  target: 'kong',
  evidence: 'equivalent data plane',
  topology: behindEdge({ product: 'kong', verifies: 'native' }),
  start: startAsKong(await findNginxLua()),
}

/** Starts a plane for one test; words in braces stand for tokens. */
async function startFor(plane: DataPlane, skip: (reason: string) => never) {
  const live = await startPlane(plane, compilePlane(plane))
  if ('missing' in live) return skip(live.missing)
  onTestFinished(live.stop)
  const words = await mintMatrixWords('')
  const port = live.running.ports[WAY] ?? 0
  const line = (target: string, token: string): string =>
    `GET ${target} HTTP/1.1\r\nHost: ${HOST}\r\n${token === '' ? '' : `X-Client-IP-Assertion: ${token}\r\n`}\r\n`
  return {
    send: (target: string, token: string, times = 1) =>
      receive(port, fillIn(line(target, token), words).repeat(times), times),
  }
}

/** Sends bytes on one connection, and returns all that comes until so many answers are there. */
function receive(port: number, bytes: string, answers: number): Promise<string> {
  return new Promise((settle, fail) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (statusesIn(text).length >= answers) socket.destroy()
    })
    socket.on('error', fail).on('close', () => settle(text))
  })
}

function statusesIn(text: string): readonly string[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status)
}

const FLOOD = 2000

test('Traefik answers each who asks an exempt route, however often one does, and limits a client', async ({ skip }) => {
  const { send } = await startFor(TRAEFIK, skip)
  expect(new Set(statusesIn(await send('/health', '', FLOOD)))).toEqual(new Set(['200']))
  expect(statusesIn(await send('/', '{sealed}', FLOOD))).toContain('429')
  expect(statusesIn(await send('/health', ''))).toEqual(['200'])
})

const RESEMBLING = ['//health', '/x/../health', '/%68ealth', '/./health']

test.for(RESEMBLING)(
  'Kong counts no token against a client before its signature holds: %s',
  async (target, { skip }) => {
    const live = await startFor(KONG, skip)
    const forged = await live.send(target, '{changed}')
    expect(statusesIn(forged)).toEqual(['401'])
    expect(forged).toMatch(/x-counted-as: 127\.0\.0\.1\r/i)
    const sealed = await live.send('/', '{sealed}')
    expect(sealed).toContain(`X-Counted-As: ${CLIENT}\r`)
    expect(statusesIn(await live.send(target, '{sealed}'))).toEqual(['200'])
  },
)
