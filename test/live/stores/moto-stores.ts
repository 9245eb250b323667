import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openSsmStore } from '../../../src/platform/stores/ssm-store.ts'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import type { LiveServer } from '../start-nginx.ts'
import { findMoto } from './find-moto.ts'
import { startMoto } from './start-moto.ts'
import { startTcpSwitch, type TcpSwitch } from './tcp-switch.ts'

/** Good for nothing: moto asks for some, and looks at none. */
const CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' }

export type MotoStores = {
  /** Why there are none. */
  readonly missing: string | undefined
  /** A path in Parameter Store, one of its own if none is named, with a connection of its own. */
  readonly openStore: (path?: string) => WritableStore
  /** What all connections pass through. */
  readonly line: () => TcpSwitch
}

/** Runs moto while the tests of a file run, or says aloud why not. */
export async function useMoto(): Promise<MotoStores> {
  const moto = await findMoto()
  const missing = 'missing' in moto ? moto.missing : undefined
  if (missing !== undefined) process.stderr.write(`live stores: Parameter Store is not tested: ${missing}\n`)
  let server: LiveServer | undefined
  let between: TcpSwitch | undefined
  let paths = 0
  beforeAll(async () => {
    if ('missing' in moto) return
    server = await startMoto(moto.path)
    between = await startTcpSwitch(server.port)
  })
  // A test that has failed may have left it cut.
  beforeEach(() => between?.turn('through'))
  afterAll(async () => {
    await between?.stop()
    await server?.stop()
  })
  const line = (): TcpSwitch => {
    if (between === undefined) throw new Error('moto runs while tests run')
    return between
  }
  const openStore = (path = `/ipseal/test-${++paths}`): WritableStore => {
    const endpoint = `http://127.0.0.1:${line().port}`
    return openSsmStore(path, { region: 'us-east-1', endpoint, credentials: CREDENTIALS })
  }
  return { missing, openStore, line }
}
