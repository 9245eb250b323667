import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type RotateOptions, rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { openSsmStore } from '../../../src/platform/stores/ssm-store.ts'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import type { Contents } from '../../platform/rotation/memory-store.ts'
import { OVERLAP, optionsAt, PERIOD, START, WAIT } from '../../platform/rotation/rotations.ts'
import type { LiveServer } from '../start-nginx.ts'
import { findMoto } from '../stores/find-moto.ts'
import { startMoto } from '../stores/start-moto.ts'
import { startTcpSwitch, type TcpSwitch } from '../stores/tcp-switch.ts'

export const moto = await findMoto()

export const DUE = START + PERIOD
export const SIGNS = DUE + WAIT
export const LEAVES = SIGNS + OVERLAP
export const FIRST = '2026-11-21'
export const SECOND = '2027-02-19'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }

let server: LiveServer | undefined
let line: TcpSwitch | undefined
let paths = 0

/** Starts moto before the tests of a file, behind a switch, and ends both after them. */
export function useMoto(): void {
  beforeAll(async () => {
    if ('missing' in moto) {
      process.stderr.write(`live rotation: nothing is rotated in SSM: ${moto.missing}\n`)
      return
    }
    server = await startMoto(moto.path)
    line = await startTcpSwitch(server.port)
  })
  // A test that has failed may have left it cut.
  beforeEach(() => line?.turn('through'))
  afterAll(async () => {
    await line?.stop()
    await server?.stop()
  })
}

export function turnSwitch(position: 'through' | 'cut'): void {
  line?.turn(position)
}

/** A path that nothing has been under, and the store there, reached through the switch or around it. */
export function newStore() {
  paths++
  const path = `/ipseal/test-${paths}`
  const open = (port: number | undefined): WritableStore =>
    openSsmStore(`${path}?region=us-east-1`, { endpoint: `http://127.0.0.1:${port}`, credentials })
  return { path, store: open(server?.port), switched: open(line?.port) }
}

export function contentsOf(store: WritableStore): Promise<Contents> {
  return store.load(AbortSignal.timeout(10_000))
}

export function rotateAt(
  store: WritableStore,
  now: number,
  demand: Pick<RotateOptions, 'revokedKeyId' | 'skipsWait'> = {},
) {
  return rotateKeys({ ...optionsAt(now), ...demand, store })
}

/** The environment in which the SDK finds moto, through the switch. */
export function environment(path: string): Readonly<Record<string, string>> {
  return {
    IPSEAL_KEYS: `ssm:${path}`,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${line?.port}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }
}
