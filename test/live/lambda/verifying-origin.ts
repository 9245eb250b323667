import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Bind } from '../../../src/assertion/claims.ts'
import type { KeySet } from '../../../src/assertion/key-set.ts'
import { clientOf } from '../../../src/origin/node/admission.ts'
import { verifyRequests } from '../../../src/origin/node/http.ts'
import { createVerifier } from '../../../src/origin/verifier.ts'
import { AUDIENCE, ISSUER } from '../../edge/edge-under-test.ts'

/** A request as it arrived, and what the verifier made of it. */
type Seen = {
  readonly target: string
  /** Names and values in turn, before the verifier took anything out. */
  readonly claimedLines: readonly string[]
  /** The verified client; undefined for a request that was refused. */
  ip: string | undefined
}

export type VerifyingOrigin = {
  readonly url: string
  readonly port: number
  readonly seen: readonly Seen[]
  readonly stop: () => Promise<void>
}

export type OriginOptions = {
  readonly keys: KeySet
  readonly audience?: string
  readonly bind?: Bind
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void
}

/** An origin on a socket that lets nobody in whom the verifier does not, and tells everyone else who they are. */
export async function startVerifyingOrigin(options: OriginOptions): Promise<VerifyingOrigin> {
  const { keys, audience = AUDIENCE, bind = 'none', answer = tellClient } = options
  const seen: Seen[] = []
  const arrived = new WeakMap<IncomingMessage, Seen>()
  const verifier = createVerifier({
    issuer: ISSUER,
    audience,
    keys,
    mode: 'enforce',
    bind,
    exempt: [],
    report: () => undefined,
  })
  const admit = verifyRequests(verifier, (request: IncomingMessage, response: ServerResponse) => {
    const entry = arrived.get(request)
    if (entry !== undefined) entry.ip = clientOf(request)?.ip
    answer(request, response)
  })
  const server = createServer((request, response) => {
    const entry: Seen = { target: request.url ?? '', claimedLines: [...request.rawHeaders], ip: undefined }
    seen.push(entry)
    arrived.set(request, entry)
    admit(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, seen, stop }
}

function tellClient(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.end(clientOf(request)?.ip)
}
