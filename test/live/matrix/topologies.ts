import type { TopologyPart } from './data-plane.ts'

type HopPart = string | Readonly<Record<string, unknown>>

/** From where the tests connect. */
const LOOPBACK = ['127.0.0.1/32', '::1/128']

/** The edge as it is named in PROXY headers. */
export const EDGE = { ranges: ['198.51.100.0/28', '2001:db8:ed9e::/48'], v4: '198.51.100.5', v6: '2001:db8:ed9e::5' }

/** A sender that is in nobody's ranges. */
export const STRANGER = '127.0.0.77'

const APP = { product: 'app', service: 'shop', port: 8080 }

/** edge -> gateway -> app: the edge connects to the gateway itself, from 127.0.0.1 and ::1. */
export function behindEdge(...gateways: readonly HopPart[]): TopologyPart {
  return { path: [{ product: 'edge', ranges: LOOPBACK }, ...gateways, APP] }
}

/** edge -> load balancer -> gateway -> app: 127.0.0.1 and ::1 are the load balancer, which sends PROXY protocol. */
export function behindProxy(...gateways: readonly HopPart[]): TopologyPart {
  const balancer = { product: 'load-balancer', ranges: LOOPBACK, sendsProxy: 'v2' }
  return { path: [{ product: 'edge', ranges: EDGE.ranges }, balancer, ...gateways, APP] }
}
