import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request } from 'node:http'
import { loadavg } from 'node:os'
import { createSealer } from '../src/assertion/create-sealer.ts'
import { generateSigningJwk } from '../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../src/assertion/public-jwks.ts'
import { importSigningKey } from '../src/assertion/signing-key.ts'
import { parseAddress } from '../src/net/address.ts'
import { estimateMedian } from './interleave.ts'
import { ORDINARY_HEADERS } from './ordinary-headers.ts'
import { showFigure } from './report.ts'
import { type RunningProxy, runProxy } from './sidecar/run-proxy.ts'

const ROUNDS = 31
/** Of each kind of proxy: two processes with the same program differ by their luck with the compiler. */
const PROCESSES = 3
const REQUESTS_PER_ROUND = 700
const WARM_UP_REQUESTS = 5000
const CONNECTIONS = 8
/** Clients that are active within one slot, each with the token that the edge mints for it once. */
const CLIENTS = 500
const ISSUER = 'https://edge.example.com'
const AUDIENCE = 'origin'

const jwk = await generateSigningJwk('bench', 'ES256')
const key = await importSigningKey(jwk)

/** One token for each client, as an edge that has just begun its slot would mint them. */
async function mintTokens(count: number): Promise<readonly string[]> {
  const sealer = createSealer({ key, issuer: ISSUER, ttlSeconds: 300, bind: 'none', prefix: '' })
  const now = Date.now() / 1000
  const tokens: string[] = []
  for (let i = 0; i < count; i++) {
    const ip = parseAddress(`2001:db8::${(i + 1).toString(16)}`)
    if (ip === undefined) throw new RangeError('no address')
    tokens.push(await sealer.seal({ ip, via: 'cf-connecting-ip', audience: AUDIENCE }, now))
  }
  return tokens
}

type Load = { readonly method: 'GET' | 'POST'; readonly body: Buffer; readonly tokens: readonly string[] }

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
const ordinary = Object.fromEntries(ORDINARY_HEADERS)

async function ask(port: number, { method, body }: Load, token: string): Promise<void> {
  const length = method === 'POST' ? { 'Content-Length': body.length } : {}
  const headers = { ...ordinary, Host: 'app.example.com', 'X-Client-IP-Assertion': token, ...length }
  const sent = request({ port, host: '127.0.0.1', path: '/a/page?with=query', method, headers, agent }).end(body)
  // Sound: node:http emits the response as the one argument of this event.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`a proxy answered ${response.statusCode}`)
}

/** CPU nanoseconds that the processes of one kind spend on one request. */
async function measureAll(proxies: readonly RunningProxy[], load: Load, requests: number): Promise<number> {
  let sum = 0
  for (const proxy of proxies) sum += await measure(proxy, load, requests)
  return sum / proxies.length
}

async function measure({ port, cpuNanoseconds }: RunningProxy, load: Load, requests: number): Promise<number> {
  const before = cpuNanoseconds()
  let asked = 0
  const sendSome = async (): Promise<void> => {
    while (asked < requests) await ask(port, load, load.tokens[asked++ % load.tokens.length] ?? '')
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, sendSome))
  return (cpuNanoseconds() - before) / requests
}

const ANSWER = Buffer.alloc(4096, 'a small page ')
const app = createServer((incoming, outgoing) => {
  incoming.resume()
  outgoing.setHeader('Content-Type', 'text/html; charset=utf-8')
  outgoing.setHeader('Cache-Control', 'no-cache')
  outgoing.end(ANSWER)
}).listen(0, '127.0.0.1')
await once(app, 'listening')
const address = app.address()
if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')

const task = { appPort: address.port, issuer: ISSUER, audience: AUDIENCE, jwks: publicJwks([jwk]) }
const proxies = { bare: [] as RunningProxy[], sidecar: [] as RunningProxy[] }
for (const kind of ['bare', 'sidecar'] as const) {
  for (let i = 0; i < PROCESSES; i++) proxies[kind].push(await runProxy({ ...task, kind }))
}

const NO_BODY = Buffer.alloc(0)
const rows = [
  { title: 'GET, each client with the token of its slot', method: 'GET', body: NO_BODY, tokens: 'kept' },
  {
    title: 'POST of 16 KiB, each client with the token of its slot',
    method: 'POST',
    body: Buffer.alloc(16_384, 'x'),
    tokens: 'kept',
  },
  { title: 'GET, every token new', method: 'GET', body: NO_BODY, tokens: 'new' },
] as const

const kept = await mintTokens(CLIENTS)
const figures = rows.map(() => ({ bare: [] as number[], sidecar: [] as number[] }))
for (const row of rows.slice(0, 2)) {
  const load = { ...row, tokens: kept }
  for (const processes of [proxies.bare, proxies.sidecar]) await measureAll(processes, load, WARM_UP_REQUESTS)
}
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, row] of rows.entries()) {
    const isNew = row.tokens === 'new'
    for (const kind of round % 2 === 0 ? (['bare', 'sidecar'] as const) : (['sidecar', 'bare'] as const)) {
      const tokens = isNew ? await mintTokens(REQUESTS_PER_ROUND) : kept
      figures[i]?.[kind].push(await measureAll(proxies[kind], { ...row, tokens }, REQUESTS_PER_ROUND))
    }
  }
}
for (const proxy of [...proxies.bare, ...proxies.sidecar]) await proxy.stop()
agent.destroy()
app.close()

console.log(`load ${loadavg()[0]?.toFixed(1)}; CPU time of the sidecar's process / that of a bare node:http proxy,`)
console.log(`the same requests: median of ${ROUNDS} interleaved rounds, [95 % interval]\n`)
for (const [i, { title, tokens }] of rows.entries()) {
  const { bare: under = [], sidecar: over = [] } = figures[i] ?? {}
  const ratio = estimateMedian(over.map((value, round) => value / (under[round] ?? Number.NaN)))
  console.log(tokens === 'kept' ? showFigure(title, ratio, { atMost: 1.15 }) : showFigure(title, ratio))
  console.log(
    `  ${(estimateMedian(under).median / 1000).toFixed(0)} us bare, ${(estimateMedian(over).median / 1000).toFixed(0)} us sidecar`,
  )
}
