import { request } from 'node:http'
import type { HeaderLine } from '../../headers/header-line.ts'

/** What came back: a status and a body, or nothing because the connection was closed. */
export type Reply = { readonly status: number; readonly body: string } | { readonly closed: true }

const TIMEOUT_MS = 10_000

/** Sends a GET on a connection of its own, with the headers as they are. */
export function sendRequest(port: number, headers: readonly HeaderLine[]): Promise<Reply> {
  return new Promise((resolve) => {
    const outgoing = request(
      { host: '127.0.0.1', port, agent: false, headers: Object.fromEntries(headers), timeout: TIMEOUT_MS },
      (incoming) => {
        let body = ''
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk
        })
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }))
        incoming.on('error', () => resolve({ closed: true }))
      },
    )
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => resolve({ closed: true }))
    outgoing.end()
  })
}
