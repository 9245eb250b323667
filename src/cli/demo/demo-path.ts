import { readConfig } from '../../config/read-config.ts'
import { secretVariable } from '../../settings/secret-values.ts'
import { stampSettings } from '../../settings/stamp-settings.ts'
import type { DemoKeys } from './demo-keys.ts'
import { AUDIENCE, ISSUER, PROOF_HEADER, PROOF_SECRET } from './identity.ts'
import { startLoadBalancer } from './load-balancer.ts'
import { type OriginEvent, startOrigin } from './origin-server.ts'
import type { RunningServer } from './running-server.ts'
import { startEdge } from './start-edge.ts'

/** The whole path on this machine, with the port of each of its parts. */
export type DemoPath = {
  readonly ports: { readonly edge: number; readonly 'load balancer': number; readonly origin: number }
  readonly close: () => Promise<void>
}

export type Observers = {
  /** A line of the Worker's log. */
  readonly onEdgeLog: (line: string) => void
  readonly onOriginEvent: (event: OriginEvent) => void
}

/** Starts the parts from the origin outwards, so that each knows where the next one listens. */
export async function startDemoPath(keys: DemoKeys, { onEdgeLog, onOriginEvent }: Observers): Promise<DemoPath> {
  const running: { readonly close: () => Promise<void> }[] = []
  const close = async (): Promise<void> => {
    for (const part of running.reverse()) await part.close()
  }
  const keep = <Part extends { readonly close: () => Promise<void> }>(part: Part): Part => {
    running.push(part)
    return part
  }
  try {
    const origin: RunningServer = keep(await startOrigin(keys.keySet, onOriginEvent))
    const loadBalancer = keep(await startLoadBalancer(origin.port))
    const environment = await edgeEnvironment(keys, loadBalancer.port)
    const edge = keep(await startEdge({ environment, port: 0, onLog: onEdgeLog }))
    const ports = { edge: Number(edge.url.port), 'load balancer': loadBalancer.port, origin: origin.port }
    return { ports, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The Worker's variables, made as a user makes them: a configuration is checked and compiled into settings. */
async function edgeEnvironment(keys: DemoKeys, originPort: number): Promise<Readonly<Record<string, string>>> {
  const { settings } = readConfig(
    JSON.stringify({
      issuer: ISSUER,
      audience: AUDIENCE,
      trust: [{ name: 'cloudfront', ranges: 'cloudfront', proof: { header: PROOF_HEADER, secret: PROOF_SECRET } }],
      headers: [{ name: 'CloudFront-Viewer-Address', from: ['cloudfront'] }],
      origins: [{ match: '*', url: `http://127.0.0.1:${originPort}` }],
      privacy: { logAddress: 'full' },
    }),
  )
  return {
    IPSEAL_CONFIG: JSON.stringify(await stampSettings(settings)),
    IPSEAL_SIGNING_KEY: JSON.stringify(keys.signingJwk),
    IPSEAL_JWKS: JSON.stringify(keys.jwks),
    [secretVariable(PROOF_SECRET)]: keys.proof,
  }
}
