import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { value } from '../../cloudfront-function/cases.ts'
import type { Ran } from '../../cloudfront-function/run-built.ts'
import { findNginxWithNjs } from './find-njs.ts'
import { expectRuns, givens, timed } from './judge-runs.ts'
import { type NjsServer, startNginxWithNjs } from './start-nginx-with-njs.ts'

type Lines = readonly (readonly [name: string, value: string])[]
type Answer = { readonly headers: Readonly<Record<string, { readonly value: string }>> }

const nginx = await findNginxWithNjs()
const isMissing = 'missing' in nginx ? nginx.missing : undefined

let server: NjsServer | undefined

beforeAll(async () => {
  if (!('missing' in nginx)) server = await startNginxWithNjs(nginx)
})

afterAll(async () => {
  await server?.stop()
})

async function ask(path: string, lines: Lines, body = ''): Promise<Ran> {
  const headers = [...lines, ['Host', 'nginx'] as const, ['Content-Length', String(Buffer.byteLength(body))] as const]
  const sent = request({ socketPath: server?.socketPath, path, method: 'POST', headers: headers.flat() })
  sent.end(body)
  // Sound: that is what a request emits, and what our own server writes.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return JSON.parse(await text(response)) as Ran
}

describe('the file that is uploaded, imported by nginx with an interpreter for each request', () => {
  test('answers every vector', async ({ skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const { result, during } = await timed(async () => {
      const runs: Ran[] = []
      for (const given of givens) runs.push(await ask('/run', [], JSON.stringify(given)))
      return runs
    })
    await expectRuns(result, during)
  })

  test('removes what was forged over a socket, in every spelling, and seals who connected', async ({ skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const forged: Lines = [
      ['X-Client-IP', '198.51.100.1'],
      ['x_client_ip', '198.51.100.2'],
      ['X_CLIENT_IP', '198.51.100.3'],
      ['X.Client.IP', '198.51.100.4'],
      ['X-Client-IP-Assertion', 'forged'],
      ['X-Client-IP-Assertion', 'forged again'],
      ['x_client-ip_assertion', 'forged'],
      ['True-Client-IP', '198.51.100.5'],
      ['X-Forwarded-For', '198.51.100.6'],
      ['Forwarded', 'for=198.51.100.7'],
      ['X!Real~IP', '198.51.100.8'],
      ['Accept', 'text/html'],
      ['Accept', 'text/plain'],
      ['X-Client-IPs', 'kept'],
    ]
    const test: Lines = [
      ['X-Test-Peer', '2001:DB8::7'],
      ['X-Test-Store', JSON.stringify(value)],
    ]
    const { answer, log } = await ask('/seal', [...forged, ...test])
    // Sound: what is no request has no such members.
    const { headers } = JSON.parse(answer) as Answer
    expect(log).toEqual([])
    expect(Object.keys(headers).toSorted()).toEqual(
      ['accept', 'connection', 'content-length', 'host', 'x-client-ip-assertion', 'x-client-ips'].toSorted(),
    )
    expect(headers.accept).toEqual({
      value: 'text/html',
      multiValue: [{ value: 'text/html' }, { value: 'text/plain' }],
    })
    expect(decodeJwt(headers['x-client-ip-assertion']?.value ?? '')).toMatchObject({ ip: '2001:db8::7', via: 'peer' })
  })
})
