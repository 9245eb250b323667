import type { FoundHaproxy } from '../find-haproxy.ts'
import { startHaproxy } from '../start-haproxy.ts'
import { editFiles, fileNamed, filesByName } from './compile-plane.ts'
import type { DataPlane, Places, Running, WaysIn } from './data-plane.ts'

type Options = {
  /** Whom it sends to, as `127.0.0.1:8080`; the application if this says nothing. */
  readonly next?: string
}

const CERTIFICATE = 'certificate.pem'

/** Runs a compiled haproxy.cfg as it is, but for addresses: on one port in the clear and on one with TLS, of both families. */
export function startCompiledHaproxy(found: FoundHaproxy, options: Options = {}): DataPlane['start'] {
  return async (compiled, places) => {
    if ('missing' in found) return found
    const { cert, key } = places.certificate
    const files = { ...filesByName(compiled), [CERTIFICATE]: `${cert}${key}` }
    const write = ([http = 0, https = 0, probes = 0]: readonly number[]): string => {
      const places_ = { http, https, probes, next: options.next ?? `127.0.0.1:${places.application}`, places }
      return fileNamed(editFiles(compiled, editsOf(fileNamed(compiled, 'haproxy.cfg'), places_)), 'haproxy.cfg')
    }
    const { ports, stop } = await startHaproxy(found, { ports: 3, write, files })
    const [http = 0, https = 0] = ports
    return { ports: waysOf(http, https), stop, version: found.version } satisfies Running
  }
}

type Ports = { readonly http: number; readonly https: number; readonly probes: number; readonly next: string }

function editsOf(
  text: string,
  { http, https, probes, next, places }: Ports & { readonly places: Places },
): Readonly<Record<string, string>> {
  const tls = ` ssl crt ${CERTIFICATE} alpn h2,http/1.1`
  const server = /^ {4}server (?:app|gateway) (\S+)/m.exec(text)?.[1] ?? ''
  const verifier = /http:\/\/ipseal-verifier\.\S+/.exec(text)?.[0]
  return {
    'bind :::8080 v4v6': bindBoth(http, ''),
    'bind :::8443 v4v6 ssl crt /etc/haproxy/tls/ alpn h2,http/1.1': bindBoth(https, tls),
    'bind :::8404 v4v6': `bind 127.0.0.1:${probes}`,
    [server]: next,
    ...(verifier !== undefined && { [verifier]: `http://127.0.0.1:${places.forwardAuth}/` }),
  }
}

function bindBoth(port: number, rest: string): string {
  return ['127.0.0.1', '[::1]'].map((host) => `bind ${host}:${port}${rest}`).join('\n    ')
}

function waysOf(http: number, https: number): WaysIn {
  return {
    'HTTP/1.1, IPv4': http,
    'HTTP/1.1, IPv6': http,
    'HTTP/2, IPv4': http,
    'HTTP/2, IPv6': http,
    'HTTP/1.1 over TLS, IPv4': https,
    'HTTP/1.1 over TLS, IPv6': https,
    'HTTP/2 over TLS, IPv4': https,
    'HTTP/2 over TLS, IPv6': https,
  }
}
