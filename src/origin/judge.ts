import type { KeySet } from '../assertion/key-set.ts'
import { type ExpectedAssertion, type Verdict, verifyAssertion } from '../assertion/verify-assertion.ts'
import type { HeaderLine } from '../headers/header-line.ts'
import { ASSERTION_HEADER } from '../headers/own-names.ts'
import type { KeySource } from './keys/key-source.ts'
import type { VerifierFailure } from './verifier-event.ts'

/** Of an inbound request what an assertion can be compared with. */
type Asked = {
  readonly method: string
  readonly target: string
  readonly host: string
  readonly headers: readonly HeaderLine[]
}

type Expected = Omit<ExpectedAssertion, 'keys' | 'request'> & { readonly keys: KeySet | KeySource }

export type Judgement = Verdict | { readonly ok: false; readonly rejection: VerifierFailure }

/** Says whom the assertion of a request vouches for. Never rejects: what fails here is a reason to believe nobody. */
export async function judge(
  { method, target, host, headers }: Asked,
  { keys, issuer, audience, bind }: Expected,
  now: () => number,
): Promise<Judgement> {
  const lines = headers.filter(([name]) => name.toLowerCase() === ASSERTION_HEADER).map(([, value]) => value)
  const expected = { issuer, audience, bind, request: { method, host, path: target } }
  try {
    const at = now()
    const verify = (set: KeySet): Promise<Verdict> => verifyAssertion(lines, { ...expected, keys: set }, at)
    return await ('keysAt' in keys ? judgeBySource(keys, verify, at) : verify(keys))
  } catch (error) {
    return { ok: false, rejection: { reason: 'verifier-failed', error } }
  }
}

/** A key that is not in the set may have been published since: the source is asked once more, and knows how often it may look. */
async function judgeBySource(
  source: KeySource,
  verify: (keys: KeySet) => Promise<Verdict>,
  now: number,
): Promise<Judgement> {
  const known = await source.keysAt(now)
  if (known === undefined) return { ok: false, rejection: { reason: 'keys-unavailable' } }
  const verdict = await verify(known)
  if (verdict.ok || verdict.rejection.reason !== 'unknown-key') return verdict
  const { claimedKeyId } = verdict.rejection
  const newer = await source.keysAt(now, claimedKeyId)
  return newer?.has(claimedKeyId) === true ? await verify(newer) : verdict
}
