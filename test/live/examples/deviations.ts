import type { Deviation, Deviations } from './example.ts'

/** Each reason stands in docs/other-languages.md word for word, beside the name of its vector. */
const TRIMMED: Deviation = { answers: '192.0.2.7', because: 'HTTP takes white space around a value away' }
const KNOWS: Deviation = { answers: 'refuse', because: 'a server knows its request, and compares' }
const ONE_ALGORITHM: Deviation = { answers: 'refuse', because: 'it is for ES256 alone' }
const BOUND: Deviation = { answers: 'refuse', because: 'it refuses what is bound' }
const DEMANDS_NOTHING: Deviation = { answers: '192.0.2.7', because: 'it is for `bind: "none"`, and demands no binding' }
const LAST_SECOND: Deviation = { answers: 'refuse', because: 'its library counts this very moment as over' }
const LAST_MEMBER: Deviation = { answers: '192.0.2.7', because: 'its JSON reader takes the last of two members' }
const FIRST_MEMBER: Deviation = { answers: '192.0.2.7', because: 'it takes the first of two members' }
const BYTES: Deviation = { answers: '192.0.2.7', because: 'it reads bytes and asks for no UTF-8' }
const NOTHING: Deviation = { answers: '192.0.2.7', because: 'it takes null for what is not there' }
const REPLACED: Deviation = { answers: '192.0.2.7', because: 'its JSON reader replaces what is no UTF-8' }

/** True of every reader of HTTP, this project's own servers included. */
const overHttp: Deviations = { 'refuses leading white space': TRIMMED, 'refuses trailing white space': TRIMMED }

/** nginx leaves a tab behind a value, which the verifier then refuses. */
const overNginx: Deviations = { 'refuses leading white space': TRIMMED }

/** True of every example that verifies by itself. */
const narrow: Deviations = {
  'takes a token signed with EdDSA': ONE_ALGORITHM,
  'takes a token signed with HS256': ONE_ALGORITHM,
  'does not compare what its caller does not know': BOUND,
  'takes a token that is bound to this request': BOUND,
  'compares host and path in their one spelling': BOUND,
  'takes a bound token where binding is not asked for': BOUND,
  'asks for the host alone with bind host': BOUND,
  'takes a token for the request that it is bound to': BOUND,
  'demands the host claim with bind host': DEMANDS_NOTHING,
  'refuses a token without the binding that it demands': DEMANDS_NOTHING,
}

const repeatedMembers: Deviations = {
  'refuses a header that names alg twice': LAST_MEMBER,
  'refuses a member twice in the header': LAST_MEMBER,
  'refuses a payload that names ip twice': LAST_MEMBER,
  'sees through an escape in a repeated name': LAST_MEMBER,
}

export const flaskDeviations: Deviations = {
  ...overHttp,
  ...narrow,
  ...repeatedMembers,
  'takes a token 5 s after its end': LAST_SECOND,
  'refuses a payload with a byte order mark': { answers: '192.0.2.7', because: 'its JSON reader skips the mark' },
}

export const goDeviations: Deviations = {
  ...overHttp,
  ...narrow,
  ...repeatedMembers,
  'takes a token 5 s after its end': LAST_SECOND,
  'refuses crit that is null': NOTHING,
  'refuses a host that is null': NOTHING,
  'refuses a header that is no UTF-8': REPLACED,
  'refuses a payload that is no UTF-8': REPLACED,
}

export const nginxDeviations: Deviations = { ...overNginx, ...narrow, ...repeatedMembers }

export const haproxyDeviations: Deviations = {
  ...overHttp,
  ...narrow,
  'takes JSON with white space in another order': {
    answers: 'refuse',
    because: 'whole numbers are looked for in text without white space, as the edge writes it',
  },
  'refuses a header that is no UTF-8': BYTES,
  'refuses a payload that is no UTF-8': BYTES,
  'refuses a payload that names ip twice': { answers: '198.51.100.9', because: FIRST_MEMBER.because },
  'sees through an escape in a repeated name': { answers: '192.0.2.7', because: 'it does not decode names' },
  'refuses a member twice in the header': FIRST_MEMBER,
  'refuses text behind the claims': { answers: '192.0.2.7', because: 'it looks members up and parses no JSON' },
  'refuses a token just over 5 s after its end': { answers: '192.0.2.7', because: 'its clock has whole seconds' },
}

export const haproxyLuaDeviations: Deviations = { ...overHttp, 'does not compare what its caller does not know': KNOWS }
