import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { Compiled } from '../../../src/compile/index.ts'
import type { Bootstrap, HttpFilter, Listener, Manager } from '../../compile/envoy-shapes.ts'
import type { FoundEnvoy } from '../find-envoy.ts'
import { startProgram } from '../start-program.ts'
import { fileNamed } from './compile-plane.ts'
import type { DataPlane, Places, Running } from './data-plane.ts'
import { CUT_OFF_AFTER, moveIntoPlace } from './envoy-listeners.ts'
import { everyWay } from './ways.ts'

export type EnvoyOptions = {
  /** Envoy's runtime flags. */
  readonly runtime?: Readonly<Record<string, boolean>>
  /** A path on which every verifying filter is turned off, as an operator may. */
  readonly openRoute?: string
  /** What more is changed of the listener that is compiled. */
  readonly change?: (listener: Listener) => void
}

/** Runs compiled files as they are, but for addresses: on a port with TLS, and on one without, of both families. */
export function startCompiledEnvoy(found: FoundEnvoy, options: EnvoyOptions = {}): DataPlane['start'] {
  return async (compiled, places) => {
    if ('missing' in found) return found
    const { cert, key } = places.certificate
    const args = ['--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'error', '--drain-time-s', '1']
    let here: Here | undefined
    const { ports, stop } = await startProgram(
      { name: 'envoy', path: found.path, file: 'envoy.yaml', args: (file) => ['-c', file, ...args] },
      {
        ports: 2,
        write: ([plain = 0, tls = 0], folder) => {
          here = { places, plain, tls, folder, ...options }
          return writeFiles(compiled, here)
        },
        files: { 'tls.crt': cert, 'tls.key': key },
      },
    )
    const [plain = 0, tls = 0] = ports
    const reload = async (changed: Compiled): Promise<void> => {
      if (here !== undefined) moveListeners(changed, here)
    }
    return { ports: everyWay(plain, tls), stop, reload, version: found.version } satisfies Running
  }
}

/** As a user does. */
function moveListeners(changed: Compiled, here: Here): void {
  const text = writeListeners(inFolder(fileNamed(changed, 'listeners.yaml'), here.folder), here)
  moveIntoPlace(here.folder, 'listeners.yaml', text)
}

type Here = EnvoyOptions & {
  readonly places: Places
  readonly plain: number
  readonly tls: number
  readonly folder: string
}

/** Writes the neighbours, and returns the bootstrap. */
function writeFiles({ files }: Compiled, here: Here): string {
  const texts = files.map(({ path, text }) => [path, inFolder(text, here.folder)] as const)
  const main = texts.find(([path]) => path === 'envoy.yaml')?.[1]
  if (main === undefined) throw new Error('no envoy.yaml is compiled')
  for (const [path, text] of texts) {
    writeFileSync(join(here.folder, path), path === 'listeners.yaml' ? writeListeners(text, here) : text)
  }
  return writeBootstrap(main, here)
}

function inFolder(text: string, folder: string): string {
  return text.replaceAll('/etc/envoy/tls', folder).replaceAll('/etc/envoy', folder)
}

function writeBootstrap(text: string, { places, runtime = {} }: Here): string {
  // Sound: the compiler has written it, and Envoy is about to read it.
  const bootstrap = parse(text) as Bootstrap
  for (const cluster of bootstrap.static_resources.clusters) {
    const [{ lb_endpoints: endpoints }] = cluster.load_assignment.endpoints
    const port = cluster.name === 'verifier' ? places.extAuthz : places.application
    endpoints[0].endpoint.address.socket_address = { address: '127.0.0.1', port_value: port }
  }
  bootstrap.layered_runtime = { layers: [{ name: 'test', static_layer: runtime }] }
  return stringify(bootstrap)
}

/** The listener as it is compiled, and once more without TLS. The one for the kubelet would take a port that is fixed. */
function writeListeners(text: string, here: Pick<Here, 'plain' | 'tls' | 'openRoute' | 'change'>): string {
  // Sound: as above; the compiler writes this one first.
  const { resources } = parse(text) as { readonly resources: readonly [Listener] }
  const [web] = resources
  const manager = web.filter_chains[0].filters[0].typed_config
  const { http_filters: filters } = manager
  if (filters !== undefined) {
    liftLimit(filters)
    manager.delayed_close_timeout = CUT_OFF_AFTER
  }
  if (here.openRoute !== undefined) openRoute(manager, here.openRoute)
  here.change?.(web)
  const plain = structuredClone(web)
  delete plain.filter_chains[0].transport_socket
  plain.name = 'web-plain'
  return stringify({ resources: [listenOn(web, here.tls), listenOn(plain, here.plain)] })
}

/** No test of anything else sends as slowly as a client. */
function liftLimit(filters: readonly HttpFilter[]): void {
  for (const filter of filters) {
    if (!filter.name.endsWith('local_ratelimit')) continue
    const bucket = { max_tokens: 1_000_000, tokens_per_fill: 1_000_000, fill_interval: '1s' }
    filter.typed_config.token_bucket = bucket
    filter.typed_config.descriptors[0].token_bucket = bucket
  }
}

function openRoute(manager: Manager, path: string): void {
  const off = { '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', disabled: true }
  const verifying = manager.http_filters?.filter(({ name }) => /jwt_authn|rbac|ext_authz/.test(name)) ?? []
  manager.route_config.virtual_hosts[0].routes.unshift({
    match: { path },
    route: { cluster: 'app' },
    typed_per_filter_config: Object.fromEntries(verifying.map(({ name }) => [name, off])),
  })
}

function listenOn(listener: Listener, port: number): object {
  const on = (address: string) => ({ socket_address: { address, port_value: port } })
  return { ...listener, address: on('127.0.0.1'), additional_addresses: [{ address: on('::1') }] }
}
