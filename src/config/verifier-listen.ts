import { describeValue } from '../fault/escape-text.ts'
import { readUrl, showUrl } from './check-origins.ts'
import type { ConfigFault } from './fault-list.ts'
import type { ListenDocument, VerifierDocument } from './verifier-schema.ts'

type Place = { readonly path: string; readonly port: number; readonly host?: string | undefined }

type Listening = Pick<VerifierDocument, 'listen' | 'exempt' | 'bind' | 'proxyProtocol'>

/** Checks the listeners against each other, and against what the rest of the document asks of them. */
export function checkListen(document: Listening): ConfigFault[] {
  const { listen } = document
  return [
    ...checkServes(listen),
    ...checkPorts(placesOf(listen)),
    ...checkForwardAuth(document),
    ...(listen.sidecar ? checkApplication(listen.sidecar.upstream, 'listen.sidecar.upstream') : []),
    ...listen.tcp.flatMap(({ upstream }, i) => checkUpstream(upstream, `listen.tcp[${i}].upstream`)),
    ...checkProxyUse(document),
  ]
}

function checkServes({ forwardAuth, extAuthz, sidecar, tcp }: ListenDocument): ConfigFault[] {
  if (forwardAuth ?? extAuthz ?? sidecar ?? tcp[0]) return []
  const rule = 'at least one of forwardAuth, extAuthz, sidecar and tcp has to be there'
  return [{ code: 'MISSING', path: 'listen', rule, nextStep: 'Say how requests get here' }]
}

function placesOf({ forwardAuth, extAuthz, sidecar, tcp, health }: ListenDocument): readonly Place[] {
  const named = Object.entries({ forwardAuth, extAuthz, sidecar, health })
  return [
    ...named.flatMap(([name, at]) => (at ? [{ path: `listen.${name}`, port: at.port, host: at.host }] : [])),
    ...tcp.map(({ port, host }, i) => ({ path: `listen.tcp[${i}]`, port, host })),
  ]
}

/** Ways to say all addresses: a listener there takes the port of each of them. */
const ALL_HOSTS = new Set([undefined, '0.0.0.0', '::'])

function checkPorts(places: readonly Place[]): ConfigFault[] {
  return places.flatMap(({ path, port, host }, i): ConfigFault[] => {
    const isTaken = (one: Place): boolean =>
      one.port === port && (one.host === host || ALL_HOSTS.has(one.host) || ALL_HOSTS.has(host))
    const other = port === 0 ? undefined : places.slice(0, i).find(isTaken)
    if (other === undefined) return []
    const rule = `is the port of ${other.path} already`
    return [{ code: 'TWICE', path: `${path}.port`, rule, received: String(port), nextStep: 'Give each its own' }]
  })
}

function checkForwardAuth({ listen, exempt, bind }: Listening): ConfigFault[] {
  const { dialect, pathPrefix } = listen.forwardAuth ?? {}
  const path = 'listen.forwardAuth'
  const faults: ConfigFault[] = []
  if (dialect === 'none' && (exempt.length > 0 || bind !== 'none')) {
    const reason = exempt.length > 0 ? '"exempt"' : `"bind": "${bind}"`
    const rule = `${reason} needs a gateway that says which request it asks about`
    const nextStep = `Choose the gateway's dialect, or ${exempt.length > 0 ? 'exempt the route in the gateway' : 'set "bind": "none"'}`
    faults.push({ code: 'BAD_SPEAKER', path: `${path}.dialect`, rule, received: '"none"', nextStep })
  }
  if (pathPrefix !== undefined && dialect !== 'envoy') {
    const rule = 'only Envoy puts a prefix in front of the path that it asks about'
    const received = describeValue(pathPrefix)
    faults.push({ code: 'BAD_SPEAKER', path: `${path}.pathPrefix`, rule, received, nextStep: 'Remove it' })
  }
  return faults
}

/** A sidecar stands beside its application, so there is no TLS between them and nothing to say of a path. */
function checkApplication(upstream: string, path: string): ConfigFault[] {
  if (/^unix:\/[^\0]+$/.test(upstream)) return []
  const url = readUrl(upstream)
  if (url?.protocol === 'http:' && url.href === `${url.origin}/`) return []
  const rule = 'must be the application as http://host:port or unix:/path, without path, query and credentials'
  const nextStep = 'Write it like http://127.0.0.1:3000'
  return [{ code: 'BAD_URL', path, rule, received: showUrl(upstream), nextStep }]
}

function checkUpstream(upstream: string, path: string): ConfigFault[] {
  const port = Number(upstream.slice(upstream.lastIndexOf(':') + 1))
  if (port <= 65_535) return []
  const rule = 'a port is at most 65535'
  return [{ code: 'OUT_OF_RANGE', path, rule, received: describeValue(upstream), nextStep: 'Correct the port' }]
}

/** A port takes PROXY headers or it does not; that is never guessed, and who may send one is always said. */
function checkProxyUse({ listen, proxyProtocol }: Listening): ConfigFault[] {
  const { forwardAuth, sidecar, tcp } = listen
  const users = [
    ...(forwardAuth?.proxyProtocol ? ['listen.forwardAuth'] : []),
    ...(sidecar?.proxyProtocol ? ['listen.sidecar'] : []),
    ...tcp.map((_, i) => `listen.tcp[${i}]`),
  ]
  const path = 'proxyProtocol'
  if (proxyProtocol === undefined && users.length > 0) {
    const rule = `${users.join(', ')} must know whose PROXY headers to believe`
    return [{ code: 'MISSING', path, rule, nextStep: 'Add "proxyProtocol": {"senders": [...]}' }]
  }
  if (proxyProtocol === undefined || users.length > 0) return []
  const rule = 'no listener takes PROXY headers, so that nothing of this would be enforced'
  const nextStep = 'Set "proxyProtocol": true on the listener behind the load balancer, or remove this'
  return [{ code: 'UNREACHABLE', path, rule, nextStep }]
}
