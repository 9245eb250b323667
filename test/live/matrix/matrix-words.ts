import { forge, type TestKey } from '../../assertion/forge.ts'
import { asSecret, pem, claims as vectorClaims } from '../../assertion/vector-parts.ts'
import { testKeys } from '../../assertion/vectors.ts'
import { mintWords, type Words } from '../gateways/tokens.ts'
import { AUDIENCE, CLIENT, ISSUER } from '../verifier/sealed.ts'

export const CLIENT6 = '2001:db8::7'
/** Another client with a good assertion of its own. */
const SECOND = '198.51.100.23'

const { es256, stranger } = testKeys
const KEY_ID = es256.kid ?? ''

/** The words of both tables, minted now. */
export async function mintMatrixWords(open = ''): Promise<Words> {
  return {
    ...(await mintWords()),
    open,
    client6: CLIENT6,
    sealed6: sign({ ip: CLIENT6 }),
    second: sign({ ip: SECOND }),
    'other-issuer': sign({ iss: 'https://edge.example.net' }),
    'no-exp': sign({ exp: undefined }),
    foreign: sign({}, { kid: 'stranger' }, stranger),
    hmac: sign({}, { alg: 'HS256' }, asSecret(pem)),
  }
}

/** Signs claims of this moment with a published test key, whose public half every plane is given. */
export function sign(changed: object, header: object = {}, key: TestKey = es256): string {
  const iat = Math.floor(Date.now() / 1000)
  const claims = { ...vectorClaims, iss: ISSUER, aud: AUDIENCE, iat, exp: iat + 60, ip: CLIENT, ...changed }
  return forge({ alg: 'ES256', kid: KEY_ID, typ: 'JWT', ...header }, claims, key)
}
