import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Compiled } from '../../../src/compile/index.ts'
import type { FoundHaproxy } from '../find-haproxy.ts'
import { startProgram } from '../start-program.ts'
import { editFiles, fileNamed, filesByName } from './compile-plane.ts'
import type { DataPlane, Places, Running } from './data-plane.ts'
import { everyWay } from './ways.ts'

type Options = {
  /** Whom it sends to, as `127.0.0.1:8080`; the application if this says nothing. */
  readonly next?: string
}

const CERTIFICATE = 'certificate.pem'
const MAIN = 'haproxy.cfg'

/**
 * Runs a compiled haproxy.cfg as it is, but for addresses and its limit: on one port in the clear and on one with TLS, of
 * both families. It runs under a master, so that it can be told to read its files again.
 */
export function startCompiledHaproxy(found: FoundHaproxy, options: Options = {}): DataPlane['start'] {
  return async (compiled, places): Promise<Running | { readonly missing: string }> => {
    if ('missing' in found) return found
    const { next = `127.0.0.1:${places.application}` } = options
    const besides = { [CERTIFICATE]: `${places.certificate.cert}${places.certificate.key}` }
    const write = (files: Compiled, ports: readonly number[]): string =>
      fileNamed(editFiles(files, editsOf(fileNamed(files, MAIN), { ports, next, places })), MAIN)
    const { path, env, version } = found
    const args = (file: string): readonly string[] => ['-W', '-f', file]
    const program = { name: 'haproxy', path, env, file: MAIN, args }
    const { ports, folder, pid, stop } = await startProgram(program, {
      ports: 3,
      write: (taken) => write(compiled, taken),
      files: { ...filesByName(compiled), ...besides },
    })
    const [http = 0, https] = ports
    const reload = async (changed: Compiled): Promise<void> => {
      const files = { ...filesByName(changed), [MAIN]: write(changed, ports) }
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      process.kill(pid, 'SIGUSR2')
    }
    return { ports: everyWay(http, https), stop, version, reload }
  }
}

type Here = { readonly ports: readonly number[]; readonly next: string; readonly places: Places }

function editsOf(text: string, { ports, next, places }: Here): Readonly<Record<string, string>> {
  const [http = 0, https = 0, probes = 0] = ports
  const server = /^ {4}server (?:app|gateway) (\S+)/m.exec(text)?.[1] ?? ''
  const verifier = /http:\/\/ipseal-verifier\.\S+/.exec(text)?.[0]
  return {
    'bind :::8080 v4v6': bindBoth(http, ''),
    'bind :::8443 v4v6 ssl crt /etc/haproxy/tls/': bindBoth(https, ` ssl crt ${CERTIFICATE}`),
    'bind :::8404 v4v6': `bind 127.0.0.1:${probes}`,
    [server]: next,
    ...(verifier !== undefined && { [verifier]: `http://127.0.0.1:${places.forwardAuth}/` }),
    // All of a test is one client.
    ...(text.includes('gt 1000') && { 'gt 1000': 'gt 1000000' }),
  }
}

/** One line each for what all interfaces and both families are. */
function bindBoth(port: number, rest: string): string {
  return `bind 127.0.0.1:${port},[::1]:${port}${rest}`
}
