import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

type Headers = Readonly<Record<string, string>>

/** What a server answers to one request. */
export type HttpAnswer =
  | { readonly status: number; readonly headers?: Headers; readonly text: string }
  | 'hang'
  /** An answer that says it is a thousand bytes, of which these come and nothing more. */
  | { readonly stalls: string; readonly headers?: Headers }
  /** The same, and then the connection ends. */
  | { readonly breaks: string; readonly headers?: Headers }
  | 'cut'

export type HttpRequest = {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type AnsweringServer = {
  readonly port: number
  readonly requests: readonly HttpRequest[]
  readonly stop: () => Promise<void>
}

/** Answers whatever `answer` says: faults that no server has at will. `make` is for one that speaks TLS. */
export async function startAnsweringServer(
  answer: (request: HttpRequest) => HttpAnswer,
  make: (listener: RequestListener) => Server = createServer,
): Promise<AnsweringServer> {
  const requests: HttpRequest[] = []
  const server = make((request, response) => void serve(request, response))
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request
    const asked = { method, url, headers, body: await text(request) }
    requests.push(asked)
    send(response, answer(asked))
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  }
  return { port: address.port, requests, stop }
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  if (answer === 'hang') return
  if (answer === 'cut') {
    response.destroy()
    return
  }
  if ('status' in answer) {
    response.writeHead(answer.status, answer.headers)
    response.end(answer.text)
    return
  }
  const isStall = 'stalls' in answer
  response.writeHead(200, { ...answer.headers, 'content-length': '1000' })
  response.write(isStall ? answer.stalls : answer.breaks, () => {
    if (!isStall) response.destroy()
  })
}
