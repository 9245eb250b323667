import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

export const ARN = 'arn:aws:cloudfront::123456789012:key-value-store/2c11a4c5-2d0a-4b0e-9a53-0d2f0f6e0c11'

/** What the SDK signs with in these tests; keys of AWS's own documentation. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

type KvsRequest = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** How a request fails, as the service writes it (CloudFront API Reference, "Amazon CloudFront KeyValueStore"). */
export type Failure = { readonly status: number; readonly error: string; readonly message?: string }

/** A request passes, fails, or finds that somebody else has just written. */
type Step = 'pass' | 'somebody-writes' | Failure

export type KvsServer = {
  /** The SDK puts the account's id in front of its host. */
  readonly endpoint: string
  readonly requests: readonly KvsRequest[]
  readonly values: ReadonlyMap<string, string>
  /** What becomes of the next requests, one after another. */
  readonly plan: (...steps: readonly Step[]) => void
  readonly stop: () => Promise<void>
}

const ROOT = `/key-value-stores/${encodeURIComponent(ARN)}`
const SIGNATURE =
  /^AWS4-ECDSA-P256-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/[0-9]{8}\/cloudfront-keyvaluestore\/aws4_request, SignedHeaders=[a-z0-9;-]*\bhost\b[a-z0-9;-]*x-amz-region-set[a-z0-9;-]*, Signature=[0-9a-f]{100,160}$/

/** Plays the service of one store: it takes what the API takes, and refuses the rest by the API's own errors. */
export async function startKvsServer(): Promise<KvsServer> {
  const requests: KvsRequest[] = []
  const values = new Map<string, string>()
  const steps: Step[] = []
  let version = 1
  const etag = (): string => `KV${version}`

  const judge = (request: KvsRequest): Reply => {
    const step = steps.shift()
    if (step === 'somebody-writes') version++
    if (typeof step === 'object') return failWith(step)
    const fault = findFault(request)
    if (fault !== undefined) return failWith(fault)
    if (request.method === 'GET') return succeed(etag(), { KvsARN: ARN, Created: 1795262400, Status: 'READY' })
    if (request.headers['if-match'] !== etag()) return failWith({ status: 409, error: 'ConflictException' })
    version++
    values.set(decodeURIComponent(request.path.slice(`${ROOT}/keys/`.length)), readValue(request.body) ?? '')
    return succeed(etag(), {})
  }

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body: await text(incoming) }
    requests.push(request)
    const reply = judge(request)
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(JSON.stringify(reply.body))
  }

  const server = createServer((incoming, response) => {
    void answer(incoming, response)
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
  return {
    endpoint: `http://localhost:${address.port}`,
    requests,
    values,
    plan: (...planned) => void steps.push(...planned),
    stop,
  }
}

/** What the service would not take. */
function findFault({ method, path, headers, body }: KvsRequest): Failure | undefined {
  const isSigned = SIGNATURE.test(headers.authorization ?? '') && headers['x-amz-region-set'] === '*'
  if (!isSigned) return { status: 403, error: 'InvalidSignatureException' }
  if (!headers.host?.startsWith('123456789012.')) return { status: 404, error: 'ResourceNotFoundException' }
  if (method === 'GET' && path === ROOT) return undefined
  const isPut = method === 'PUT' && path.startsWith(`${ROOT}/keys/`) && headers['content-type'] === 'application/json'
  const isWhole = isPut && headers['if-match'] !== undefined && readValue(body) !== undefined
  return isWhole ? undefined : { status: 400, error: 'ValidationException' }
}

function readValue(body: string): string | undefined {
  // Sound: a body of another shape has no such member.
  const { Value, ...others } = JSON.parse(body) as { readonly Value?: unknown }
  return typeof Value === 'string' && Object.keys(others).length === 0 ? Value : undefined
}

type Reply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: object }

function succeed(etag: string, body: object): Reply {
  return { status: 200, headers: { etag }, body: { ItemCount: 1, TotalSizeInBytes: 150, ...body } }
}

function failWith({ status, error, message = 'no' }: Failure): Reply {
  return { status, headers: { 'x-amzn-errortype': error }, body: { Message: message } }
}
