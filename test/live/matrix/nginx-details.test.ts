import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createCertificate } from '../../origin/certificate.ts'
import { findNginxWithNjs, findStreamModule } from '../cloudfront-function/find-njs.ts'
import { CLIENT, HOST } from '../verifier/sealed.ts'
import { compilePlane, editFiles, fileNamed, filesByName } from './compile-plane.ts'
import type { DataPlane, TopologyPart } from './data-plane.ts'
import { type LivePlane, startPlane } from './live-plane.ts'
import { mintMatrixWords } from './matrix-words.ts'
import { renderIngressNginx } from './nginx/as-ingress-nginx.ts'
import { renderNginxGatewayFabric } from './nginx/as-nginx-gateway-fabric.ts'
import { renderNginxIngress } from './nginx/as-nginx-ingress.ts'
import { behindPodProxy } from './nginx/paths.ts'
import { localise, type PlainRunning, redirect, startPlainNginx } from './nginx/plain-nginx.ts'
import { certificateFiles, loadNjs, nginxConf } from './nginx/run-nginx.ts'
import type { Render } from './nginx/start-controller.ts'
import { behindEdge, behindProxy, EDGE } from './topologies.ts'

const found = await findNginxWithNjs()
const run = promisify(execFile)
const WAY = 'HTTP/1.1, IPv4'
const PLACES = { application: 9, forwardAuth: 9, extAuthz: 0, certificate: createCertificate(HOST) }

const PATHS: Readonly<Record<string, (gateway: string | Readonly<Record<string, unknown>>) => TopologyPart>> = {
  'the edge': behindEdge,
  'PROXY to pods': behindPodProxy,
  'PROXY to nodes': behindProxy,
}

/** Runs `nginx -t` on a whole configuration, and returns what it says. */
async function check(conf: (folder: string) => string, files: Readonly<Record<string, string>>): Promise<string> {
  if ('missing' in found) throw new Error(found.missing)
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-nginx-t-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const path = join(folder, 'nginx.conf')
  writeFileSync(path, conf(folder))
  const { stderr } = await run(found.path, ['-t', '-p', folder, '-c', path, '-e', 'error.log'], { env: found.env })
  return stderr
}

const PLAIN = Object.keys(PATHS).flatMap((path) =>
  ['forward-auth', 'native', 'none'].map((verifies) => ({ path, verifies })),
)

test.for(PLAIN)(
  'nginx takes what is compiled for it: behind $path, verifies $verifies',
  async ({ path, verifies }, { skip }) => {
    if ('missing' in found) return skip(found.missing)
    const part = PATHS[path]?.({ product: 'nginx', verifies })
    const hops = part?.path.map((hop) => (isApp(hop) ? { ...hop, verifies: true } : hop)) ?? []
    const { compiled } = compilePlane({ target: 'nginx', topology: { ...part, path: hops } })
    const edited = redirect(compiled, verifies === 'forward-auth' ? PLACES : { ...PLACES, forwardAuth: 0 })
    const conf = (folder: string): string =>
      nginxConf({ main: loadNjs(found), http: localise(fileNamed(edited, 'client-ip.conf'), [9001, 9002], folder) })
    const said = await check(conf, { ...filesByName(edited), ...certificateFiles(PLACES.certificate) })
    expect(said).toMatch(/test is successful/)
    expect(said).not.toContain('[warn]')
    return undefined
  },
)

const stream = await findStreamModule()

test.for(Object.keys(PATHS))(
  'nginx takes what is compiled for TLS that it hands on: behind %s',
  async (path, { skip }) => {
    if ('missing' in stream) return skip(stream.missing)
    const part = PATHS[path]?.({ product: 'nginx', verifies: false, sendsProxy: 'v1' })
    const hops = part?.path.map((hop) => (isApp(hop) ? { ...hop, verifies: true } : hop)) ?? []
    const { compiled } = compilePlane({ target: 'nginx', topology: { ...part, path: hops, tls: 'passthrough' } })
    const text = fileNamed(redirect(compiled, { ...PLACES, forwardAuth: 0 }), 'passthrough.conf')
    const conf = (folder: string): string =>
      nginxConf({ main: `load_module ${stream.module};`, http: '', stream: localise(text, [9001, 9002], folder) })
    expect(await check(conf, {})).toMatch(/test is successful/)
    return undefined
  },
)

