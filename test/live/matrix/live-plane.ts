import { encodeProxyHeader, type ProxyHeader } from '../../../src/proxy-protocol/index.ts'
import { createCertificate } from '../../origin/certificate.ts'
import type { Route } from '../dial.ts'
import { type Judgement, judgeCase } from '../gateways/judge-case.ts'
import { exchange, MARK, sendCase } from '../gateways/send-case.ts'
import { type Application, type Seen, startApplication } from '../gateways/start-application.ts'
import type { Case } from '../gateways/table.ts'
import { fillIn } from '../gateways/tokens.ts'
import { CLIENT, FORGED, HOST } from '../verifier/sealed.ts'
import { type LiveService, startService } from '../verifier/start-service.ts'
import type { CompiledPlane } from './compile-plane.ts'
import type { DataPlane, Missing, Places, Running, Way } from './data-plane.ts'
import { CLIENT6, mintMatrixWords } from './matrix-words.ts'
import type { Preamble, Row } from './rows.ts'
import { sendHttp2 } from './send-http2.ts'
import { EDGE, STRANGER } from './topologies.ts'
import { withPrefix } from './with-prefix.ts'

export type Result = Judgement & { readonly seen: readonly Seen[] }

/** A plane that runs between the tests and an application, with the service beside it that it asks. */
export type LivePlane = {
  readonly running: Running
  readonly takesProxy: boolean
  readonly sendRow: (row: Row, way: Way) => Promise<Result>
  /** Sends a case of gateway-requests.json, byte by byte, over HTTP/1.1 and IPv4. */
  readonly sendCase: (one: Case) => Promise<Result>
  /** Sends exact bytes over HTTP/1.1 and IPv4. */
  readonly sendBytes: (bytes: string) => Promise<Result>
  /** Sends one request as it stands, and returns its status alone; 0 if there is none. */
  readonly ask: (request: Pick<Row, 'method' | 'target' | 'lines'>, way: Way) => Promise<number>
  /** What this path's edge writes in front of an assertion. */
  readonly prefix: string
  readonly application: Application
  readonly service: LiveService | undefined
  readonly places: Places
  readonly stop: () => Promise<void>
}

/** Of every client that some test seals. */
const CLIENTS = { [CLIENT]: 'client', [CLIENT6]: 'client6' }
const certificate = createCertificate(HOST)

/** Starts an application, the service if a document for it is compiled, and the plane. */
export async function startPlane(
  plane: DataPlane,
  { topology, compiled, takesProxy, keys }: CompiledPlane,
): Promise<LivePlane | Missing> {
  const application = await startApplication()
  const document = compiled.files.find(({ path }) => path.endsWith('ipseal.verifier.json'))
  const service =
    document === undefined ? undefined : await startService(rebind(document.text), JSON.stringify({ keys }))
  const { forwardAuth = 0, extAuthz = 0 } = service?.ports ?? {}
  const places = { application: application.port, forwardAuth, extAuthz, certificate }
  const stopOthers = async (): Promise<void> => {
    await service?.stop()
    await application.stop()
  }
  const running = await plane.start(compiled, places).catch(async (error: unknown) => {
    await stopOthers()
    throw error
  })
  if ('missing' in running) {
    await stopOthers()
    return running
  }
  const { openRoute: open } = plane
  const { prefix } = topology.assertion
  const prefixed = <Request extends Pick<Row, 'lines'>>(one: Request): Request => ({
    ...one,
    lines: withPrefix(prefix, one.lines),
  })
  const judge = async (sending: () => Promise<number>): Promise<Result> => {
    const known = application.seen.length
    const status = await sending()
    const seen = application.seen.slice(known)
    return { ...judgeCase(status, seen, { clients: CLIENTS, open }), seen }
  }
  const plain = (): Route => routeTo({ running, takesProxy }, 'HTTP/1.1, IPv4')
  return {
    running,
    takesProxy,
    application,
    service,
    places,
    sendRow: (row, way) => judge(() => send({ running, takesProxy }, prefixed(row), { way, open })),
    sendCase: (one) => judge(() => sendCase(plain(), { request: prefixed(one.request) })),
    prefix,
    sendBytes: (bytes) => judge(async () => (await exchange(plain(), bytes, 1))[0] ?? 0),
    ask: (request, way) => write(routeTo({ running, takesProxy }, way), way, prefixed(request)),
    stop: async () => {
      await running.stop()
      await stopOthers()
    },
  }
}

