import { execFile } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { value, viewerRequest } from '../test/cloudfront-function/cases.ts'
import { findNjs, type Program } from '../test/live/cloudfront-function/find-njs.ts'
import { buildCloudFrontFunction } from '../tools/build-functions/cloudfront-function.ts'
import { writeBench } from './cloudfront/function-sources.ts'
import { estimateMedian } from './interleave.ts'
import { ORDINARY_HEADERS } from './ordinary-headers.ts'
import { showFigure } from './report.ts'

const ROUNDS = 15
const RUNS = 1000
const WARM_UP_RUNS = 300

/** What a run may take before CloudFront throttles the function, in microseconds. */
const BUDGET = 1000

const run = promisify(execFile)

type Fields = Record<string, { readonly value: string }>

const ordinary: Fields = Object.fromEntries(
  ORDINARY_HEADERS.map(([name, text]) => [name.toLowerCase(), { value: text }]),
)
const spellings = ['x-client-ip', 'x_client_ip', 'x.client.ip', 'x-client-ip-assertion', 'x_client_ip_assertion']
const forged: Fields = Object.fromEntries(
  [...spellings, 'true-client-ip', 'x-forwarded-for', 'forwarded', 'x_real_ip'].map((name) => [name, { value: 'a' }]),
)
/** The most work that a request can make: as many headers as are taken, each a spelling of one that is removed. */
const joints = '-_.!~*|+^&'.split('')
const worst: Fields = Object.fromEntries(
  joints.flatMap((a) => joints.map((b) => [`x${a}vercel${b}forwarded-for`, { value: 'a'.repeat(150) }])),
)

const kinds = [
  { name: 'as a browser sends it, IPv6', ip: '2001:db8::7', headers: ordinary },
  { name: 'with nine forged headers, IPv4', ip: '192.0.2.7', headers: { ...ordinary, ...forged } },
  { name: 'with a hundred forged headers, IPv6', ip: '2001:db8:1:2:3:4:5:6', headers: worst },
]

type Engine = { readonly name: string; readonly measure: (folder: string, candidate: string) => Promise<number> }

function engineOf(name: string, { path, env }: Omit<Program, 'version'>, before: readonly string[]): Engine {
  const measure = async (folder: string, candidate: string): Promise<number> => {
    const args = [...before.map((argument) => argument.replace('FOLDER', folder)), 'runner.js', candidate]
    const { stdout } = await run(path, args, { cwd: folder, env })
    return Number(stdout)
  }
  return { name, measure }
}

const njs = await findNjs()
if ('missing' in njs) console.log(`njs is not measured: ${njs.missing}`)
const node = engineOf(`node ${process.version}`, { path: process.execPath, env: process.env }, [])
const engines = [
  ...('missing' in njs ? [] : [engineOf(`njs ${njs.version}`, njs, ['-p', 'FOLDER/', '-t', 'module'])]),
  node,
]
const { code } = await buildCloudFrontFunction(resolve(import.meta.dirname, '..'))

console.log(`machine: ${cpus().length} CPUs (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}`)
console.log(`the file to upload: ${Buffer.byteLength(code)} bytes`)
console.log(`microseconds of a run: median of ${ROUNDS} rounds of ${RUNS} runs, [95 % interval]; budget ${BUDGET}`)

for (const { name, ip, headers } of kinds) {
  console.log(`\na request ${name}\n`)
  const event = JSON.stringify(viewerRequest(ip, headers))
  const given = { event, stored: JSON.stringify(value), warmUp: WARM_UP_RUNS, runs: RUNS }
  const { folder, remove } = writeBench(code, given)
  const samples = engines.map((engine) => ({ engine, sealing: [] as number[], baseline: [] as number[] }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { engine, sealing, baseline } of samples) {
      sealing.push(await engine.measure(folder, 'sealing'))
      baseline.push(await engine.measure(folder, 'baseline'))
    }
  }
  remove()
  for (const { engine, sealing, baseline } of samples) {
    const own = sealing.map((time, i) => time - (baseline[i] ?? Number.NaN))
    console.log(showFigure(`${engine.name}: the function`, estimateMedian(sealing)))
    console.log(showFigure('  a function that only reads its store', estimateMedian(baseline)))
    console.log(showFigure('  what sealing adds, in percent of the budget', estimateMedian(own.map((us) => us / 10))))
  }
}