const CONTROLLERS: Readonly<Record<string, Render>> = {
  'ingress-nginx': renderIngressNginx,
  'nginx-ingress': renderNginxIngress,
  'nginx-gateway-fabric': renderNginxGatewayFabric,
}
const RENDERED = Object.keys(CONTROLLERS).flatMap((target) => Object.keys(PATHS).map((path) => ({ target, path })))

test.for(RENDERED)('nginx takes what $target would make of it behind $path', async ({ target, path }, { skip }) => {
  if ('missing' in found) return skip(found.missing)
  const part = PATHS[path]?.(target)
  const { compiled } = compilePlane({ target, topology: { path: [], ...part, hosts: [HOST] } })
  const edits = { 'ipseal-verifier.ipseal.svc.cluster.local:8080': '127.0.0.1:9' }
  const http = CONTROLLERS[target]?.(editFiles(compiled, edits), {
    http: 9001,
    https: 9002,
    application: '127.0.0.1:9',
  })
  const said = await check(() => nginxConf({ http: http ?? '' }), certificateFiles(PLACES.certificate))
  expect(said).toMatch(/test is successful/)
  expect(said).not.toContain('[warn]')
  return undefined
})

function isApp(hop: TopologyPart['path'][number]): hop is Readonly<Record<string, unknown>> {
  return typeof hop === 'object' && hop.product === 'app'
}

/** Starts nginx as it is compiled, but for these edits, with the folder where it writes. */
async function startEdited(
  edits: Readonly<Record<string, string>>,
): Promise<{ live: LivePlane; folder: string } | undefined> {
  if ('missing' in found) return undefined
  let running: PlainRunning | undefined
  const plane: DataPlane = {
    name: 'nginx asks',
    target: 'nginx',
    evidence: 'product',
    topology: behindPodProxy({ product: 'nginx', verifies: 'forward-auth' }),
    start: async (compiled, places) => {
      running = await startPlainNginx(compiled, places, { found })
      return running
    },
  }
  const compiled = compilePlane(plane)
  const live = await startPlane(plane, { ...compiled, compiled: editFiles(compiled.compiled, edits) })
  if ('missing' in live) return undefined
  onTestFinished(() => live.stop())
  return { live, folder: running?.folder ?? '' }
}

const words = await mintMatrixWords('')

const sealedFor = (token = 'none') => ({
  method: 'GET',
  target: '/',
  lines: [
    ['X-Client-IP-Assertion', token],
    ['X-Forwarded-For', '203.0.113.66'],
  ] as const,
})

test('each verified client has a limit of its own', async ({ skip }) => {
  const started = await startEdited({ 'rate=100r/s': 'rate=1r/m', 'burst=200': 'burst=2' })
  if (started === undefined) return skip('there is no nginx')
  const { live } = started
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) statuses.push(await live.ask(sealedFor(words.sealed), WAY))
  expect(statuses).toEqual([200, 200, 200, 429, 429])
  expect(await live.ask(sealedFor(words.sealed6), WAY)).toBe(200)
  return undefined
})

test('a limit in the location that asks would limit nobody', async ({ skip }) => {
  const here = 'try_files /.ipseal-none @ipseal_application;'
  const started = await startEdited({
    'rate=100r/s': 'rate=1r/m',
    'limit_req zone=ipseal_client burst=200 nodelay;': '',
    [here]: `limit_req zone=ipseal_client burst=2 nodelay; ${here}`,
  })
  if (started === undefined) return skip('there is no nginx')
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) statuses.push(await started.live.ask(sealedFor(words.sealed), WAY))
  expect(statuses).toEqual([200, 200, 200, 200, 200])
  return undefined
})

test('the log tells the verified client from what others say', async ({ skip }) => {
  const started = await startEdited({})
  if (started === undefined) return skip('there is no nginx')
  const { live, folder } = started
  await live.ask(sealedFor(words.sealed), WAY)
  await live.ask(sealedFor(), WAY)
  await live.ask({ ...sealedFor(), target: '/health' }, WAY)
  const lines = readFileSync(join(folder, 'ipseal.log'), 'utf8').trim().split('\n')
  const common = { claimed: EDGE.v4, peer: '127.0.0.1', method: 'GET' }
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { ...common, client: CLIENT, status: '200' },
    { ...common, client: '', status: '401' },
    { ...common, client: '', status: '200', target: '/health' },
  ])
  return undefined
})
