import type { FoundCaddy } from '../gateways/find-caddy.ts'
import { startProgram } from '../start-program.ts'
import { editFiles, fileNamed, filesByName } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { everyWay } from './ways.ts'

/** Runs the compiled Caddyfile as it is, but for addresses. */
export function startCompiledCaddy(found: FoundCaddy, version: string): DataPlane['start'] {
  return async (compiled, { application, forwardAuth, certificate }) => {
    if ('missing' in found) return found
    const edited = editFiles(compiled, {
      'ipseal-verifier.ipseal.svc.cluster.local:8080': `127.0.0.1:${forwardAuth}`,
      'shop.default.svc.cluster.local:8080': `127.0.0.1:${application}`,
      '/etc/caddy/tls/': '',
      'auto_https disable_redirects': 'auto_https disable_redirects\n\tadmin off\n\tpersist_config off',
    })
    const files = { ...filesByName(edited), 'tls.crt': certificate.cert, 'tls.key': certificate.key }
    const write = ([http, https]: readonly number[]): string =>
      fileNamed(edited, 'Caddyfile')
        .replace('http://:8080', `http://:${http}`)
        .replace('https://:8443', `https://:${https}`)
    const args = (file: string): readonly string[] => ['run', '--config', file, '--adapter', 'caddyfile']
    const program = { name: 'caddy', path: found.path, file: 'Caddyfile', args }
    const { ports, stop } = await startProgram(program, { ports: 2, write, files })
    const [http = 0, https] = ports
    return { ports: everyWay(http, https), stop, version }
  }
}
