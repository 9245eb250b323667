import type { AppHop, Topology } from './topology.ts'

/** The application at the end of a path: `readTopology` accepts no other. */
export function appOf({ hops, name }: Topology): AppHop {
  const app = hops.find((hop) => hop.kind === 'app')
  return app ?? { kind: 'app', service: name, port: 8080, verifies: true }
}
