import { describe, expect, test } from 'vitest'
import { importKeySet, verifyAssertion } from '../../src/assertion/index.ts'
import { readVectors } from '../assertion/vectors.ts'
import { remint } from '../live/matrix/remint.ts'
import { AUDIENCE } from '../live/verifier/sealed.ts'

const { keys: jwks, issuer, cases } = readVectors()
const keys = await importKeySet(jwks)

/** Not a whole second, and years away. */
const PRESENT_MILLISECONDS = 1_900_000_000_300
/** What a request may take until its line is read. */
const LATE_SECONDS = 0.6

describe('a vector that is moved to the present', () => {
  test.for(cases)('is answered as before: $name', async (vector, { skip }) => {
    const minted = remint(vector, PRESENT_MILLISECONDS)
    if ('cannot' in minted) return skip(minted.cannot)
    const { bind, request } = vector
    const options = { keys, issuer, audience: AUDIENCE, bind, request: request ?? undefined }
    const verdict = await verifyAssertion(minted.lines, options, PRESENT_MILLISECONDS / 1000 + LATE_SECONDS)
    const answer = verdict.ok
      ? { ip: verdict.client.ip, via: verdict.client.via ?? null }
      : { reason: verdict.rejection.reason }
    expect(answer).toEqual(vector.expect)
    return undefined
  })

  test('is another line wherever it holds a time', () => {
    const same = cases.filter((one) => {
      const minted = remint(one, PRESENT_MILLISECONDS)
      return 'lines' in minted && minted.lines.join() === one.lines.join() && one.lines.join().includes('eyJ')
    })
    expect(same.map(({ name }) => name)).toEqual([])
  })

  test('cannot be where only a clock that stands still meets it', () => {
    const cannot = cases.filter((one) => 'cannot' in remint(one, PRESENT_MILLISECONDS))
    expect(cannot.map(({ name }) => name)).toEqual([
      'takes a token 5 s after its end',
      'refuses a token just over 5 s after its end',
    ])
  })
})
