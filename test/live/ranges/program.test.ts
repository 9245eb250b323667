import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openS3ListStore } from '../../../src/platform/list-stores/s3-list-store.ts'
import { SNAPSHOT } from '../../../src/ranges/snapshot.ts'
import { buildDeployable } from '../../../tools/build-functions/build-deployables.ts'
import { DEPLOYABLES } from '../../../tools/build-functions/deployables.ts'
import { ROOT, readObject } from '../../cli/run-cli.ts'
import {
  AMAZON_URL,
  amazonFile,
  BUNDLED_TOKEN,
  CLOUDFLARE_URL,
  cloudflareAnswer,
} from '../../platform/refresh/refresh-world.ts'
import type { LiveServer } from '../start-nginx.ts'
import { findMoto } from '../stores/find-moto.ts'
import { startMoto } from '../stores/start-moto.ts'
import { type PlayedVendors, playVendors } from './play-vendors.ts'

const PROGRAM = 'refresh-ranges.mjs'
const FEEDS = '{"providers":["cloudflare","cloudfront"]}'
const ALL = { [AMAZON_URL]: amazonFile(BUNDLED_TOKEN + 3600), [CLOUDFLARE_URL]: cloudflareAnswer() }

const folder = mkdtempSync(join(tmpdir(), 'ipseal-refresh-'))
const lists = join(folder, 'lists')

let vendors: PlayedVendors

/** How the container starts it: Node, its flags, and the program. */
function entrypoint(): readonly string[] {
  const file = readFileSync(join(ROOT, 'infra/container/refresh-ranges.Dockerfile'), 'utf8')
  const parts: unknown = JSON.parse(/^ENTRYPOINT (.+)$/m.exec(file)?.[1] ?? '[]')
  return Array.isArray(parts) ? parts.map(String) : []
}

async function run(variables: Readonly<Record<string, string>>, flags: readonly string[] = []) {
  const [, ...given] = entrypoint()
  const args = [...flags, ...given.map((part) => (part.endsWith(PROGRAM) ? join(folder, PROGRAM) : part))]
  const child = spawn(process.execPath, args, { env: { ...vendors.env, IPSEAL_RANGES_FEEDS: FEEDS, ...variables } })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const records = stdout.split('\n').flatMap((line) => (line === '' ? [] : [readObject(line)]))
  return { code, stderr, records }
}

beforeAll(async () => {
  vendors = await playVendors()
  vendors.answer(ALL)
  const deployable = DEPLOYABLES.find(({ file }) => file === PROGRAM) ?? expect.fail(`no ${PROGRAM}`)
  writeFileSync(join(folder, PROGRAM), (await buildDeployable(deployable, { root: ROOT })).bytes)
  mkdirSync(lists)
})

afterAll(async () => {
  await vendors.stop()
  rmSync(folder, { recursive: true })
})

describe('the program for a container or a plain cron, one file and Node', () => {
  test('writes lists into a folder, which it is allowed to write to, and ends', async () => {
    const { code, stderr, records } = await run({ IPSEAL_RANGES: `file:${lists}` }, [`--allow-fs-write=${lists}`])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(records).toMatchObject([{ provider: 'cloudflare' }, { provider: 'cloudfront', store: `file:${lists}` }])
  })

  test('says what was refused, and ends in 1', async () => {
    vendors.answer({ ...ALL, [CLOUDFLARE_URL]: '' })
    const { code, records } = await run({ IPSEAL_RANGES: `file:${lists}` }, [`--allow-fs-write=${lists}`])
    vendors.answer(ALL)
    expect([code, records]).toMatchObject([1, [{ level: 50, provider: 'cloudflare' }, { level: 30 }]])
  })

  test('writes no file as the container starts it', async () => {
    const { code, records } = await run({ IPSEAL_RANGES: `file:${lists}/none` })
    expect([code, records]).toMatchObject([1, [{ msg: 'ranges not refreshed' }, { msg: 'ranges not refreshed' }]])
  })

  test('asks for a pod where the store is a ConfigMap', async () => {
    const { code, records } = await run({ IPSEAL_RANGES: 'config-map:edge/ipseal-ranges' })
    expect(code).toBe(1)
    expect(JSON.stringify(records)).toContain('must be opened in a pod of Kubernetes')
  })
})

const moto = await findMoto()

describe.skipIf('missing' in moto)(`as the container starts it${'missing' in moto ? ` (${moto.missing})` : ''}`, () => {
  let server: LiveServer

  beforeAll(async () => {
    if (!('missing' in moto)) server = await startMoto(moto.path)
  })

  afterAll(() => server?.stop())

  test('it finds the AWS SDK within its own file', async () => {
    const endpoint = `http://127.0.0.1:${server.port}`
    const authorization = 'AWS4-HMAC-SHA256 Credential=testing/20261126/us-east-1/s3/aws4_request'
    await fetch(`${endpoint}/ipseal-lists`, { method: 'PUT', headers: { authorization } })
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
    const aws = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_ENDPOINT_URL_S3: endpoint }
    const { code, stderr } = await run({ ...aws, IPSEAL_RANGES: 's3://ipseal-lists/ranges?region=us-east-1' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const store = openS3ListStore('//ipseal-lists/ranges', { region: 'us-east-1', endpoint, credentials })
    const texts = await store.read(['cloudfront'], AbortSignal.timeout(10_000))
    expect(JSON.parse(texts.get('cloudfront') ?? '{}')).toMatchObject({ prefixes: SNAPSHOT.cloudfront.prefixes })
  })
})
