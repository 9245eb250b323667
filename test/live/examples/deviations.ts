import type { Deviation, Deviations } from './example.ts'

/** Each reason stands in docs/other-languages.md word for word, beside the name of its vector. */
const TRIMMED: Deviation = { answers: '192.0.2.7', because: 'HTTP takes white space around a value away' }
const KNOWS: Deviation = { answers: 'refuse', because: 'a server knows its request, and compares' }
const NO_ED25519: Deviation = { answers: 'refuse', because: 'it has no Ed25519' }
const BYTES: Deviation = { answers: '192.0.2.7', because: 'it reads bytes and asks for no UTF-8' }

/** True of every reader of HTTP, this project's own servers included. */
const overHttp: Deviations = {
  'refuses leading white space': TRIMMED,
  'refuses trailing white space': TRIMMED,
  'does not compare what its caller does not know': KNOWS,
}

const { 'refuses trailing white space': _, ...withTabs } = overHttp

export const flaskDeviations: Deviations = overHttp

export const goDeviations: Deviations = overHttp

/** nginx leaves a tab behind a value, which the verifier then refuses. */
export const nginxDeviations: Deviations = { ...withTabs, 'takes a token signed with EdDSA': NO_ED25519 }

export const haproxyDeviations: Deviations = {
  ...overHttp,
  'takes a token signed with EdDSA': NO_ED25519,
  'takes a token signed with HS256': { answers: 'refuse', because: 'its lines are for ES256 alone' },
  'takes JSON with white space in another order': {
    answers: 'refuse',
    because: 'whole numbers are looked for in text without white space, as the edge writes it',
  },
  'refuses a header that is no UTF-8': BYTES,
  'refuses a payload that is no UTF-8': BYTES,
  'refuses a payload that names ip twice': { answers: '198.51.100.9', because: 'it takes the first of two members' },
  'sees through an escape in a repeated name': { answers: '192.0.2.7', because: 'it does not decode names' },
  'refuses a member twice in the header': { answers: '192.0.2.7', because: 'it takes the first of two members' },
  'refuses text behind the claims': { answers: '192.0.2.7', because: 'it looks members up and parses no JSON' },
  'refuses a token just over 5 s after its end': { answers: '192.0.2.7', because: 'its clock has whole seconds' },
}

export const haproxyLuaDeviations: Deviations = overHttp
