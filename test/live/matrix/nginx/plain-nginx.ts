import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Compiled } from '../../../../src/compile/index.ts'
import { editFiles, fileNamed, filesByName } from '../compile-plane.ts'
import type { Places, Running } from '../data-plane.ts'
import { everyWay } from '../ways.ts'
import { certificateFiles, type FoundNginx, nginxConf, reloadNginx, runNginx } from './run-nginx.ts'

export type PlainRun = {
  readonly found: FoundNginx & { readonly version: string }
  /** Before everything else in nginx.conf. */
  readonly main?: string
}

/** `folder` is where it writes its log. */
export type PlainRunning = Running & { readonly folder: string }

/** What an operator may add beside what is compiled. */
export const OPEN_ROUTE = '/open'
const openLocation = `location = ${OPEN_ROUTE} { auth_request off; proxy_pass http://ipseal_application; }`

/** Where a compiled fragment listens and what it reads, put where a test has it. */
export function localise(text: string, [http = 0, https = 0]: readonly number[], folder: string): string {
  const rate = '100000r/s'
  return (
    text
      .replaceAll('listen 8080', `listen 127.0.0.1:${http}`)
      .replaceAll('listen [::]:8080', `listen [::1]:${http}`)
      .replaceAll('listen 8443', `listen 127.0.0.1:${https}`)
      .replaceAll('listen [::]:8443', `listen [::1]:${https}`)
      .replaceAll('/etc/nginx/tls/', `${folder}/`)
      .replaceAll('/etc/nginx/ipseal/', `${folder}/`)
      .replaceAll('/var/log/nginx/', `${folder}/`)
      // One client sends everything here.
      .replaceAll('rate=100r/s', `rate=${rate}`)
  )
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
): Promise<PlainRunning> {
  let folder = ''
  let ports: readonly number[] = []
  const configure = (edited: Compiled): string => {
    const http = withOpenRoute(localise(fileNamed(edited, 'client-ip.conf'), ports, folder))
    return nginxConf({ main, http, canReload: true })
  }
  const write = (given: readonly number[], where: string): string => {
    ports = given
    folder = where
    return configure(redirect(compiled, places))
  }
  const files = { ...filesByName(redirect(compiled, places)), ...certificateFiles(places.certificate) }
  const running = await runNginx(found, { ports: 2, write, files })
  const reload = async (other: Compiled): Promise<void> => {
    const edited = redirect(other, places)
    for (const [name, text] of Object.entries(filesByName(edited))) writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, 'nginx.conf'), configure(edited))
    await reloadNginx(Number(readFileSync(join(folder, 'nginx.pid'), 'utf8')))
  }
  const [http = 0, https = 0] = ports
  const { 'HTTP/2, IPv4': _, 'HTTP/2, IPv6': __, ...ways } = everyWay(http, https)
  const isVerifying = compiled.files.some(({ path }) => path === 'jwks.json')
  return { ports: ways, folder, stop: running.stop, ...(isVerifying && { reload }), version: found.version }
}

function withOpenRoute(text: string): string {
  return text.replace('    location / {', `    ${openLocation}\n    location / {`)
}
