import { once } from 'node:events'
import { type IncomingMessage, request as send } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import { makeKvsValue } from '../../../src/platform/kvs/value.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { viewerRequest } from '../../cloudfront-function/cases.ts'
import { AUDIENCE, ISSUER, originAt, settingsWith } from '../../edge/edge-under-test.ts'
import { eventOf as cloudFrontEventOf, type RequestShape } from '../../platform/cloudfront/cloudfront-cases.ts'
import { takeResult } from '../../platform/cloudfront/cloudfront-double.ts'
import { eventOf as lambdaEventOf } from '../../platform/lambda/event-vectors.ts'
import { findNjs } from '../cloudfront-function/find-njs.ts'
import { runInNjs } from '../cloudfront-function/run-njs.ts'
import { chooseClient } from '../lambda/choose-client.ts'
import { type Answered, forwardEvent } from '../lambda/forward-event.ts'
import { resultOf } from '../lambda/result-of.ts'
import { missing as motoMissing, startSsm, writeKeys } from '../lambda/ssm-under-test.ts'
import { startFunction, zipOf } from '../lambda/start-function.ts'
import type { VerifyingOrigin } from '../lambda/verifying-origin.ts'
import { startWorker } from '../worker/start-worker.ts'

/** What a client sends beside its address. */
type Lines = Readonly<Record<string, string>>

export type Signer = {
  /** The public key that it signs with, or the secret, as JWKs. */
  readonly jwks: readonly object[]
  /** Sends a request of a client at an address through the signer to the origin. */
  readonly pass: (ip: string, lines: Lines) => Promise<Answered>
  readonly stop: () => Promise<void>
}

type Origin = Pick<VerifyingOrigin, 'url' | 'port'>
type Start = (origin: Origin) => Promise<Signer>

const { client } = await chooseClient('four signers')
const njs = await findNjs()

/** Each of the four, and why it cannot run here; undefined if it can. */
export const SIGNERS: readonly {
  readonly name: string
  readonly missing: string | undefined
  readonly start: Start
}[] = [
  { name: 'the Worker', missing: undefined, start: startWorkerSigner },
  { name: 'Lambda@Edge', missing: motoMissing, start: startLambdaEdge },
  { name: 'Lambda', missing: undefined, start: startLambda },
  {
    name: 'the CloudFront Function',
    missing: 'missing' in njs ? njs.missing : undefined,
    start: startCloudFrontFunction,
  },
]

async function startWorkerSigner({ url }: Origin): Promise<Signer> {
  const worker = await startWorker(url, 10)
  const published = await fetch(`http://127.0.0.1:${worker.port}/.well-known/ipseal/jwks.json`)
  // Sound: it is what importKeySet is given, which looks at all of it.
  const { keys } = (await published.json()) as { readonly keys: readonly object[] }
  const pass = async (ip: string, lines: Lines): Promise<Answered> => {
    const headers = { host: 'www.example.com', 'cf-connecting-ip': ip, ...lines }
    const sent = send({ host: '127.0.0.1', port: worker.port, headers, agent: false }).end()
    // Sound: node:http emits the response as the one argument of this event.
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return { status: response.statusCode ?? 0, text: await readText(response) }
  }
  return { jwks: keys, pass, stop: worker.stop }
}

async function startLambdaEdge({ port }: Origin): Promise<Signer> {
  const ssm = await startSsm()
  const { keys } = await writeKeys(ssm.open('/ipseal/four'), { kid: 'lambda-edge' })
  const settings = JSON.stringify(await stampSettings(settingsWith()))
  const zip = await zipOf('lambda-edge.zip', { IPSEAL_CONFIG: settings, IPSEAL_KEYS: 'ssm:/ipseal/four' })
  const edge = await startFunction({ client, zip, env: ssm.env })
  const pass = async (clientIp: string, lines: Lines): Promise<Answered> => {
    const entries = Object.entries(lines).map(([key, value]) => [key.toLowerCase(), [{ key, value }]])
    const patch = { request: { clientIp, headers: Object.fromEntries(entries) } }
    const event = cloudFrontEventOf({ event: 'origin-request', patch })
    const invoked = await edge.invoke(event)
    if (invoked.kind !== 'result') throw new Error(edge.output())
    const taken = takeResult(event, JSON.parse(invoked.text))
    return taken.kind === 'request'
      ? forwardEvent(taken.request, port)
      : { status: Number(taken.status), text: taken.body }
  }
  const stop = async (): Promise<void> => {
    await edge.stop()
    await ssm.stop()
  }
  return { jwks: keys, pass, stop }
}

async function startLambda({ url }: Origin): Promise<Signer> {
  const jwk = await generateSigningJwk('lambda', 'ES256')
  const published = publicJwks([jwk])
  const env = {
    IPSEAL_CONFIG: JSON.stringify(await stampSettings(settingsWith({ origins: [originAt(url)] }))),
    IPSEAL_JWKS: JSON.stringify(published),
    IPSEAL_SIGNING_KEY: JSON.stringify(jwk),
  }
  const lambda = await startFunction({ client, zip: await zipOf('lambda.zip'), env })
  const pass = async (sourceIp: string, headers: Lines): Promise<Answered> => {
    const patch = { requestContext: { http: { sourceIp } }, headers: { 'x-forwarded-for': sourceIp, ...headers } }
    const { statusCode, body = '' } = resultOf(await lambda.invoke(lambdaEventOf({ event: 'http-api', patch })))
    return { status: statusCode, text: body }
  }
  return { jwks: published.keys, pass, stop: lambda.stop }
}

/** Its event and what it returns have one line for each name. */
type Line = { readonly value: string }
type ReturnedHeaders = Readonly<Record<string, Line>>

async function startCloudFrontFunction({ port }: Origin): Promise<Signer> {
  if ('missing' in njs) throw new Error(njs.missing)
  const secret = await generateSigningJwk('cloudfront-function', 'HS256')
  const { text } = makeKvsValue(secret, { issuer: ISSUER, audience: AUDIENCE })
  const pass = async (ip: string, lines: Lines): Promise<Answered> => {
    const claimed = Object.entries(lines).map(([name, value]): [string, Line] => [name.toLowerCase(), { value }])
    const event = JSON.stringify(viewerRequest(ip, Object.fromEntries(claimed)))
    const [ran] = await runInNjs(njs, [{ event, store: { text } }])
    // Sound: it returns the request that it was given, and the origin refuses what is none.
    const { headers } = JSON.parse(ran?.answer ?? '{}') as { readonly headers: ReturnedHeaders }
    const forwarded = Object.entries(headers).map(([name, { value }]) => [name, [{ value }]])
    const request: RequestShape = { method: 'GET', uri: '/', querystring: '', headers: Object.fromEntries(forwarded) }
    return forwardEvent(request, port)
  }
  return { jwks: [secret], pass, stop: () => Promise.resolve() }
}
