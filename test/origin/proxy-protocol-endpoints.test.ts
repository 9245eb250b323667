import { createServer as createTcpServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { proxyHeaderOf } from '../../src/origin/node/index.ts'
import { DELIVERIES, startLoadBalancer } from './load-balancer.ts'
import { HEADERS, start } from './proxy-protocol-front.ts'
import { SERVER_KINDS } from './proxy-protocol-kinds.ts'
import { LOOPBACK, listen } from './raw-http.ts'

/** Everything that a socket says of its two ends, and what is known of its header. */
function describeSocket(socket: Socket): string {
  const facts = proxyHeaderOf(socket)
  return JSON.stringify({
    remote: [socket.remoteFamily, socket.remoteAddress, socket.remotePort],
    local: [socket.localFamily, socket.localAddress, socket.localPort],
    bound: socket.address(),
    command: facts?.command,
    sender: facts?.sender,
    ...(facts?.command === 'PROXY' && { source: facts.source, tlvs: facts.tlvs.map(({ type }) => type) }),
  })
}

const byIPv4 = {
  remote: ['IPv4', '192.0.2.7', 40000],
  local: ['IPv4', '198.51.100.1', 443],
  bound: { family: 'IPv4', address: '198.51.100.1', port: 443 },
  command: 'PROXY',
  sender: LOOPBACK,
  source: { address: '192.0.2.7', port: 40000 },
}

describe.each(SERVER_KINDS)('a server of kind $name', ({ create, ask }) => {
  test.each(DELIVERIES)('sees the two ends that the header names, and the facts: %s', async (delivery) => {
    const { port, front } = await start(create(describeSocket))
    const balancer = await startLoadBalancer(port, HEADERS['version 2'], delivery)
    expect(JSON.parse(await ask(balancer))).toEqual({ ...byIPv4, tlvs: ['authority', 'crc32c'] })
    expect(front.counters()).toMatchObject({ accepted: 1, local: 0, waiting: 0 })
  })

  test('sees them by version 1', async () => {
    const { port } = await start(create(describeSocket))
    const balancer = await startLoadBalancer(port, HEADERS['version 1'], 'header with the first bytes')
    expect(JSON.parse(await ask(balancer))).toEqual({ ...byIPv4, tlvs: [] })
  })

  test('sees them by IPv6', async () => {
    const { port } = await start(create(describeSocket))
    const balancer = await startLoadBalancer(port, HEADERS['version 2 with IPv6'], 'header with the first bytes')
    expect(JSON.parse(await ask(balancer))).toMatchObject({
      remote: ['IPv6', '2001:db8::7', 40000],
      local: ['IPv6', '2001:db8::1', 443],
    })
  })

  test.each(['LOCAL', 'UNSPEC', 'UNKNOWN'] as const)('sees the ends of the connection itself: %s', async (name) => {
    const { port, front } = await start(create(describeSocket))
    const balancer = await startLoadBalancer(port, HEADERS[name], 'header with the first bytes')
    const seen: unknown = JSON.parse(await ask(balancer))
    expect(seen).toMatchObject({ local: ['IPv4', LOOPBACK, port], command: 'LOCAL', sender: LOOPBACK })
    expect(seen).toMatchObject({ remote: ['IPv4', LOOPBACK, expect.any(Number)], bound: { port } })
    expect(front.counters()).toMatchObject({ accepted: 0, local: 1 })
  })

  test('sees the ends of the connection itself where that is chosen, and the facts all the same', async () => {
    const { port } = await start(create(describeSocket), { endpoints: 'keep' })
    const balancer = await startLoadBalancer(port, HEADERS['version 2'], 'header alone')
    expect(JSON.parse(await ask(balancer))).toMatchObject({
      remote: ['IPv4', LOOPBACK, expect.any(Number)],
      local: ['IPv4', LOOPBACK, port],
      source: { address: '192.0.2.7', port: 40000 },
    })
  })
})

test('a socket that came by another port has no facts', async () => {
  const seen: unknown[] = []
  const plain = createTcpServer((socket) => {
    seen.push(proxyHeaderOf(socket))
    socket.end()
  })
  const [tcp] = SERVER_KINDS
  await tcp?.ask(await listen(plain))
  expect(seen).toEqual([undefined])
})
