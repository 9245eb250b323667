import type { Note } from '../compiled.ts'
import { certificateName } from '../kubernetes/gateway-api.ts'
import type { GatewayInput } from '../target.ts'

/** What the files of a controller of Envoy's leave to do and to know, whichever it is. */
export function gatewayNotes(input: GatewayInput): readonly Note[] {
  const { topology, hop, entrance } = input
  if (topology.tls === 'passthrough') return [PASSED_ON]
  const certificate = `Put the certificate into the Secret ${certificateName(topology)} in ${topology.namespace}, type kubernetes.io/tls.`
  return [
    ...(entrance.isDecrypted ? [] : [{ kind: 'step', text: certificate } as const]),
    ...(hop.verifies === 'native' ? [rotation()] : []),
    ...(hop.verifies === 'forward-auth' ? [service(input)] : []),
    forwardedFor(),
  ]
}

function rotation(): Note {
  const text =
    'The key set stands in these files. Compile and apply them before the edge signs with a new key, and again when the old one is gone.'
  return { kind: 'step', text, source: 'https://github.com/envoyproxy/envoy/issues/39643' }
}

function service({ topology }: GatewayInput): Note {
  const { verifier } = topology
  const text = `Run the verifier service with this ipseal.verifier.json as ${verifier.service} in ${verifier.namespace}, and let the namespace of the gateway’s pods in by its NetworkPolicy. Exempt routes are named in its document: the gateway asks about all.`
  return { kind: 'step', text, source: 'docs/verifier-service.md' }
}

function forwardedFor(): Note {
  const text =
    'X-Forwarded-For reaches the application with whatever the client wrote into it at the left. Read X-Client-IP; rate limits by Envoy’s remote address count what X-Forwarded-For and PROXY say, not the assertion.'
  return {
    kind: 'limit',
    text,
    source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for',
  }
}

/** Only with one is TLS handed on unread. */
const PASSED_ON: Note = {
  kind: 'limit',
  text: 'TLS is handed on unread behind a new PROXY header: the application has to expect one on every connection, and refuse connections without.',
  source: 'https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt',
}
