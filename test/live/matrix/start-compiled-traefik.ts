import type { FoundTraefik } from '../gateways/find-traefik.ts'
import { startProgram } from '../start-program.ts'
import { editFiles, fileNamed, filesByName } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { everyWay } from './ways.ts'

/** Runs the compiled traefik.yml and dynamic.yml as they are, but for addresses. */
export function startCompiledTraefik(found: FoundTraefik, version: string): DataPlane['start'] {
  return async (compiled, { application, forwardAuth, certificate }) => {
    if ('missing' in found) return found
    const edited = editFiles(compiled, {
      'http://ipseal-verifier.ipseal.svc.cluster.local:8080/': `http://127.0.0.1:${forwardAuth}/`,
      'http://shop.default.svc.cluster.local:8080': `http://127.0.0.1:${application}`,
      '/etc/traefik/tls/': '',
    })
    const files = { ...filesByName(edited), 'tls.crt': certificate.cert, 'tls.key': certificate.key }
    // All interfaces are what both families are reached by.
    const write = ([web, websecure]: readonly number[]): string =>
      fileNamed(edited, 'traefik.yml').replace(':8000', `:${web}`).replace(':8443', `:${websecure}`)
    const args = (file: string): readonly string[] => [`--configfile=${file}`]
    const program = { name: 'traefik', path: found.path, file: 'traefik.yml', args }
    const { ports, stop } = await startProgram(program, { ports: 2, write, files })
    const [web = 0, websecure] = ports
    return { ports: everyWay(web, websecure), stop, version }
  }
}
