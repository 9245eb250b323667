import type { Compiled } from '../../../../src/compile/index.ts'
import { editFiles } from '../compile-plane.ts'
import type { Places, Running, Unlike } from '../data-plane.ts'
import { everyWay } from '../ways.ts'
import { certificateFiles, type FoundNginx, nginxConf, runNginx } from './run-nginx.ts'

/** Where a rendered configuration listens and sends requests on this machine. */
export type Here = { readonly http: number; readonly https: number; readonly application: string }

/** Makes of compiled objects the lines of the http block that the product would give its nginx. */
export type Render = (compiled: Compiled, here: Here) => string

const REFUSED = {
  want: ['refused'],
  because: 'the template hands every upgrade on, so others than WebSocket are refused',
}

/** What is true of each controller that hands upgrades on. */
export const UPGRADES_REFUSED: Unlike = {
  'nobody speaks past the gateway by h2c on an exempt route': REFUSED,
  'nor with a seal': REFUSED,
  'nor on one that is not asked about': REFUSED,
}

/** The ports of a server block, in both families; HTTP/2 as nginx before 1.25 writes it. */
export function listens({ http, https }: Here, isProxy: boolean): string {
  const proxy = isProxy ? ' proxy_protocol' : ''
  return ['127.0.0.1', '[::1]']
    .flatMap((host) => [`listen ${host}:${http}${proxy};`, `listen ${host}:${https} ssl http2${proxy};`])
    .concat('ssl_certificate tls.crt;', 'ssl_certificate_key tls.key;')
    .join('\n')
}

/** Runs what a controller would make of the compiled objects, with the services of the test for those of the cluster. */
export async function startController(
  compiled: Compiled,
  places: Places,
  { found, render }: { readonly found: FoundNginx & { readonly version: string }; readonly render: Render },
): Promise<Running> {
  const { application, forwardAuth, certificate } = places
  const edits = { 'ipseal-verifier.ipseal.svc.cluster.local:8080': `127.0.0.1:${forwardAuth}` }
  const edited = forwardAuth === 0 ? compiled : editFiles(compiled, edits)
  const write = ([http = 0, https = 0]: readonly number[]): string =>
    nginxConf({ http: render(edited, { http, https, application: `127.0.0.1:${application}` }) })
  const { ports, stop } = await runNginx(found, { ports: 2, write, files: certificateFiles(certificate) })
  const [http = 0, https = 0] = ports
  const { 'HTTP/2, IPv4': _, 'HTTP/2, IPv6': __, ...ways } = everyWay(http, https)
  return { ports: ways, stop, version: found.version }
}
