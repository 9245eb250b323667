import { type HttpAnswer, type HttpRequest, startAnsweringServer } from './answering-server.ts'

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

const HEAD = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
}

/** Speaks the JSON 1.1 of AWS for Parameter Store, and answers whatever `answer` says: faults that moto does not have. */
export async function startFaultServer(answer: (request: SsmRequest) => SsmAnswer): Promise<FaultServer> {
  const requests: SsmRequest[] = []
  const { port, stop } = await startAnsweringServer((request) => {
    const asked = readRequest(request)
    requests.push(asked)
    return httpAnswer(answer(asked))
  })
  return { port, requests, stop }
}

/** What AWS answers to a request that it refuses (Smithy, AWS JSON 1.1 protocol: operation error serialization). */
export function refusal(type: string, message = ''): SsmAnswer {
  return { status: 400, text: JSON.stringify({ __type: type, message }) }
}

export function success(output: object): SsmAnswer {
  return { status: 200, text: JSON.stringify(output) }
}

function readRequest({ headers, body }: HttpRequest): SsmRequest {
  const target = String(headers['x-amz-target'])
  const type = headers['content-type']
  if (type !== 'application/x-amz-json-1.1') throw new Error(`content type ${type}`)
  if (!target.startsWith('AmazonSSM.')) throw new Error(`target ${target}`)
  const input: unknown = JSON.parse(body)
  if (typeof input !== 'object' || input === null) throw new Error('the body is an object')
  return { action: target.slice('AmazonSSM.'.length), input: { ...input } }
}

function httpAnswer(answer: SsmAnswer): HttpAnswer {
  if (answer === 'stall') return { stalls: '{"Parameters":[', headers: HEAD }
  return typeof answer === 'string' ? answer : { ...answer, headers: HEAD }
}
