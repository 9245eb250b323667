import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Answer, sendRaw, writeHead } from './send-raw.ts'
import { startHaproxyAsking } from './start-haproxy-example.ts'

const IP = '192.0.2.7'

/** Answers of a verifier, and what HAProxy makes of a request for which it gets them. */
const answers: readonly { readonly name: string; readonly answer: RequestListener; readonly client?: string }[] = [
  { name: 'says who it is', answer: (_, response) => response.writeHead(200, { 'X-Client-IP': IP }).end(), client: IP },
  { name: 'says nothing about the client', answer: (_, response) => response.writeHead(200).end() },
  { name: 'says two addresses', answer: (_, response) => response.writeHead(200, { 'X-Client-IP': [IP, IP] }).end() },
  {
    name: 'refuses and names an address',
    answer: (_, response) => response.writeHead(401, { 'X-Client-IP': IP }).end(),
  },
  { name: 'fails', answer: (_, response) => response.writeHead(500, { 'X-Client-IP': IP }).end() },
  {
    name: 'sends elsewhere',
    answer: (_, response) => response.writeHead(302, { Location: '/', 'X-Client-IP': IP }).end(),
  },
  { name: 'hangs up', answer: (request) => request.socket.destroy() },
  { name: 'never answers', answer: () => undefined },
]

test.for(answers)('HAProxy believes only a plain yes: a verifier that $name', async ({ answer, client }, { skip }) => {
  const port = await serveAnswer(answer)
  expect(await askBy(port, skip)).toEqual(client ?? 'status 401')
})

test('HAProxy refuses while the verifier is away', async ({ skip }) => {
  // Port 1 of the loopback interface belongs to nobody.
  expect(await askBy(1, skip)).toBe('status 401')
})

test.for([
  { sent: ['websocket'], passes: true },
  { sent: ['h2c'], passes: false },
  { sent: ['websocket', 'h2c'], passes: false },
  { sent: ['h2c, websocket'], passes: false },
])('HAProxy passes an upgrade on to WebSocket alone: $sent', async ({ sent, passes }, { skip }) => {
  const servicePort = await serveAnswer((_, response) => response.writeHead(200, { 'X-Client-IP': IP }).end())
  const upgrades = sent.map((protocol) => ['Upgrade', protocol] as const)
  // Without a key HAProxy answers 400 to what asks for WebSocket.
  const handshake = [['Connection', 'Upgrade'] as const, ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='] as const]
  const answer = await sendBy(servicePort, [...handshake, ...upgrades], skip)
  expect(answer).toMatchObject({ status: 200, client: IP })
  expect('upgrade' in answer.headers).toBe(passes)
})

async function serveAnswer(answer: RequestListener): Promise<number> {
  const service = createServer(answer).listen(0, '127.0.0.1')
  await once(service, 'listening')
  onTestFinished(() => {
    service.closeAllConnections()
    service.close()
  })
  // Sound: a server that listens on a port has an address of this kind.
  return (service.address() as AddressInfo).port
}

async function askBy(servicePort: number, skip: (note: string) => never): Promise<string | undefined> {
  const { status, client } = await sendBy(servicePort, [], skip)
  return status === 200 ? client : `status ${status}`
}

async function sendBy(
  servicePort: number,
  more: readonly (readonly [string, string])[],
  skip: (note: string) => never,
): Promise<Answer> {
  const haproxy = await startHaproxyAsking(`http://127.0.0.1:${servicePort}/verify`)
  if ('missing' in haproxy) return skip(haproxy.missing)
  onTestFinished(() => haproxy.stop())
  const lines = [['Host', 'app.example.com'] as const, ['X-Client-IP-Assertion', 'a.b.c'] as const, ...more]
  return sendRaw(haproxy.ports[0] ?? 0, writeHead('GET', '/', lines))
}
