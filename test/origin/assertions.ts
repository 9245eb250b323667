import { createSealer } from '../../src/assertion/create-sealer.ts'
import {
  generateSigningJwk,
  importKeySet,
  importSigningKey,
  publicJwks,
  type SigningKey,
} from '../../src/assertion/index.ts'
import type { SealFacts } from '../../src/assertion/sealer.ts'
import { signAssertion } from '../../src/assertion/sign-assertion.ts'
import { parseAddress } from '../../src/net/address.ts'

export const NOW = 1_795_262_400
export const ISSUER = 'https://edge.example.com'
export const AUDIENCE = 'origin-prod'
export const HOST = 'app.example.com'

const jwk = await generateSigningJwk('test', 'ES256')

export const JWKS = publicJwks([jwk])
export const keys = await importKeySet(JWKS)

const ownKey = await importSigningKey(jwk)
const strangersKey = await importSigningKey(await generateSigningJwk('test', 'ES256'))

type Variation = {
  readonly ip?: string
  readonly key?: SigningKey
  readonly issuer?: string
  readonly audience?: string
  readonly now?: number
  readonly request?: Pick<SealFacts, 'method' | 'host' | 'path'>
}

async function sealOne({ ip = '192.0.2.7', key = ownKey, now = NOW, ...rest }: Variation): Promise<string> {
  const { issuer = ISSUER, audience = AUDIENCE, request } = rest
  const address = parseAddress(ip)
  if (address === undefined) throw new Error(`${ip} is no address`)
  const bind = request === undefined ? 'none' : 'request'
  const sealer = createSealer({ key, issuer, ttlSeconds: 60, bind, prefix: '' })
  return sealer.seal({ ip: address, via: 'cf-connecting-ip', audience, ...request }, now)
}

const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'client-ip', iat: NOW, exp: NOW + 60, ip: '192.0.2.7', v: 1 } as const

/** The assertions that the vectors name in braces. */
const assertions: Readonly<Record<string, string>> = {
  valid: await sealOne({}),
  ipv6: await sealOne({ ip: '2001:db8::7' }),
  expired: await sealOne({ now: NOW - 400 }),
  stranger: await sealOne({ key: strangersKey }),
  'other-audience': await sealOne({ audience: 'origin-test' }),
  'other-issuer': await sealOne({ issuer: 'https://edge.example.net' }),
  'without-via': await signAssertion(ownKey, { ...claims, via: 'no name' }),
  bound: await sealOne({ request: { method: 'GET', host: HOST, path: '/bound' } }),
}

/** Puts the assertions into a header value in place of their names. */
export function fillIn(value: string): string {
  return value.replace(/\{([a-z0-9-]+)\}/g, (_, name: string) => {
    const assertion = assertions[name]
    if (assertion === undefined) throw new Error(`no assertion is called ${name}`)
    return assertion
  })
}

export const VALID = fillIn('{valid}')
