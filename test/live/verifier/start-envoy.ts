import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Envoy = { readonly ports: Readonly<Record<string, number>>; readonly stop: () => Promise<void> }

const START_TIMEOUT_MILLISECONDS = 30_000

/** Starts Envoy with listeners on free ports of 127.0.0.1, and tells their ports by their names. */
export async function startEnvoy(path: string, resources: object): Promise<Envoy> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-envoy-'))
  const admin = join(folder, 'admin')
  const address = { socket_address: { address: '127.0.0.1', port_value: 0 } }
  writeFileSync(join(folder, 'envoy.json'), JSON.stringify({ admin: { address }, static_resources: resources }))
  const options = ['--concurrency', '1', '--disable-hot-restart', '--log-level', 'warning', '--log-path']
  const child = spawn(
    path,
    ['-c', join(folder, 'envoy.json'), '--admin-address-path', admin, ...options, join(folder, 'log')],
    { stdio: 'ignore' },
  )
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  const deadline = performance.now() + START_TIMEOUT_MILLISECONDS
  while (performance.now() < deadline && child.exitCode === null) {
    const ports = await readPorts(admin)
    if (ports !== undefined) return { ports, stop }
    await sleep(50)
  }
  const log = existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : ''
  await stop()
  throw new Error(`Envoy did not start: ${log}`)
}

type Listeners = {
  readonly listener_statuses?: readonly {
    readonly name: string
    readonly local_address: { readonly socket_address: { readonly port_value: number } }
  }[]
}

/** Undefined until the listeners are open. */
async function readPorts(admin: string): Promise<Readonly<Record<string, number>> | undefined> {
  if (!existsSync(admin)) return undefined
  const address = readFileSync(admin, 'utf8').trim()
  const ready = await fetch(`http://${address}/ready`).catch(() => undefined)
  if (ready?.status !== 200) return undefined
  const reply = await fetch(`http://${address}/listeners?format=json`)
  // Sound: the form in which this version of Envoy answers; other members are not looked at.
  const { listener_statuses = [] } = (await reply.json()) as Listeners
  return Object.fromEntries(
    listener_statuses.map(({ name, local_address }) => [name, local_address.socket_address.port_value]),
  )
}
