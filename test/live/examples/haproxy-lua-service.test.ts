import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { sendRaw, writeHead } from './send-raw.ts'
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
  const service = createServer(answer).listen(0, '127.0.0.1')
  await once(service, 'listening')
  onTestFinished(() => {
    service.closeAllConnections()
    service.close()
  })
  // Sound: a server that listens on a port has an address of this kind.
  const { port } = service.address() as AddressInfo
  expect(await askBy(port, skip)).toEqual(client ?? 'status 401')
})

test('HAProxy refuses while the verifier is away', async ({ skip }) => {
  // Port 1 of the loopback interface belongs to nobody.
  expect(await askBy(1, skip)).toBe('status 401')
})

async function askBy(servicePort: number, skip: (note: string) => never): Promise<string | undefined> {
  const haproxy = await startHaproxyAsking(`http://127.0.0.1:${servicePort}/verify`)
  if ('missing' in haproxy) return skip(haproxy.missing)
  onTestFinished(() => haproxy.stop())
  const lines = [['Host', 'app.example.com'] as const, ['X-Client-IP-Assertion', 'a.b.c'] as const]
  const { status, client } = await sendRaw(haproxy.ports[0] ?? 0, writeHead('GET', '/', lines))
  return status === 200 ? client : `status ${status}`
}
