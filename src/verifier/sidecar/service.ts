import type { Agent } from 'node:http'
import type { Verifier } from '../../origin/verifier.ts'
import type { SidecarEvent } from './event.ts'
import type { SidecarLimits } from './limits.ts'
import type { Treatment } from './treatment.ts'
import type { Upstream } from './upstream.ts'
import type { Watch } from './watch.ts'

/** What every request of one sidecar shares. */
export type SidecarService = {
  readonly verifier: Verifier
  readonly upstream: Upstream
  /** Keeps connections to the application. */
  readonly pool: Agent
  /** Makes a connection for one request. */
  readonly single: Agent
  readonly limits: SidecarLimits
  readonly treat: (name: string) => Treatment
  readonly watch: Watch
  readonly report: (event: SidecarEvent) => void
}
