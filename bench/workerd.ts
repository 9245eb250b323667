import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request } from 'node:http'
import { loadavg } from 'node:os'
import { generateSigningJwk } from '../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../src/assertion/public-jwks.ts'
import { readConfig } from '../src/config/read-config.ts'
import { stampSettings } from '../src/settings/stamp-settings.ts'
import { type Estimate, estimateMedian } from './interleave.ts'
import { ORDINARY_HEADERS } from './ordinary-headers.ts'
import { showFigure } from './report.ts'
import { type RunningWorker, runWorkerd } from './workerd/run-workerd.ts'
import { plainWorker, sealingWorker } from './workerd/worker-sources.ts'

const ROUNDS = 21
const REQUESTS = 600
/**
 * Each candidate runs in this many processes, and a sample is what they spend together: two processes with one and the
 * same Worker differ by up to a tenth as long as they live, which no number of requests to one of them would show.
 */
const PROCESSES = 5
/** An isolate of Cloudflare's serves for hours; until about here the compiler still works on what is asked of it most. */
const WARM_UP_REQUESTS = 8000
const CONNECTIONS = 8

/** What Cloudflare adds to the headers of a browser before a Worker sees them. */
const PLATFORM_HEADERS = {
  'CF-Connecting-IP': '192.0.2.7',
  'X-Forwarded-For': '192.0.2.7',
  'X-Forwarded-Proto': 'https',
  'X-Real-IP': '192.0.2.7',
  'CF-Ray': '8e1f2a3b4c5d6e7f-FRA',
  'CF-Visitor': '{"scheme":"https"}',
  'CF-IPCountry': 'DE',
  'CDN-Loop': 'cloudflare; loops=1',
}

const headers = { ...Object.fromEntries(ORDINARY_HEADERS), ...PLATFORM_HEADERS }
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

async function ask(port: number): Promise<void> {
  const sent = request({ port, host: '127.0.0.1', path: '/a/page?with=query', headers, agent }).end()
  // Sound: node:http emits the response as the one argument of this event.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`a Worker answered ${response.statusCode}`)
}

async function askOften(port: number, requests: number): Promise<void> {
  let left = requests
  const sendSome = async (): Promise<void> => {
    while (left-- > 0) await ask(port)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, sendSome))
}

type Candidate = { readonly source: string; readonly variables: Readonly<Record<string, string>> }

async function start({ source, variables }: Candidate): Promise<readonly RunningWorker[]> {
  const started: RunningWorker[] = []
  for (let i = 0; i < PROCESSES; i++) {
    const worker = await runWorkerd(source, variables)
    await askOften(worker.port, WARM_UP_REQUESTS)
    started.push(worker)
  }
  return started
}

/** CPU nanoseconds that the processes of a candidate spend on one request. */
async function measure(running: readonly RunningWorker[]): Promise<number> {
  let spent = 0
  for (const { port, cpuNanoseconds } of running) {
    const before = cpuNanoseconds()
    await askOften(port, REQUESTS)
    spent += cpuNanoseconds() - before
  }
  return spent / (running.length * REQUESTS)
}

async function variablesFor(originUrl: string): Promise<Readonly<Record<string, string>>> {
  const jwk = await generateSigningJwk('bench', 'ES256')
  const origins = [{ match: '*', url: originUrl }]
  const document = { issuer: 'https://edge.example.com', audience: 'origin', trust: [], headers: [], origins }
  return {
    IPSEAL_CONFIG: JSON.stringify(await stampSettings(readConfig(JSON.stringify(document)).settings)),
    IPSEAL_JWKS: JSON.stringify(publicJwks([jwk])),
    IPSEAL_SIGNING_KEY: JSON.stringify(jwk),
  }
}

const origin = createServer((incoming, outgoing) => {
  incoming.resume()
  outgoing.end('a small answer')
}).listen(0, '127.0.0.1')
await once(origin, 'listening')
const address = origin.address()
if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
const originUrl = `http://127.0.0.1:${address.port}`
const variables = await variablesFor(originUrl)

const workers = {
  viaHeaders: await start({ source: plainWorker('headers', originUrl), variables: {} }),
  viaRequest: await start({ source: plainWorker('request', originUrl), variables: {} }),
  silent: await start({ source: await sealingWorker('silent'), variables }),
  deployed: await start({ source: await sealingWorker('logs'), variables }),
}
type Name = keyof typeof workers
const names: readonly Name[] = ['viaHeaders', 'viaRequest', 'silent', 'deployed']
const samples: Record<Name, number[]> = { viaHeaders: [], viaRequest: [], silent: [], deployed: [] }

for (let round = 0; round < ROUNDS; round++) {
  for (const name of round % 2 === 0 ? names : names.toReversed()) {
    samples[name].push(await measure(workers[name]))
  }
}
for (const { stop } of Object.values(workers).flat()) await stop()
agent.destroy()
origin.close()

function ratio(over: Name, under: Name): Estimate {
  return estimateMedian(samples[over].map((value, i) => value / (samples[under][i] ?? Number.NaN)))
}

const { median } = estimateMedian(samples.viaHeaders)
console.log(`load ${loadavg()[0]?.toFixed(1)}; a plain Worker takes ${(median / 1000).toFixed(0)} us of CPU a request`)
console.log(
  `ratios of CPU time in workerd: median of ${ROUNDS} interleaved rounds of ${PROCESSES} processes each, [95 % interval]\n`,
)
const goal = { atMost: 1.15 }
console.log(showFigure('resolve, strip, seal / plain, copying the Request', ratio('silent', 'viaRequest'), goal))
console.log(showFigure('resolve, strip, seal / plain, copying the Headers', ratio('silent', 'viaHeaders'), goal))
console.log(showFigure('the same and a log line / plain, copying the Request', ratio('deployed', 'viaRequest')))
console.log(showFigure('the same and a log line / plain, copying the Headers', ratio('deployed', 'viaHeaders')))
