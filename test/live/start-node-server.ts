import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import proxyAddr from 'proxy-addr'
import type { HeaderLine } from '../../src/headers/header-line.ts'
import type { Policy } from '../../src/resolve/policy.ts'
import { resolve } from '../../src/resolve/resolve.ts'
import { policyOf } from '../resolve/policies.ts'
import { SHARED_POLICIES, type SharedPolicy } from './shared-policies.ts'
import type { LiveServer } from './start-nginx.ts'

/** What a Node application is told by each of the two; ours answers with the client or the reason of its refusal. */
export type NodeAnswers = { readonly ipseal: string; readonly 'proxy-addr': string }

type Resolvers = { readonly policy: Policy; readonly isTrusted: (address: string, i: number) => boolean }

/** Starts a node:http server on a free port of 127.0.0.1 that resolves each request by the policy that Host names. */
export async function startNodeServer(): Promise<LiveServer> {
  const resolvers = new Map(SHARED_POLICIES.map((policy) => [policy.name, resolversOf(policy)]))
  const server = createServer({ maxHeaderSize: 0x2_0000 }, (request, response) => {
    const found = resolvers.get(request.headers.host ?? '')
    response.end(found === undefined ? '' : JSON.stringify(answersTo(request, found)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { port: address.port, stop }
}

function resolversOf({ prefixes }: SharedPolicy): Resolvers {
  const policy = policyOf({
    trust: [{ name: 'trusted', ranges: prefixes }],
    headers: [{ name: 'X-Forwarded-For', from: ['trusted'] }],
  })
  return { policy, isTrusted: proxyAddr.compile([...prefixes]) }
}

function answersTo(request: IncomingMessage, { policy, isTrusted }: Resolvers): NodeAnswers {
  const resolution = resolve(policy, { peer: request.socket.remoteAddress, headers: linesOf(request) })
  return { ipseal: resolution.ok ? resolution.ip : resolution.reason, 'proxy-addr': proxyAddr(request, isTrusted) }
}

/** node:http gives names and values in turn, repeated lines and all. */
function linesOf({ rawHeaders }: IncomingMessage): HeaderLine[] {
  return rawHeaders.flatMap((name, i): HeaderLine[] => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? '']] : []))
}
