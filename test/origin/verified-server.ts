import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { verifyRequests } from '../../src/origin/node/index.ts'
import { VALID } from './assertions.ts'
import { listen, openConnection, type RawConnection } from './raw-http.ts'
import { createReportingVerifier } from './vectors.ts'

export const ASSERTION = ['X-Client-IP-Assertion', VALID] as const
export const FORGED = ['X-Client-IP', '203.0.113.66'] as const
export const GET = { method: 'GET', target: '/' }
export const CHUNKED = { method: 'POST', target: '/' }

/** Serves with a listener behind a verifier, and opens a connection to it. */
export async function serve(listener: RequestListener, setup: Parameters<typeof createReportingVerifier>[0] = {}) {
  const { verifier, events } = createReportingVerifier(setup)
  const connection = await openConnection(await listen(createServer(verifyRequests(verifier, listener))))
  return { connection, events }
}

/** Answers with what a listener has seen. */
export function answer(response: ServerResponse, seen: unknown): void {
  const body = JSON.stringify(seen ?? null)
  response.writeHead(200, { 'content-length': body.length }).end(body)
}

/** What the next response tells the listener saw, or its status if the listener was not asked. */
export async function readJson(connection: RawConnection): Promise<unknown> {
  const response = await connection.readResponse()
  return response?.status === 200 ? JSON.parse(response.body) : response?.status
}
