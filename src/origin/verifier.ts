import type { Bind } from '../assertion/claims.ts'
import type { KeySet } from '../assertion/key-set.ts'
import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import type { HeaderLine } from '../headers/header-line.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { ASSERTION_HEADER } from '../headers/own-names.ts'
import { checkOptions } from './check-options.ts'
import type { Cleaning } from './clean-lines.ts'
import { checkExemptions, type Exemption, findExemption } from './exemption.ts'
import { guardReport } from './guard-report.ts'
import { judge } from './judge.ts'
import type { KeySource } from './keys/key-source.ts'
import { checkOutputs, DEFAULT_OUTPUTS, linesFor, type Output, removalOf } from './outputs.ts'
import { type ConnectionFacts, readSources } from './source-proof.ts'
import type { VerifierEvent } from './verifier-event.ts'

export type VerifierOptions = {
  /** The edge's issuer URL, as its tokens carry it. */
  readonly issuer: string
  /** This origin's name: a token for another origin is refused. */
  readonly audience: string
  /** From `importKeySet`, for keys that never change; from `fetchKeys` or `readKeyFile` for those that are rotated. */
  readonly keys: KeySet | KeySource
  /** `observe` is for roll-out: what would be refused passes, without a client, and is reported. */
  readonly mode: 'enforce' | 'observe'
  /** What a token must be bound to. A token that is bound to more is compared in full. */
  readonly bind: Bind
  /**
   * A second proof: prefixes, such as those of the CDN, in which the PROXY protocol source of a connection must be too.
   * Exempt routes need neither proof: a load balancer's own health checks are LOCAL and come from nobody.
   */
  readonly sources?: readonly string[]
  /** Routes served without an assertion, and therefore without a client. None by default. */
  readonly exempt?: readonly Exemption[]
  /** `X-Client-IP` with the address by default. `X-Client-IP` from outside is removed even if it is not among them. */
  readonly outputs?: readonly Output[]
  /** Told of every request. If it throws, its event is lost and nothing else. */
  readonly report: (event: VerifierEvent) => void
  /** Unix seconds; the system's clock by default. */
  readonly now?: () => number
}

/** A request as it was received, before anything about it is believed. */
export type InboundRequest = {
  readonly method: string
  /** The request target as it stood in the request line. */
  readonly target: string
  /** The one host that the request is for; empty where it names none or more than one. */
  readonly host: string
  /** All lines, repeated ones included. Where the runtime has joined them, a comma counts as a repetition. */
  readonly headers: readonly HeaderLine[]
  /** What the PROXY protocol said about its connection, from a trusted sender; undefined where nothing did. */
  readonly connection?: ConnectionFacts | undefined
}

/** What to do with a request. Whoever lets it pass has to remove first and set then, as `cleanLines` does. */
export type Decision =
  | (Cleaning & {
      readonly action: 'pass'
      /** Undefined on exempt routes, and in mode `observe` for what would have been refused. */
      readonly client: VerifiedClient | undefined
    })
  /** Answer with `REFUSAL`, the same for every reason. */
  | { readonly action: 'refuse' }

export type Verifier = {
  /** Decides about one request. Never rejects, whatever the request holds. */
  readonly check: (request: InboundRequest) => Promise<Decision>
  /** As in every decision, for parts of a request that arrive after it was made, such as trailers. */
  readonly remove: Cleaning['remove']
  /** True where no request passes without `connection`, which not every server can tell. */
  readonly needsConnection: boolean
}

/**
 * Returns a verifier: the one place in front of an application that believes an assertion, and lets nothing else speak
 * about the client.
 *
 * Whatever the mode and the route, `X-Client-IP`, the other outputs, the assertion and every name that an application
 * might read as one of them (`X_Client_IP`, `x.client.ip`) are removed, and the outputs are set from verified claims
 * alone. It protects only what runs behind it: routes that a framework serves before it see the client's own headers.
 *
 * @throws OriginError for an empty issuer, audience or key set, and for sources, exemptions or outputs that cannot be meant.
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { outputs = DEFAULT_OUTPUTS, exempt = [], mode, now = systemNow } = options
  checkOptions(options)
  checkExemptions(exempt)
  checkOutputs(outputs)
  const judgeSource = readSources(options.sources)
  const remove = removalOf(outputs)
  const report = guardReport(options.report)
  const pass = (client: VerifiedClient | undefined): Decision => {
    return { action: 'pass', client, remove, set: client === undefined ? [] : linesFor(client, outputs) }
  }
  const check = async (request: InboundRequest): Promise<Decision> => {
    const discarded = findDiscarded(request.headers, remove)
    const exemption = findExemption(exempt, request)
    if (exemption !== undefined) {
      report({ type: 'exempt', exemption, discarded })
      return pass(undefined)
    }
    const stranger = judgeSource?.(request.connection)
    // Before the signature is looked at: that is the dear part, and strangers ask for it most.
    const verdict = stranger ? ({ ok: false, rejection: stranger } as const) : await judge(request, options, now)
    if (verdict.ok) {
      report({ type: 'verified', client: verdict.client, discarded })
      return pass(verdict.client)
    }
    const { rejection } = verdict
    report({ type: mode === 'observe' ? 'observed' : 'refused', rejection, discarded })
    return mode === 'observe' ? pass(undefined) : { action: 'refuse' }
  }
  return { check, remove, needsConnection: judgeSource !== undefined }
}

/** The assertion in its own spelling is expected, and no news. */
function findDiscarded(headers: readonly HeaderLine[], remove: (name: string) => boolean): readonly string[] {
  const names = headers.map(([name]) => name).filter((name) => remove(name) && name.toLowerCase() !== ASSERTION_HEADER)
  return [...new Set(names.map(foldHeaderName))]
}

function systemNow(): number {
  return Date.now() / 1000
}
