import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSealer } from '../../src/assertion/create-sealer.ts'
import { generateSigningJwk, importSigningKey, publicJwks, type SigningJwk } from '../../src/assertion/index.ts'
import { parseAddress } from '../../src/net/address.ts'
import { type FetchKeysOptions, fetchKeys, type KeySourceEvent } from '../../src/origin/index.ts'
import { AUDIENCE, ISSUER, NOW } from './assertions.ts'
import { LOOPBACK, listen } from './raw-http.ts'

export const first = await generateSigningJwk('2026-11-a', 'ES256')
export const second = await generateSigningJwk('2026-11-b', 'ES256')
export const secret = await generateSigningJwk('2026-11-s', 'HS256')

export function textOf(...jwks: readonly SigningJwk[]): string {
  return JSON.stringify(publicJwks(jwks))
}

/** Seals 192.0.2.7 with a key at a time. */
export async function sealWith(jwk: SigningJwk, now = NOW): Promise<string> {
  const ip = parseAddress('192.0.2.7')
  if (ip === undefined) throw new Error('no address')
  const key = await importSigningKey(jwk)
  const sealer = createSealer({ key, issuer: ISSUER, ttlSeconds: 60, bind: 'none', prefix: '' })
  return sealer.seal({ ip, via: 'peer', audience: AUDIENCE }, now)
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

export const withText =
  (text: string): Answer =>
  (_request, response) =>
    void response.end(text)

/** A server of key sets whose answer can be changed, and the number of requests that it has seen. */
export async function serveKeys(text: string) {
  const state = { answer: withText(text), requests: 0 }
  const server = createServer((request, response) => {
    state.requests++
    state.answer(request, response)
  })
  return { url: `http://${LOOPBACK}:${await listen(server)}/jwks.json`, state }
}

/** A report, and what it was told. */
export function gather() {
  const events: KeySourceEvent[] = []
  return { events, report: (event: KeySourceEvent) => void events.push(event) }
}

export const kidsOf = async (keys: unknown) => {
  const set = await keys
  return set instanceof Map ? [...set.keys()] : undefined
}

/** A source of keys from a server of its own, and what it reports. */
export async function startFetching(text: string, options: FetchKeysOptions = {}) {
  const { url, state } = await serveKeys(text)
  const { events, report } = gather()
  return { state, url, events, source: fetchKeys(url, { report, ...options }) }
}
