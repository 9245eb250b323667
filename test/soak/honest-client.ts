import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeProxyHeader } from '../../src/proxy-protocol/index.ts'

export type Service = { readonly served: number; readonly lost: number; readonly milliseconds: readonly number[] }

const ADDRESS = '192.0.2.7'
const HEADER = encodeProxyHeader({
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: ADDRESS, port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [],
})
const REQUEST = Buffer.concat([HEADER, Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')])
const PAUSE_MILLISECONDS = 10
const PATIENCE_MILLISECONDS = 10_000

/** A load balancer that does its work: a connection for each request, until it is told to stop. */
export async function beHonest(port: number, signal: AbortSignal): Promise<Service> {
  const milliseconds: number[] = []
  let lost = 0
  while (!signal.aborted) {
    const start = performance.now()
    if (await askOnce(port)) milliseconds.push(performance.now() - start)
    else lost++
    await sleep(PAUSE_MILLISECONDS)
  }
  return { served: milliseconds.length, lost, milliseconds: milliseconds.toSorted((a, b) => a - b) }
}

export function askOnce(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: PATIENCE_MILLISECONDS })
    let answer = ''
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
    socket.on('timeout', () => socket.destroy()).on('error', () => undefined)
    socket.on('close', () => resolve(answer.startsWith('HTTP/1.1 200') && answer.endsWith(ADDRESS)))
    socket.write(REQUEST)
  })
}
