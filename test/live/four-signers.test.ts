import { createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { importKeySet, type VerificationKey } from '../../src/assertion/key-set.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { encode, forge, signRaw, type TestKey } from '../assertion/forge.ts'
import { SIGNERS, type Signer } from './four-signers/start-signers.ts'
import { forwardEvent } from './lambda/forward-event.ts'
import { startVerifyingOrigin, type VerifyingOrigin } from './lambda/verifying-origin.ts'

const CLIENT = '198.51.100.7'
const VICTIM = '192.0.2.66'

/** Of nobody, and never published. */
const strangersPair: TestKey = { ...(await generateSigningJwk('stranger', 'ES256')) }
const strangersSecret: TestKey = { ...(await generateSigningJwk('stranger', 'HS256')) }

let origin: VerifyingOrigin
const signers = new Map<string, Signer>()

/** One key set for all: three public keys, and the secret that the origin shares with the CloudFront Function. */
beforeAll(async () => {
  const keys = new Map<string, VerificationKey>(await importKeySet(publicJwks([strangersPair])))
  origin = await startVerifyingOrigin({ keys })
  for (const { name, missing, start } of SIGNERS) if (missing === undefined) signers.set(name, await start(origin))
  keys.clear()
  const published = [...signers.values()].flatMap(({ jwks }) => jwks)
  for (const [kid, key] of await importKeySet({ keys: published })) keys.set(kid, key)
}, 120_000)

afterAll(async () => {
  for (const signer of signers.values()) await signer.stop()
  await origin.stop()
})

function signerNamed(name: string): Signer {
  return signers.get(name) ?? expect.fail(`${name} does not run`)
}

/** The token that a signer mints for a client, as the origin got it. */
async function tokenOf(signer: Signer, ip: string): Promise<string> {
  expect(await signer.pass(ip, {})).toEqual({ status: 200, text: ip })
  const lines = origin.seen.at(-1)?.claimedLines ?? []
  return lines[lines.findIndex((name) => name.toLowerCase() === 'x-client-ip-assertion') + 1] ?? ''
}

/** Goes to the origin past every signer, with these values of the assertion's header. */
function sendPast(values: readonly string[]) {
  const headers = { 'x-client-ip-assertion': values.map((value) => ({ value })) }
  return forwardEvent({ method: 'GET', uri: '/', querystring: '', headers }, origin.port)
}

type Parts = { readonly header: Fields; readonly payload: Fields; readonly signature: string }
type Fields = Readonly<Record<string, unknown>>

function partsOf(token: string): Parts {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { header: fieldsOf(header), payload: fieldsOf(payload), signature }
}

function fieldsOf(part: string): Fields {
  // Sound: both are objects, or the origin had not taken the token.
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Fields
}

function ownKeyOf({ jwks }: Signer): TestKey {
  const [jwk] = jwks
  return { ...jwk }
}

/** What anyone can do who has seen a token and the published keys. */
const forgeries: readonly {
  readonly name: string
  readonly make: (parts: Parts, signer: Signer) => readonly string[]
}[] = [
  {
    name: 'its token with another address',
    make: ({ header, payload, signature }) => [`${encode(header)}.${encode({ ...payload, ip: VICTIM })}.${signature}`],
  },
  {
    name: 'its token with a later end',
    make: ({ header, payload, signature }) => [
      `${encode(header)}.${encode({ ...payload, exp: 2_000_000_000 })}.${signature}`,
    ],
  },
  {
    name: 'its token without a signature',
    make: ({ header, payload }) => [`${encode({ ...header, alg: 'none' })}.${encode(payload)}.`],
  },
  {
    name: 'its token under the name of every other key',
    make: ({ header, payload, signature }) =>
      otherKids(header).map((kid) => `${encode({ ...header, kid })}.${encode(payload)}.${signature}`),
  },
  {
    name: "a token of a stranger's key under its name",
    make: ({ header, payload }) => [forge(header, { ...payload, ip: VICTIM }, strangersPair)],
  },
  {
    name: "a token of a stranger's secret under its name",
    make: ({ header, payload }) => [forge({ ...header, alg: 'HS256' }, { ...payload, ip: VICTIM }, strangersSecret)],
  },
  {
    name: 'a token that takes what is published of its key for a secret',
    make: ({ header, payload }, signer) =>
      publishedForms(ownKeyOf(signer)).map((k) =>
        forge({ ...header, alg: 'HS256' }, { ...payload, ip: VICTIM }, { kty: 'oct', k }),
      ),
  },
]

function otherKids({ kid }: Fields): readonly string[] {
  const kids = [...signers.values()].map((signer) => ownKeyOf(signer).kid ?? '')
  return kids.filter((other) => other !== kid)
}

/** The bytes that a confused verifier would take for an HMAC key; the secret has no public form but its name. */
function publishedForms(key: TestKey): readonly string[] {
  if (key.kty === 'oct') return [Buffer.from(key.kid ?? '').toString('base64url')]
  const pair = createPublicKey({ key: { ...key }, format: 'jwk' })
  const pem = pair.export({ type: 'spki', format: 'pem' })
  const texts = [JSON.stringify(key), pem.toString(), pem.toString().trim()]
  const der = pair.export({ type: 'spki', format: 'der' })
  return [...texts.map((text) => Buffer.from(text)), der].map((bytes) => bytes.toString('base64url'))
}

describe.each(SIGNERS)('one origin, and $name', ({ name, missing }) => {
  test('believes who it seals', async ({ skip }) => {
    skip(missing !== undefined, missing)
    const signer = signerNamed(name)
    for (const ip of [CLIENT, '2001:db8::7']) expect(await signer.pass(ip, {})).toEqual({ status: 200, text: ip })
  })

  test('believes who it seals, whatever that client claims, be it the seal of another', async ({ skip }) => {
    skip(missing !== undefined, missing)
    for (const other of signers.values()) {
      const stolen = await tokenOf(other, VICTIM)
      const claims = { 'X-Client-IP-Assertion': stolen, X_Client_IP_Assertion: stolen, 'X-Client-IP': VICTIM }
      expect(await signerNamed(name).pass(CLIENT, claims)).toEqual({ status: 200, text: CLIENT })
      expect(JSON.stringify(origin.seen.at(-1)?.claimedLines)).not.toContain(stolen)
    }
  })

  test('believes its token, by which every forgery below was made', async ({ skip }) => {
    skip(missing !== undefined, missing)
    expect(await sendPast([await tokenOf(signerNamed(name), CLIENT)])).toEqual({ status: 200, text: CLIENT })
  })

  test.for(forgeries)('refuses $name', async ({ make }, { skip }) => {
    skip(missing !== undefined, missing)
    const signer = signerNamed(name)
    const forged = make(partsOf(await tokenOf(signer, CLIENT)), signer)
    expect(forged.length).toBeGreaterThan(0)
    for (const token of forged) expect(await sendPast([token])).toMatchObject({ status: 401 })
  })

  test('refuses its token sent twice', async ({ skip }) => {
    skip(missing !== undefined, missing)
    const token = await tokenOf(signerNamed(name), CLIENT)
    expect(await sendPast([token, token])).toMatchObject({ status: 401 })
  })
})

test('a request past all of them is refused', async () => {
  expect(await sendPast([])).toMatchObject({ status: 401 })
})

test('the forger signs as a signer does: with the right secret the origin would believe it', async ({ skip }) => {
  const name = 'the CloudFront Function'
  const { missing } = SIGNERS.find((signer) => signer.name === name) ?? {}
  skip(missing !== undefined, missing)
  const signer = signerNamed(name)
  const { header, payload } = partsOf(await tokenOf(signer, CLIENT))
  const signed = `${encode(header)}.${encode({ ...payload, ip: VICTIM })}`
  const signature = signRaw(signed, ownKeyOf(signer)).toString('base64url')
  expect(await sendPast([`${signed}.${signature}`])).toEqual({ status: 200, text: VICTIM })
})
