import { once } from 'node:events'
import { Agent, type IncomingMessage, request as openRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import type { SentRequest } from './sent-request.ts'

/** Sends all requests to a port of 127.0.0.1, each from its own peer's address, and returns the bodies in their order. */
export async function sendAll(requests: readonly SentRequest[], port: number): Promise<readonly string[]> {
  const bodies = new Array<string>(requests.length).fill('')
  const peers = new Set(requests.map(({ peer }) => peer))
  // One connection for each peer, kept alive: a real load, and never more than one machine takes.
  await Promise.all(
    [...peers].map(async (peer) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (const [i, request] of requests.entries()) {
        if (request.peer === peer) bodies[i] = await send(request, port, agent)
      }
      agent.destroy()
    }),
  )
  return bodies
}

async function send({ policy, peer, headerName, lines }: SentRequest, port: number, agent: Agent): Promise<string> {
  const headers = { Host: policy.name, ...(lines.length > 0 && { [headerName]: [...lines] }) }
  const request = openRequest({ host: '127.0.0.1', port, localAddress: peer, agent, headers })
  request.end()
  // Sound: the event has one argument (Node documentation, http.ClientRequest).
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response.statusCode === 200 ? text(response) : `status ${response.statusCode}`
}
