import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { AUDIENCE, ISSUER, JWKS } from './sealed.ts'
import { buildVerifier } from './start-service.ts'

/** Opens a pipe for writing once somebody reads from it. */
async function openRead(path: string) {
  for (;;) {
    const handle = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined)
    if (handle !== undefined) return handle
    await sleep(20)
  }
}

test('a SIGHUP that comes while the service still reads its document does not end it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ipseal-early-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const program = join(folder, 'verifier.mjs')
  const pipe = join(folder, 'document')
  const jwks = join(folder, 'jwks.json')
  await writeFile(program, await buildVerifier())
  await writeFile(jwks, JWKS)
  execFileSync('mkfifo', [pipe])
  const child = spawn(process.execPath, [program], {
    env: { IPSEAL_VERIFIER_CONFIG: pipe },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let log = ''
  child.stdout.on('data', (text) => (log += text))
  const document = await openRead(pipe)
  child.kill('SIGHUP')
  const listen = { forwardAuth: { port: 0, host: '127.0.0.1', dialect: 'nginx' } }
  await document.writeFile(JSON.stringify({ issuer: ISSUER, audience: AUDIENCE, jwks, listen }))
  await document.close()
  await expect.poll(() => log, { timeout: 10_000 }).toContain('"msg":"started"')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
