import { setTimeout as sleep } from 'node:timers/promises'
import type { ProxyCounters } from '../../src/origin/node/index.ts'
import { type AttackedServer, type Limits, startAttackedServer } from './attacked-server.ts'
import type { AttackName } from './attacks.ts'
import { askOnce, beHonest, type Service } from './honest-client.ts'
import { startAttack } from './start-attack.ts'

type Scenario = {
  readonly title: string
  readonly seconds: number
  readonly attack: AttackName
  readonly limits?: Limits
  /** What may be waiting at any time. */
  readonly mostWaiting: number
  /** What has to have waited at some time, for else there was no attack. */
  readonly leastWaiting?: number
  /** What is not collected yet counts too, and a process that makes much garbage lets it grow. */
  readonly mostMegabytes: number
}

const DEFAULT_WAITING = 1024
const RAMP_SECONDS = 60

const SCENARIOS: readonly Scenario[] = [
  {
    title: '2,000 connections that send a header byte by byte and never end it',
    seconds: 12,
    attack: 'drip 2000',
    mostWaiting: DEFAULT_WAITING,
    mostMegabytes: 300,
  },
  {
    title: '10,000 connections that never send a header, and room for 1,024 to wait',
    seconds: 12,
    attack: 'silence of 10000',
    mostWaiting: DEFAULT_WAITING,
    mostMegabytes: 300,
  },
  {
    title: '10,000 connections that never send a header, and room for all of them',
    seconds: 10,
    attack: 'silence of 10000',
    limits: { maxWaiting: 12_000, headerTimeoutSeconds: 120 },
    leastWaiting: 10_000,
    mostWaiting: 12_000,
    mostMegabytes: 300,
  },
  {
    title: 'a flood of strangers',
    seconds: 10,
    attack: 'strangers',
    mostWaiting: DEFAULT_WAITING,
    mostMegabytes: 300,
  },
  {
    title: 'a flood of senders that send no header',
    seconds: 10,
    attack: 'no headers',
    mostWaiting: DEFAULT_WAITING,
    mostMegabytes: 300,
  },
]

const MEGABYTE = 1_048_576
const failures: string[] = []

if (process.platform !== 'linux') {
  console.log('skipped: only Linux lets connections come from all of 127.0.0.0/8')
  process.exit(0)
}
for (const scenario of SCENARIOS) await run(scenario)
await runOutOfFiles()
for (const failure of failures) console.log(`FAILED  ${failure}`)
console.log(failures.length === 0 ? 'all held' : `${failures.length} did not hold`)
process.exit(failures.length === 0 ? 0 : 1)

function expect(holds: boolean, claim: string): void {
  if (!holds) failures.push(claim)
}

async function run(scenario: Scenario): Promise<void> {
  const { title, seconds, attack, limits, mostWaiting, leastWaiting = 0, mostMegabytes } = scenario
  const server = await startAttackedServer(limits)
  for (let i = 0; i < 200; i++) await askOnce(server.port)
  const before = await server.look('collected')
  const ending = new AbortController()
  const honest = beHonest(server.port, ending.signal)
  const attacker = startAttack(attack, server.port)
  const peaks = await watch(server, seconds, leastWaiting)
  ending.abort()
  const service = await honest
  const opened = await attacker.stop()
  await sleep(500)
  const after = await server.look('collected')
  await server.stop()

  const grown = (peaks.rssBytes - before.rssBytes) / MEGABYTE
  const kept = (after.heapBytes - before.heapBytes) / MEGABYTE
  console.log(`\n${title}, for ${seconds} s`)
  console.log(`  attackers opened ${opened}; waiting at most ${peaks.waiting}; closed ${showClosed(after.counters)}`)
  console.log(`  honest: ${showService(service)}`)
  console.log(`  memory: ${grown.toFixed(1)} MB more at most, ${kept.toFixed(1)} MB of heap kept afterwards`)
  expect(service.served > 0 && service.lost === 0, `${title}: every honest request is served`)
  expect(peaks.waiting <= mostWaiting, `${title}: no more than ${mostWaiting} wait`)
  expect(peaks.waiting >= leastWaiting, `${title}: at least ${leastWaiting} wait at some time`)
  expect(grown < mostMegabytes, `${title}: memory grows by less than ${mostMegabytes} MB`)
  expect(kept < 10, `${title}: less than 10 MB of it stay`)
  expect(after.counters.waiting === 0, `${title}: nobody waits afterwards`)
}

/** Begins to count the seconds when the attack stands, which a slow machine takes a while for. */
async function watch(server: AttackedServer, seconds: number, leastWaiting: number) {
  let end = performance.now() + RAMP_SECONDS * 1000
  let [rssBytes, waiting] = [0, 0]
  for (let stands = false; performance.now() < end; ) {
    if (!stands && waiting >= leastWaiting) {
      stands = true
      end = performance.now() + seconds * 1000
    }
    const figures = await server.look()
    rssBytes = Math.max(rssBytes, figures.rssBytes)
    waiting = Math.max(waiting, figures.counters.waiting)
    await sleep(100)
  }
  return { rssBytes, waiting }
}

/** Silent connections take all files that the process may open: it has to go on listening when they are gone. */
async function runOutOfFiles(): Promise<void> {
  const title = 'more connections than the process may have files'
  const server = await startAttackedServer({ openFiles: 128, headerTimeoutSeconds: 2 })
  const attacker = startAttack('silence of 500', server.port)
  await sleep(4_000)
  const opened = await attacker.stop()
  let isServed = false
  for (let attempt = 0; attempt < 20 && !isServed; attempt++) {
    await sleep(100)
    isServed = await askOnce(server.port)
  }
  const { listenerFailures, counters } = await server.look()
  await server.stop()
  console.log(`\n${title}`)
  console.log(
    `  attackers opened ${opened}; the listener failed ${listenerFailures} times; closed ${showClosed(counters)}`,
  )
  expect(isServed, `${title}: whoever comes afterwards is served`)
}

function showClosed(counters: ProxyCounters): string {
  const counts = Object.entries(counters.closed).filter(([, count]) => count > 0)
  return counts.map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none'
}

function showService({ served, lost, milliseconds }: Service): string {
  const at = (share: number): string => (milliseconds[Math.floor(share * (served - 1))] ?? Number.NaN).toFixed(1)
  return `${served} served, ${lost} lost; ${at(0.5)} ms the median, ${at(0.99)} ms the 99th percentile, ${at(1)} ms at most`
}
