import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Compiled } from '../../../src/compile/index.ts'
import type { FoundEnvoy } from '../find-envoy.ts'
import { startEnvoy } from '../start-envoy.ts'
import type { Running } from './data-plane.ts'
import { everyWay } from './ways.ts'

/** All of Envoy's configuration, as somebody's translator makes it: a listener without TLS, one with it, and clusters. */
export type Translation = {
  readonly layeredRuntime: object
  readonly staticResources: { readonly listeners: readonly object[]; readonly clusters: readonly object[] }
}

/** Translates once the ports are known; what takes long and needs none has been done before. */
type AtPorts = (plain: number, tls: number) => Translation

type FoundProgram = Exclude<FoundEnvoy, { readonly missing: string }>

/**
 * For `delayed_close_timeout`: what is no HTTP is cut off a second later otherwise, and the tests send much of that. Nothing
 * is answered differently.
 */
export const CUT_OFF_AFTER = '0.02s'

const LISTENERS = 'listeners.json'
const TYPE = 'type.googleapis.com/envoy.config.listener.v3.Listener'

/**
 * Runs what a translator makes of compiled files, with the listeners in a file of their own, and has Envoy take other ones
 * when other files are compiled: a controller would send them by xDS, and Envoy treats both alike.
 *
 * Clusters stay as they are at first, for the keys of a verifying filter stand in a listener.
 */
export async function startTranslation(
  found: FoundProgram,
  compiled: Compiled,
  translate: (compiled: Compiled) => AtPorts | Promise<AtPorts>,
): Promise<Required<Omit<Running, 'version'>>> {
  const first = await translate(compiled)
  const write = ([plain = 0, tls = 0]: readonly number[], folder: string): string => {
    const translation = first(plain, tls)
    putListeners(folder, translation)
    return JSON.stringify(bootstrap(folder, translation))
  }
  const { ports, folder, stop } = await startEnvoy(found, { ports: 2, write })
  const [plain = 0, tls = 0] = ports
  const reload = async (changed: Compiled): Promise<void> => {
    const next = await translate(changed)
    putListeners(folder, next(plain, tls))
  }
  return { ports: everyWay(plain, tls), stop, reload }
}

function bootstrap(folder: string, { layeredRuntime, staticResources: { clusters } }: Translation): object {
  const source = { pathConfigSource: { path: join(folder, LISTENERS) }, resourceApiVersion: 'V3' }
  return {
    node: { id: 'gateway', cluster: 'gateway' },
    layeredRuntime,
    dynamicResources: { ldsConfig: source },
    staticResources: { clusters },
  }
}

function putListeners(folder: string, { staticResources: { listeners } }: Translation): void {
  const resources = listeners.map((one) => ({ '@type': TYPE, ...one }))
  moveIntoPlace(folder, LISTENERS, JSON.stringify({ resources }))
}

/** Writes a file beside the old one first, and in its place in one step: Envoy watches for files that are moved. */
export function moveIntoPlace(folder: string, name: string, text: string): void {
  const next = join(folder, `${name}.next`)
  writeFileSync(next, text)
  renameSync(next, join(folder, name))
}
