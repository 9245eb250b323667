import type { Compiled } from '../../../../src/compile/index.ts'
import { editFiles, fileNamed, filesByName } from '../compile-plane.ts'
import type { Places, Running } from '../data-plane.ts'
import { everyWay } from '../ways.ts'
import { certificateFiles, type FoundNginx, nginxConf, runNginx } from './run-nginx.ts'

export type PlainRun = {
  readonly found: FoundNginx & { readonly version: string }
  /** Before everything else in nginx.conf. */
  readonly main?: string
}

/** What an operator may add beside what is compiled. */
export const OPEN_ROUTE = '/open'
const openLocation = `location = ${OPEN_ROUTE} { auth_request off; proxy_pass http://ipseal_application; }`

/** Where a compiled fragment listens and what it reads, put where a test has it. */
export function localise(text: string, [http = 0, https = 0]: readonly number[], folder: string): string {
  return text
    .replaceAll('listen 8080', `listen 127.0.0.1:${http}`)
    .replaceAll('listen [::]:8080', `listen [::1]:${http}`)
    .replaceAll('listen 8443', `listen 127.0.0.1:${https}`)
    .replaceAll('listen [::]:8443', `listen [::1]:${https}`)
    .replaceAll('/etc/nginx/tls/', `${folder}/`)
    .replaceAll('/etc/nginx/ipseal/', `${folder}/`)
    .replaceAll('/var/log/nginx/', `${folder}/`)
}

/** Sends a compiled fragment to the test's application and service, in place of those of the cluster. */
export function redirect(
  compiled: Compiled,
  { application, forwardAuth }: Pick<Places, 'application' | 'forwardAuth'>,
): Compiled {
  const edits = { 'shop.default.svc.cluster.local:8080': `127.0.0.1:${application}` }
  const asking = { 'ipseal-verifier.ipseal.svc.cluster.local:8080': `127.0.0.1:${forwardAuth}` }
  return editFiles(compiled, forwardAuth === 0 ? edits : { ...edits, ...asking })
}

/** Runs what is compiled for plain nginx: the files as they are, but for addresses, ports and folders. */
export async function startPlainNginx(
  compiled: Compiled,
  places: Places,
  { found, main = '' }: PlainRun,
): Promise<Running> {
  const edited = redirect(compiled, places)
  const write = (ports: readonly number[], folder: string): string =>
    nginxConf({ main, http: withOpenRoute(localise(fileNamed(edited, 'client-ip.conf'), ports, folder)) })
  const files = { ...filesByName(edited), ...certificateFiles(places.certificate) }
  const { ports, stop } = await runNginx(found, { ports: 2, write, files })
  const [http = 0, https = 0] = ports
  const { 'HTTP/2, IPv4': _, 'HTTP/2, IPv6': __, ...ways } = everyWay(http, https)
  return { ports: ways, stop, version: found.version }
}

function withOpenRoute(text: string): string {
  return text.replace('    location / {', `    ${openLocation}\n    location / {`)
}