type Listener = { readonly port: number; readonly host?: string }

/** The service's document as it is compiled, on free ports of 127.0.0.1, but for where the keys are. */
function rebind(text: string): object {
  // Sound: the compiler has written it, and the service will check it.
  const { jwks: _, listen, ...rest } = JSON.parse(text) as { jwks: string; listen: Record<string, Listener> }
  const bound = Object.entries(listen).map(([name, one]) => [name, { ...one, port: 0, host: '127.0.0.1' }])
  return { ...rest, listen: Object.fromEntries(bound) }
}

type Place = Pick<LivePlane, 'running' | 'takesProxy'>

async function send(
  place: Place,
  { method, target, lines, proxy, from }: Row,
  { way, open = '' }: { readonly way: Way; readonly open?: string | undefined },
): Promise<number> {
  const words = await mintMatrixWords(open)
  const fill = (text: string): string => fillIn(text, words)
  const all = [...lines, [MARK, 'main'] as const].map(([name, value]) => [name, fill(value)] as const)
  const usual = routeTo(place, way)
  const route = {
    ...usual,
    ...(proxy !== undefined && { preamble: Buffer.concat(proxy.map((one) => writeProxy(one, usual.host))) }),
    ...(from === 'stranger' && { localAddress: STRANGER }),
  }
  return write(route, way, { method, target: fill(target), lines: all })
}

/** Writes a request as it stands, in the version of HTTP that a way in asks for. */
async function write(
  route: Route,
  way: Way,
  { method, target, lines }: Pick<Row, 'method' | 'target' | 'lines'>,
): Promise<number> {
  if (way.startsWith('HTTP/2')) return sendHttp2(route, { method, target, host: HOST, lines })
  const head = [`${method} ${target} HTTP/1.1`, `Host: ${HOST}`, ...lines.map((line) => line.join(': '))]
  return (await exchange(route, [...head, '', ''].join('\r\n'), 1))[0] ?? 0
}

/** With one good PROXY header where every connection has to begin with one. */
function routeTo({ running, takesProxy }: Place, way: Way): Route {
  const port = running.ports[way]
  if (port === undefined) throw new Error(`it does not listen for ${way}`)
  const host = way.endsWith('IPv6') ? '::1' : '127.0.0.1'
  const protocol = way.startsWith('HTTP/2') ? 'h2' : 'http/1.1'
  return {
    port,
    host,
    ...(takesProxy && { preamble: writeProxy('v2', host) }),
    ...(way.includes('TLS') && { tls: protocol }),
  }
}

const LOCAL: ProxyHeader<string> = { version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] }
const UNKNOWN: ProxyHeader<string> = { version: 1, command: 'PROXY', family: 'unspec', tlvs: [] }

function writeProxy(kind: Preamble, host: Route['host']): Uint8Array {
  if (kind === 'local') return encodeProxyHeader(LOCAL)
  if (kind === 'unknown') return encodeProxyHeader(UNKNOWN)
  const isForged = kind.endsWith('forged')
  const isV6 = host === '::1' && !isForged
  const ofEdge = isV6 ? EDGE.v6 : EDGE.v4
  return encodeProxyHeader({
    version: kind.startsWith('v1') ? 1 : 2,
    command: 'PROXY',
    family: isV6 ? 'tcp6' : 'tcp4',
    source: { address: isForged ? FORGED : ofEdge, port: 40_000 },
    destination: { address: isV6 ? '2001:db8:1b::1' : '198.51.100.200', port: 443 },
    tlvs: [],
  })
}
