import type { GatewayInput } from '../../target.ts'
import { bindLines, proxyLines } from './entrance-lines.ts'
import { why, writeSection } from './write-section.ts'

/** The frontend that hands TLS on unread. */
export function passthroughFrontend({ topology, entrance }: GatewayInput): string {
  return writeSection('frontend edge', [
    bindLines(topology, entrance),
    ...proxyLines(entrance),
    why('Access log: the peer as the PROXY header names it.', 'log-format "client=%ci time=%Tt bytes=%B"'),
    { lines: ['default_backend next'] },
  ])
}
