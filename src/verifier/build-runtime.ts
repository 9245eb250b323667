import type { ConfigFault } from '../config/fault-list.ts'
import type { VerifierDocument } from '../config/verifier-schema.ts'
import { createVerifier, type Verifier } from '../origin/verifier.ts'
import { loadDocument } from './load-document.ts'
import { openKeys, type ServiceKeys } from './open-keys.ts'
import type { ListenerName, ServiceEvent } from './service-event.ts'

/** What a document becomes: everything that changes with the next request once another one is read. */
export type Runtime = {
  readonly document: VerifierDocument
  readonly warnings: readonly ConfigFault[]
  readonly keys: ServiceKeys
  readonly verifiers: Readonly<Record<'forwardAuth' | 'extAuthz' | 'sidecar', Verifier>>
}

/** @throws ConfigError with all faults of the document, before anything of what serves is touched. */
export async function buildRuntime(
  source: string | undefined,
  report: (event: ServiceEvent) => void,
): Promise<Runtime> {
  const { document, warnings } = await loadDocument(source)
  const keys = openKeys(document.jwks, (event) => report({ type: 'keys', event }))
  const { issuer, audience, mode, bind, exempt, outputs } = document
  const verifierOf = (listener: ListenerName): Verifier => {
    return createVerifier({
      issuer,
      audience,
      mode,
      bind,
      exempt,
      outputs,
      keys: keys.source,
      report: (event) => report({ type: 'request', listener, event }),
    })
  }
  return {
    document,
    warnings,
    keys,
    verifiers: {
      forwardAuth: verifierOf('forwardAuth'),
      extAuthz: verifierOf('extAuthz'),
      sidecar: verifierOf('sidecar'),
    },
  }
}
