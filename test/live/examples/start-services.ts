import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { startVerifier } from '../../../src/verifier/start-verifier.ts'
import { startService } from '../verifier/start-service.ts'
import { KEY_FILES, SETTINGS } from './shared-keys.ts'

type Bind = 'none' | 'host' | 'request'

const urlOf = (port: number): string => `http://127.0.0.1:${port}/verify`

/** Writes the keys to where a service reads them, and says how it has to be configured for the HAProxy example. */
function prepare(bind: Bind) {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-examples-'))
  const jwks = join(folder, 'jwks.json')
  writeFileSync(jwks, KEY_FILES['jwks.json'] ?? '')
  const forwardAuth = { port: 0, host: '127.0.0.1', dialect: 'traefik' }
  return {
    document: { ...SETTINGS, jwks, bind, listen: { forwardAuth } },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** Starts the program that is deployed. */
export async function startWrittenService() {
  const { document, remove } = prepare('none')
  const service = await startService(document)
  const stop = async (): Promise<void> => {
    await service.stop()
    remove()
  }
  return { url: urlOf(service.ports.forwardAuth ?? 0), stop }
}

/** Runs the service in this process, whose clock can be set, once for each `bind`. */
export async function startSteeredServices() {
  const setTime = (nowSeconds: number | undefined): void => {
    if (nowSeconds === undefined) vi.useRealTimers()
    else vi.setSystemTime(nowSeconds * 1000)
  }
  const [none, host, request] = await Promise.all([startSteered('none'), startSteered('host'), startSteered('request')])
  const stop = async (): Promise<void> => {
    await Promise.all([none, host, request].map((service) => service.stop()))
  }
  return { urls: { none: none.url, host: host.url, request: request.url }, setTime, stop }
}

async function startSteered(bind: Bind) {
  const { document, remove } = prepare(bind)
  const service = await startVerifier({ source: JSON.stringify(document), write: () => undefined })
  const stop = async (): Promise<void> => {
    await service.stop()
    remove()
  }
  return { url: urlOf(service.listening()[0]?.port ?? 0), stop }
}
