import { readConfig } from '../../config/read-config.ts'
import { secretVariable } from '../../settings/secret-values.ts'
import type { Settings } from '../../settings/settings.ts'
import { digestedText } from '../../settings/stamp-settings.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import type { PathTarget, TargetInput } from '../target.ts'
import { edgeDocument, PROOF_HEADER } from './edge-document.ts'
import { sha256 } from './sha256.ts'

/** Cloudflare's limit for one variable (https://developers.cloudflare.com/workers/platform/limits/). */
const MAX_VARIABLE_BYTES = 5120

/** The Worker's variables for one path, as an environment of the project's own wrangler.toml. */
export const WRANGLER: PathTarget = {
  kind: 'path',
  name: 'wrangler',
  title: 'the Worker: an environment of wrangler.toml, with the settings and the key set of this path',
  compile,
}

function compile(input: TargetInput): Compiled {
  const { hops, name, hosts } = input.topology
  const index = hops.findLastIndex((hop) => hop.kind === 'edge' && hop.product === 'cloudflare')
  if (index === -1) throw noWorker()
  const document = JSON.stringify(edgeDocument(input, index), undefined, 2)
  const { settings } = readConfig(document)
  const secrets = ['IPSEAL_SIGNING_KEY', ...proofsOf(settings).map(secretVariable)]
  return {
    files: [
      { path: 'ipseal.config.json', text: `${document}\n` },
      {
        path: 'wrangler.env.toml',
        text: environment({ name, hosts, secrets, variables: variablesOf(input, settings) }),
      },
    ],
    notes: notesOf(input, settings),
    contract: undefined,
  }
}

function proofsOf({ trust }: Settings): readonly string[] {
  return trust.flatMap(({ proof }) => (proof === undefined ? [] : [proof.secret]))
}

type Variables = Readonly<Record<string, string>>

function variablesOf({ jwks }: TargetInput, settings: Settings): Variables {
  const variables = {
    IPSEAL_CONFIG: JSON.stringify({ ...settings, digest: sha256(digestedText(settings)) }),
    IPSEAL_JWKS: JSON.stringify(jwks),
  }
  for (const [name, value] of Object.entries(variables)) {
    if (JSON.stringify(value).length <= MAX_VARIABLE_BYTES) continue
    const rule = `a variable of a Worker holds at most ${MAX_VARIABLE_BYTES} bytes`
    const nextStep = 'Keep it in a KV namespace instead (docs/key-sources.md), or split the path'
    throw new CompileError({ code: 'UNSUPPORTED', path: name, rule, received: `${value.length} bytes`, nextStep })
  }
  return variables
}

type Environment = {
  readonly name: string
  readonly hosts: readonly string[]
  readonly secrets: readonly string[]
  readonly variables: Variables
}

/** Literal strings of TOML keep JSON as it is; three quotes would end them, so that JSON has those in its own way. */
function environment({ name, hosts, secrets, variables }: Environment): string {
  const named = hosts.filter((host) => host !== '*').map((host) => JSON.stringify(`${host}/*`))
  const list = (items: readonly string[]): string => `[${items.join(', ')}]`
  return `# The Worker of ${name}: append this to wrangler.toml, and deploy it with: npx wrangler deploy --env ${name}
# Nothing of it is inherited, so that it stands complete here.

[env.${name}]
${named.length === 0 ? '# Name the routes: no host of the path says which zone it is for.\nroutes = []' : `routes = ${list(named)}`}

[env.${name}.vars]
${Object.entries(variables)
  .map(([variable, value]) => `${variable} = '''\n${value.replaceAll("'''", String.raw`\u0027\u0027\u0027`)}'''\n`)
  .join('')}
[env.${name}.secrets]
required = ${list(secrets.map((secret) => JSON.stringify(secret)))}
`
}

function notesOf({ topology }: TargetInput, settings: Settings): readonly Note[] {
  const { name } = topology
  const steps = [
    `Set the secret key from the file that ipseal keys new wrote: npx wrangler secret put IPSEAL_SIGNING_KEY --env ${name} < current.jwk`,
    ...proofsOf(settings).map(
      (proof) =>
        `Set ${secretVariable(proof)} as a secret, and let the CDN in front send the same value as ${PROOF_HEADER}: without it every request is refused.`,
    ),
    'Set every route to fail closed in the dashboard (Workers Routes, Request limit failure mode): one that fails open sends requests to the origin unsealed.',
  ]
  return [
    ...steps.map((text): Note => ({ kind: 'step', text })),
    {
      kind: 'limit',
      text: 'Whoever else has a Worker or a zone at Cloudflare connects to the origin from the same ranges. He has no key, so that the gateway refuses him; the load balancer does not.',
    },
  ]
}

function noWorker(): CompileError {
  return new CompileError({
    code: 'NOT_ON_PATH',
    path: 'target',
    rule: 'no edge of this path is a Worker of Cloudflare',
    nextStep: 'Put cloudflare on it; CloudFront is configured by docs/deploy-aws.md',
  })
}
