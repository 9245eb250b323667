import type { ConfigFault } from '../config/fault-list.ts'
import type { VerifierDocument } from '../config/verifier-schema.ts'
import { createVerifier, type Verifier } from '../origin/verifier.ts'
import { loadDocument } from './load-document.ts'
import { openKeys, type ServiceKeys } from './open-keys.ts'
import type { ServiceEvent } from './service-event.ts'
import { sourcePrefixes } from './translate-document.ts'

/** What a document becomes: everything that changes with the next request once another one is read. */
export type Runtime = {
  readonly document: VerifierDocument
  readonly warnings: readonly ConfigFault[]
  readonly keys: ServiceKeys
  readonly verifiers: Readonly<Record<VerifyingListener, Verifier>>
}

type VerifyingListener = 'forwardAuth' | 'extAuthz' | 'sidecar'

/** @throws ConfigError with all faults of the document, before anything of what serves is touched. */
export async function buildRuntime(
  source: string | undefined,
  report: (event: ServiceEvent) => void,
): Promise<Runtime> {
  const { document, warnings } = await loadDocument(source)
  const keys = openKeys(document.jwks, (event) => report({ type: 'keys', event }))
  const { issuer, audience, mode, bind, exempt, outputs, listen } = document
  const verifierOf = (listener: VerifyingListener, takesProxy = false): Verifier => {
    const sources = takesProxy ? sourcePrefixes(document.proxyProtocol?.sources) : undefined
    return createVerifier({
      issuer,
      audience,
      mode,
      bind,
      exempt,
      outputs,
      keys: keys.source,
      ...(sources && { sources }),
      report: (event) => report({ type: 'request', listener, event }),
    })
  }
  return {
    document,
    warnings,
    keys,
    verifiers: {
      forwardAuth: verifierOf('forwardAuth', listen.forwardAuth?.proxyProtocol),
      extAuthz: verifierOf('extAuthz'),
      sidecar: verifierOf('sidecar', listen.sidecar?.proxyProtocol),
    },
  }
}
