import { isAtLeast } from '../../../topology/version.ts'
import type { Note } from '../../compiled.ts'
import { nodesNotes } from '../../kubernetes/gateway-lock.ts'
import { workloadName } from '../../kubernetes/workload-name.ts'
import type { GatewayInput } from '../../target.ts'
import { nextGatewayNotes } from '../next-hop.ts'

const MANUAL = 'https://docs.haproxy.org/2.6/configuration.html'

/** What the files alone do not say. */
export function notesFor(input: GatewayInput): readonly Note[] {
  const { topology, entrance } = input
  return [
    ...runNotes(input),
    ...entranceNotes(entrance.takesProxy),
    ...(entrance.takesProxy ? nodesNotes(input) : []),
    ...(topology.tls === 'passthrough' ? [] : verifyNotes(input)),
    ...nextGatewayNotes(input),
  ]
}

function runNotes({ topology, hop, entrance }: GatewayInput): readonly Note[] {
  const label = `app.kubernetes.io/name: ${workloadName(topology, hop)}`
  const secure = entrance.isDecrypted ? '' : ', https 8443'
  return [
    {
      kind: 'step',
      text: `Run HAProxy where these files are, as a Deployment with the label ${label} and the ports http 8080${secure} and probes 8404, which probes ask GET /ready.`,
    },
    { kind: 'step', text: 'Check before each reload: haproxy -c -f haproxy.cfg', source: MANUAL },
  ]
}

function entranceNotes(takesProxy: boolean): readonly Note[] {
  if (takesProxy) return []
  return [
    {
      kind: 'limit',
      text: 'Anyone who can connect may ask. Without an assertion nothing but exempt routes is served; close the ports to all but the edge besides.',
    },
  ]
}

function verifyNotes({ hop }: GatewayInput): readonly Note[] {
  const trailers: Note = {
    kind: 'limit',
    text: 'HAProxy sends trailers on: the application must not read them as headers.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-6.5.1',
  }
  if (hop.verifies !== 'native') return [trailers]
  const patched = isAtLeast(hop.version, '3.4')
    ? []
    : [
        {
          kind: 'warning',
          text: 'Use a build with the latest patches of its branch: the conversion of ECDSA signatures overflowed until it was mended in 3.4-dev9. Here only signatures of 64 bytes reach it.',
          source: 'https://www.haproxy.org/download/3.4/src/CHANGELOG',
        } as const,
      ]
  return [
    trailers,
    ...patched,
    {
      kind: 'step',
      text: 'Keys are read at start and reload. At each rotation compile again before the new key signs, and send SIGUSR2 to the master (haproxy -W): the old process ends its requests.',
      source: MANUAL,
    },
    { kind: 'limit', text: 'Its clock has whole seconds: an assertion may be taken up to a second after its end.' },
  ]
}
