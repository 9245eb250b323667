import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { importKeySet } from '../../../src/assertion/key-set.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import type { HeaderLine } from '../../../src/headers/header-line.ts'
import { createVerifier } from '../../../src/origin/verifier.ts'
import { keepCloudFrontEdges } from '../../../src/platform/cloudfront/edges.ts'
import { type CloudFrontHandler, createCloudFrontHandler } from '../../../src/platform/cloudfront/handler.ts'
import { openLists } from '../../../src/platform/lists/open-lists.ts'
import type { Store } from '../../../src/platform/stores/store.ts'
import { edgeListOf, edgeRangesOf } from '../../../src/ranges/edge-ranges-of.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { AUDIENCE, ISSUER, settingsWith } from '../../edge/edge-under-test.ts'
import { originsOf, type RequestShape } from './cloudfront-cases.ts'

const jwk = await generateSigningJwk('test', 'ES256')
const published = publicJwks([jwk])
const keys = await importKeySet(published)
const REFERENCE = 'ssm:/ipseal/test'

/** A log line, as far as tests look at it. */
export type Line = Readonly<Record<string, unknown>>

export type FunctionUnderTest = {
  readonly handle: CloudFrontHandler
  readonly lines: readonly Line[]
  /** The references that stores were opened by. */
  readonly opened: readonly string[]
}

export async function contentsWith(changes: Partial<Settings> = {}): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['settings', JSON.stringify(await stampSettings(settingsWith(changes)))],
    ['jwks', JSON.stringify(published)],
    ['keys/test', JSON.stringify(jwk)],
    ['secrets/front', 'right-secret'],
  ])
}

export type Parts = {
  readonly stores: Readonly<Record<string, ReadonlyMap<string, string>>>
  readonly baked?: string | undefined
}

/** The function over stores in memory. One that is not among them cannot be reached. */
export function functionWith({ stores, baked }: Parts): FunctionUnderTest {
  const lines: Line[] = []
  const opened: string[] = []
  const report = (record: object): number => lines.push({ ...record })
  const openStore = (reference: string): Store => {
    opened.push(reference)
    const contents = stores[reference]
    const load: Store['load'] = async () =>
      contents === undefined ? Promise.reject(new Error('out of reach')) : Promise.resolve(contents)
    return { name: reference, load }
  }
  const keeperOf = keepCloudFrontEdges({
    baked,
    openStore,
    openLists,
    rangesOf: edgeRangesOf,
    bundledOf: edgeListOf,
    report,
  })
  return { handle: createCloudFrontHandler({ keeperOf, report }), lines, opened }
}

/** The function with all it needs in one store, whose reference is built in. */
export async function functionFor(changes: Partial<Settings>): Promise<FunctionUnderTest> {
  return functionWith({
    stores: { [REFERENCE]: await contentsWith(changes) },
    baked: JSON.stringify({ IPSEAL_KEYS: REFERENCE }),
  })
}

/** What CloudFront sends to the origin: the lines of the request, and those that the distribution adds. */
function linesOf(request: RequestShape): readonly HeaderLine[] {
  const all = [request.headers, ...originsOf(request).map(([, { customHeaders }]) => customHeaders)]
  return all
    .flatMap((each) => Object.entries(each))
    .flatMap(([name, lines]) => lines.map(({ key = name, value }): HeaderLine => [key, value]))
}

/** Lets the verifier of an origin judge a request that CloudFront sends on: the claims it believes, undefined if none. */
export async function verifyAtOrigin(
  request: RequestShape,
  {
    bind,
    audience = AUDIENCE,
  }: { readonly bind: Settings['assertion']['bind']; readonly audience?: string | undefined },
): Promise<unknown> {
  const verifier = createVerifier({ issuer: ISSUER, audience, keys, bind, mode: 'enforce', report: () => undefined })
  const { method, uri, querystring, headers } = request
  const path = originsOf(request)[0]?.[1].path ?? ''
  const query = querystring === '' ? '' : `?${querystring}`
  const host = headers.host?.[0]?.value ?? ''
  const decision = await verifier.check({ method, target: `${path}${uri}${query}`, host, headers: linesOf(request) })
  if (decision.action === 'refuse') return undefined
  const [, payload = ''] = headers['x-client-ip-assertion']?.[0]?.value.split('.') ?? []
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}
