import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../cli/run-cli.ts'
import { loadWrangler, QUIET_DEV } from '../worker/load-wrangler.ts'

const TURN_SECONDS = 3

/** Keeps a value whose loads take as long as the path says, and counts them. `?leave` ends the request that loads. */
const WORKER = `
import { keepFresh } from '${join(ROOT, 'src/fresh/fresh.ts')}'

const values = new Map()

function valueOf(name) {
  let loads = 0
  const load = async (milliseconds) => {
    const number = ++loads
    await scheduler.wait(milliseconds)
    return number
  }
  const times = { softSeconds: 2, hardSeconds: 1000, timeoutSeconds: ${TURN_SECONDS}, retrySeconds: 1 }
  const fresh = keepFresh({ ...times, load })
  return async (milliseconds) => {
    const value = await fresh(milliseconds, Date.now() / 1000)
    return \`\${value} of \${loads}\`
  }
}

export default {
  fetch: async (request) => {
    const { pathname, search } = new URL(request.url)
    const [, name, milliseconds] = pathname.split('/')
    if (!values.has(name)) values.set(name, valueOf(name))
    const asked = values.get(name)(Number(milliseconds))
    return new Response(search === '?leave' ? 'left' : await asked)
  },
}
`

const folder = mkdtempSync(join(tmpdir(), 'ipseal-fresh-'))
let stop: (() => Promise<void>) | undefined
let port = ''

beforeAll(async () => {
  writeFileSync(join(folder, 'worker.js'), WORKER)
  const { unstable_startWorker: start } = await loadWrangler()
  const worker = await start({
    name: 'fresh',
    entrypoint: join(folder, 'worker.js'),
    compatibilityDate: '2026-10-01',
    dev: QUIET_DEV,
  })
  stop = () => worker.dispose()
  await worker.ready
  port = (await worker.url).port
})

afterAll(async () => {
  await stop?.()
  rmSync(folder, { recursive: true })
})

async function ask(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/${path}`)
  return response.text()
}

test('requests that find nothing wait for the load of another one, and no longer than that takes', async () => {
  // Had they waited for the end of its turn, the value would be old by then, and they would have it loaded again.
  expect(await Promise.all([ask('a/1000'), ask('a/1000'), ask('a/1000')])).toEqual(Array(3).fill('1 of 1'))
})

test('requests that wait for a load whose request has ended load themselves once its turn is over', async () => {
  expect(await ask(`b/${TURN_SECONDS * 500}?leave`)).toBe('left')
  expect(await Promise.all([ask('b/0'), ask('b/0')])).toEqual(Array(2).fill('2 of 2'))
})
