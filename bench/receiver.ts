import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { encodeProxyHeader } from '../src/proxy-protocol/encode.ts'
import { estimateMedian } from './interleave.ts'
import { type Load, runLoad } from './receiver/load.ts'
import { showFigure } from './report.ts'

/** Processes are started anew between sets: how well one is compiled by chance would else pass for a difference. */
const SETS = 5
const ROUNDS_PER_SET = 15

type Name = 'plain' | 'receiver' | 'control'
type Cost = { readonly cpu: number; readonly elapsed: number }
type RunningServer = { readonly port: number; readonly child: ChildProcess }

const NAMES: readonly Name[] = ['plain', 'receiver', 'control']
/**
 * A receiver costs by the connection, so its share depends on how many requests one carries. What connects to a load
 * balancer of TCP is a CDN or a proxy with a pool of kept connections, and 1000 requests is where nginx closes one by
 * default (ngx_http_upstream_module, keepalive_requests): the goal is held at that. The others show the way down to the
 * worst that there is.
 */
const LOADS = {
  'kept alive': { connections: 16, requestsPerConnection: 1000, atATime: 16 },
  'kept for a while': { connections: 48, requestsPerConnection: 100, atATime: 16 },
  'a connection each': { connections: 800, requestsPerConnection: 1, atATime: 16 },
} as const satisfies Readonly<Record<string, Load>>
/**
 * A server in service has taken many connections. Without these, what is done once for each would be measured as the
 * interpreter does it, for a few kept connections never have it compiled.
 */
const WARM_UP: Load = { connections: 8000, requestsPerConnection: 2, atATime: 16 }
/** Before each round, since by its turn a server's code and data have left the processor's caches for the others'. */
const AWAKEN: Load = { connections: 64, requestsPerConnection: 10, atATime: 16 }
type LoadName = keyof typeof LOADS
// Sound: the keys of an object that is written down right here.
const LOAD_NAMES = Object.keys(LOADS) as LoadName[]

const HEADER = encodeProxyHeader({
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '192.0.2.7', port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [{ type: 'crc32c', hex: '' }],
})

const samples = new Map<string, Cost[]>()
const samplesOf = (load: LoadName, name: Name): Cost[] => {
  const key = `${load}, ${name}`
  const found = samples.get(key) ?? []
  samples.set(key, found)
  return found
}

for (let set = 0; set < SETS; set++) await measureSet()
report()

async function measureSet(): Promise<void> {
  const servers = { plain: await start('plain'), receiver: await start('receiver'), control: await start('control') }
  for (const name of NAMES) await runLoad(servers[name].port, headerOf(name), WARM_UP)
  for (const load of LOAD_NAMES) {
    for (const name of NAMES) await measure(servers[name], load, name)
    for (let round = 0; round < ROUNDS_PER_SET; round++) {
      for (const name of rotate(NAMES, round)) {
        samplesOf(load, name).push(await measure(servers[name], load, name))
      }
    }
  }
  for (const { child } of Object.values(servers)) {
    child.disconnect()
    await once(child, 'exit')
  }
}

async function start(name: Name): Promise<RunningServer> {
  const args = name === 'receiver' ? ['--receiver'] : []
  const child = fork(join(import.meta.dirname, 'receiver-server.ts'), args, { execArgv: [] })
  // Sound: what our own file sends first.
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  return { port, child }
}

async function cpuOf({ child }: RunningServer): Promise<number> {
  child.send('cpu')
  // Sound: what our own file answers with.
  const [{ cpuMicroseconds }] = (await once(child, 'message')) as [{ readonly cpuMicroseconds: number }]
  return cpuMicroseconds
}

/**
 * By turns each is the first, and none ever runs twice in a row: whoever did would find the processor's caches as it left
 * them, which going there and back gives to the ends of a list and keeps from its middle.
 */
function rotate(names: readonly Name[], round: number): Name[] {
  const first = round % names.length
  return [...names.slice(first), ...names.slice(0, first)]
}

function headerOf(name: Name): Uint8Array {
  return name === 'receiver' ? HEADER : new Uint8Array()
}

async function measure(server: RunningServer, load: LoadName, name: Name): Promise<Cost> {
  await runLoad(server.port, headerOf(name), AWAKEN)
  const before = await cpuOf(server)
  const start = performance.now()
  await runLoad(server.port, headerOf(name), LOADS[load])
  const elapsed = performance.now() - start
  return { cpu: (await cpuOf(server)) - before, elapsed }
}

function report(): void {
  const rounds = SETS * ROUNDS_PER_SET
  console.log(`machine: ${availableParallelism()} CPUs, load ${loadavg()[0]?.toFixed(1)}; node ${process.version}`)
  for (const load of LOAD_NAMES) {
    const { connections, requestsPerConnection } = LOADS[load]
    const cpu = estimateMedian(samplesOf(load, 'plain').map((cost) => cost.cpu)).median
    const each = (cpu / (connections * requestsPerConnection)).toFixed(1)
    console.log(`${load}: ${requestsPerConnection} a connection; the plain server takes ${each} us of CPU for one`)
  }
  console.log(`\nratios to the same server without a receiver: median of ${rounds} rounds, [95 % interval]\n`)
  for (const load of LOAD_NAMES) {
    const goal = load === 'kept alive' ? { atLeast: 0.95 } : undefined
    console.log(showFigure(`${load}: requests per CPU second`, ratioOf(load, 'receiver', 'cpu'), goal))
    console.log(showFigure(`${load}: requests per second`, ratioOf(load, 'receiver', 'elapsed'), goal))
    console.log(showFigure('  the plain server against itself, per CPU second', ratioOf(load, 'control', 'cpu')))
    console.log(showFigure('  the plain server against itself, per second', ratioOf(load, 'control', 'elapsed')))
  }
}

function ratioOf(load: LoadName, name: Name, cost: keyof Cost) {
  const plain = samplesOf(load, 'plain')
  return estimateMedian(samplesOf(load, name).map((own, i) => (plain[i]?.[cost] ?? Number.NaN) / own[cost]))
}
