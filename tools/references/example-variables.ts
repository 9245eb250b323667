import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { showTime } from '../../src/cli/ranges/show-time.ts'
import { compile } from '../../src/compile/compile.ts'
import type { CompiledFile } from '../../src/compile/compiled.ts'
import { TERRAFORM } from '../../src/compile/lists/terraform.ts'
import { writeList } from '../../src/compile/lists/write-list.ts'
import type { TargetInput } from '../../src/compile/target.ts'
import { isObject } from '../../src/config/parse-document.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { snapshotList } from '../../src/ranges/snapshot.ts'
import type { Reference } from './read-references.ts'

type Example = {
  readonly folder: string
  readonly topology: string
  /** Another CDN that connects to the same origin, and of which the topology says nothing. */
  readonly besides?: string
  /** A key set of its own, where two edges seal. */
  readonly jwks?: string
}

/** What stands below this line of the values is written by hand, and kept. */
export const VALUES_HAND_LINE =
  '# What stands below is written by hand; what stands above, `npm run compile:references` writes.'

const EXAMPLES: readonly Example[] = [
  { folder: 'cloudflare-to-eks', topology: 'cloudflare-to-eks' },
  { folder: 'cloudfront-to-eks', topology: 'cloudfront-to-eks' },
  {
    folder: 'cloudflare-and-cloudfront',
    topology: 'cloudfront-to-eks',
    besides: 'cloudflare',
    // The one that the gateway is given.
    jwks: 'infra/kubernetes/overlays/cloudflare-and-cloudfront/jwks.json',
  },
]

/** The values of each Terraform example: what is compiled of its path, and below a line those of its account. */
export function exampleVariables(
  root: string,
  references: readonly Reference[],
  handPartOf: (path: string) => string,
): readonly CompiledFile[] {
  return EXAMPLES.map((example) => {
    const path = `infra/terraform/examples/${example.folder}/terraform.tfvars.example`
    const parts = [compilePath(root, example, references), ...compileList(example), VALUES_HAND_LINE]
    return { path, text: `${parts.join('\n')}\n${handPartOf(path)}` }
  })
}

function compilePath(root: string, { topology, jwks }: Example, references: readonly Reference[]): string {
  const input = references.find(({ name }) => name === topology)?.input
  if (input === undefined) throw new Error(`there is no reference topology ${topology}`)
  const [file] = compile(jwks === undefined ? input : { ...input, jwks: readKeys(join(root, jwks)) }, 'terraform').files
  return file?.text ?? ''
}

function readKeys(file: string): TargetInput['jwks'] {
  const set: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return publicJwks(isObject(set) && Array.isArray(set.keys) ? set.keys : [])
}

/** As `ipseal ranges show cloudflare --as terraform` prints it. */
function compileList({ besides }: Example): readonly string[] {
  const list = besides === undefined ? undefined : snapshotList(besides)
  if (list === undefined) return []
  const { provider, source, acceptedAt, digest } = recordOfList(list)
  const asOf = showTime(acceptedAt)
  return [writeList({ provider, source, asOf, digest, prefixes: list.prefixes, draining: [] }, TERRAFORM)]
}
