import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** What Parameter Store answers to one request. */
export type SsmAnswer =
  | { readonly status: number; readonly text: string }
  | 'hang'
  /** The head of an answer and nothing more. */
  | 'stall'
  | 'cut'

export type SsmRequest = { readonly action: string; readonly input: Readonly<Record<string, unknown>> }

export type FaultServer = {
  readonly port: number
  readonly requests: readonly SsmRequest[]
  readonly stop: () => Promise<void>
}

/** Speaks the JSON 1.1 of AWS for Parameter Store, and answers whatever `answer` says: faults that moto does not have. */
export async function startFaultServer(answer: (request: SsmRequest) => SsmAnswer): Promise<FaultServer> {
  const requests: SsmRequest[] = []
  const server = createServer((request, response) => void serve(request, response))
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request)
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

/** What AWS answers to a request that it refuses (Smithy, AWS JSON 1.1 protocol: operation error serialization). */
export function refusal(type: string, message = ''): SsmAnswer {
  return { status: 400, text: JSON.stringify({ __type: type, message }) }
}

export function success(output: object): SsmAnswer {
  return { status: 200, text: JSON.stringify(output) }
}

async function readRequest(request: IncomingMessage): Promise<SsmRequest> {
  const target = String(request.headers['x-amz-target'])
  const type = request.headers['content-type']
  if (type !== 'application/x-amz-json-1.1') throw new Error(`content type ${type}`)
  if (!target.startsWith('AmazonSSM.')) throw new Error(`target ${target}`)
  const input: unknown = JSON.parse(await text(request))
  if (typeof input !== 'object' || input === null) throw new Error('the body is an object')
  return { action: target.slice('AmazonSSM.'.length), input: { ...input } }
}

function send(response: ServerResponse, answer: SsmAnswer): void {
  if (answer === 'hang') return
  if (answer === 'cut') {
    response.destroy()
    return
  }
  const head = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
  }
  if (answer === 'stall') {
    response.writeHead(200, { ...head, 'content-length': '1000' }).write('{"Parameters":[')
    return
  }
  response.writeHead(answer.status, head)
  response.end(answer.text)
}
