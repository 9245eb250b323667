import { type BuildOptions, build } from 'esbuild'
import { FORWARDED_HOST_HEADER, FORWARDED_PROTO_HEADER } from '../../src/edge/own-names.ts'
import { HEADER_CATALOGUE } from '../../src/headers/catalogue.ts'
import { foldHeaderName } from '../../src/headers/header-name.ts'
import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../src/headers/own-names.ts'
import { type Prefix, requirePrefix } from '../../src/net/prefix.ts'
import { READ_ONLY_HEADERS } from '../../src/platform/cloudfront/headers.ts'
import { CLOUDFRONT } from '../../src/ranges/lists/cloudfront.ts'

export const SOURCE = 'functions/cloudfront-function.ts'

/** Bytes of a function as it is uploaded; the quota cannot be raised (CloudFront Developer Guide, "Quotas"). */
export const MAX_CODE_BYTES = 10_240

/** What the runtime understands beyond ES5.1 (CloudFront Developer Guide, "JavaScript runtime 2.0 features"). */
const LANGUAGE = {
  target: 'es5',
  supported: {
    arrow: true,
    'async-await': true,
    'const-and-let': true,
    'exponent-operator': true,
    'template-literal': true,
  },
} as const satisfies BuildOptions

const HEAD = `// ipseal: seals the viewer's address for one origin. Made from ${SOURCE}; do not edit.\n`
const EXPORT = /\nexport \{\n {2}handler\n\};\n$/

/**
 * Returns the CloudFront Function as one file to upload: types taken out, data put in, and nothing else changed, so that
 * what runs can be read beside its source. Throws if it is too large, or would touch what CloudFront forbids.
 */
export async function buildCloudFrontFunction(root: string): Promise<{ readonly code: string }> {
  const text = await bundleCloudFrontFunction(root, LANGUAGE)
  // The runtime takes a function of this name, and no exports.
  if (!EXPORT.test(text)) throw new Error(`${SOURCE}: must export "handler", and nothing else`)
  const code = `${HEAD}${text.replace(EXPORT, '\n')}\n${writeData()}`
  const size = Buffer.byteLength(code)
  if (size > MAX_CODE_BYTES) throw new Error(`${SOURCE}: ${size} bytes when built, CloudFront takes ${MAX_CODE_BYTES}`)
  return { code }
}

/** The source without its types, in a language of choice; rejects where esbuild cannot write it in that. */
export async function bundleCloudFrontFunction(
  root: string,
  language: Pick<BuildOptions, 'target' | 'supported'>,
): Promise<string> {
  const { outputFiles } = await build({
    ...language,
    absWorkingDir: root,
    entryPoints: [SOURCE],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    charset: 'utf8',
    alias: { 'node:crypto': 'crypto' },
    external: ['crypto', 'cloudfront'],
    logLevel: 'silent',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** What `functions/cloudfront-runtime.d.ts` declares, from the lists that every other edge reads. */
function writeData(): string {
  const prefixes = CLOUDFRONT.prefixes.map(requirePrefix)
  const bounds = (wanted: 4 | 6): number[] => prefixes.filter(({ family }) => family === wanted).flatMap(boundsOf)
  return `\
var STRIPPED_NAMES = ${strippedNames()};
var PLATFORM_IPV4 = ${JSON.stringify(bounds(4))};
var PLATFORM_IPV6 = ${JSON.stringify(bounds(6))};
`
}

/** A literal, so that the runtime compiles it with the code and not in each run. */
function strippedNames(): string {
  const catalogued = HEADER_CATALOGUE.filter(({ stripped }) => stripped).map(({ name }) => name)
  const outputs = [ASSERTION_HEADER, CLIENT_IP_HEADER, FORWARDED_HOST_HEADER, FORWARDED_PROTO_HEADER]
  const names = [...new Set([...outputs, ...catalogued].map(foldHeaderName))].toSorted()
  // CloudFront answers 502 for a function that changes one of these ("Restrictions on all edge functions").
  const forbidden = names.filter((name) => READ_ONLY_HEADERS['viewer-request'].includes(name))
  if (forbidden.length > 0) throw new Error(`${forbidden.join(', ')}: read-only to CloudFront Functions`)
  return `/^(?:${names.map((name) => name.replaceAll('-', '[^a-z0-9\\n]')).join('|')})$/gim`
}

/** Where the block begins and where it has ended; a double holds 48 bits exactly. */
function boundsOf({ family, words, length, text }: Prefix): readonly number[] {
  if (family === 6 && length > 48) throw new Error(`${text}: the function compares no more than 48 bits`)
  const [high = 0, low = 0] = words
  const start = family === 4 ? high : high * 2 ** 16 + (low >>> 16)
  return [start, start + 2 ** ((family === 4 ? 32 : 48) - length)]
}
