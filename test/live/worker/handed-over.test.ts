import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../../tools/run-command.ts'
import { runCli } from '../../cli/run-cli.ts'
import { applyPatch, type PatchStep } from '../../config/apply-patch.ts'
import vectors from '../../vectors/wrangler-handover.json' with { type: 'json' }
import { copyChanged, linkCheckout } from './checkout-copy.ts'
import { readAsWrangler } from './load-wrangler.ts'

const EDGE = '/workers/edge'
const WITHOUT_LISTS: readonly PatchStep[] = [
  { op: 'remove', path: `${EDGE}/vars/IPSEAL_RANGES` },
  { op: 'remove', path: `${EDGE}/kv_namespaces/0` },
]
const STAGING: readonly PatchStep[] = [
  { op: 'replace', path: '/environment', value: 'staging' },
  {
    op: 'replace',
    path: '/assertion',
    value: { issuer: 'https://edge.staging.example.com', audience: 'origin-staging' },
  },
]
/** As docs/deploy-ranges.md has it. */
const READS_LISTS = [
  ['cloudflare-worker.mjs', 'cloudflare-worker-kv.mjs'],
  ['[env.production.vars]\n', '[env.production.vars]\nIPSEAL_RANGES = "kv:IPSEAL_KV"\n'],
  [
    '[env.production.secrets]',
    '[[env.production.kv_namespaces]]\nbinding = "IPSEAL_KV"\nid = "00000000000000000000000000000002"\n\n[env.production.secrets]',
  ],
] as const
const FROM_STORE: readonly PatchStep[] = [
  { op: 'remove', path: `${EDGE}/secrets/0` },
  {
    op: 'add',
    path: `${EDGE}/secrets_store_secrets/-`,
    value: {
      binding: 'IPSEAL_SIGNING_KEY',
      store_id: '8f7a1cdced6342c18d223ece462fd88d',
      secret_name: 'shop-production-ipseal-signing-key',
    },
  },
]
/** In the place of the required secret: whatever the ids are, the ones that are handed over take their place. */
const STORE_BINDING = [
  [
    '[env.production.secrets]\nrequired = ["IPSEAL_SIGNING_KEY"]',
    '[[env.production.secrets_store_secrets]]\nbinding = "IPSEAL_SIGNING_KEY"\nstore_id = "00000000000000000000000000000000"\nsecret_name = "x"',
  ],
  ['[secrets]\nrequired = ["IPSEAL_SIGNING_KEY"]', ''],
] as const

const cases = [
  {
    name: 'the edge',
    file: 'wrangler.toml',
    environment: 'staging',
    handover: [...WITHOUT_LISTS, ...STAGING],
    changes: [],
  },
  { name: 'the edge with lists', file: 'wrangler.toml', environment: 'production', handover: [], changes: READS_LISTS },
  {
    name: 'the edge with a Secrets Store',
    file: 'wrangler.toml',
    environment: 'production',
    handover: [...WITHOUT_LISTS, ...FROM_STORE],
    changes: STORE_BINDING,
  },
  { name: 'the refresher', file: 'wrangler.refresh-ranges.toml', environment: 'production', handover: [], changes: [] },
]

/** What Terraform decides; all else is the file's. */
const FILLED = ['name', 'account_id', 'routes', 'triggers', 'vars', 'kv_namespaces', 'secrets', 'secrets_store_secrets']
/** Where a configuration was read, and which others its file has: that is another one for a file of one environment. */
const PLACE = ['configPath', 'userConfigPath', 'topLevelName', 'definedEnvironments', 'targetEnvironment', 'dev']

function without(names: readonly string[], table: object): object {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)))
}

/** wrangler builds the Worker each time, and is some seconds in starting. */
describe('what `ipseal wrangler` prints', { timeout: 180_000 }, () => {
  test.each(cases)(
    'is what wrangler deploys: $name, $environment',
    async ({ file, environment, handover, changes }) => {
      const folder = linkCheckout()
      copyChanged(folder, file, changes)
      const given = applyPatch(vectors.handover, handover)
      const args = ['wrangler', '--outputs', '-', '--config', file, '--environment', environment]
      const printed = await runCli(args, { cwd: folder, stdin: JSON.stringify(given) })
      expect(printed).toMatchObject({ code: 0 })
      const flat = `wrangler.${environment}.json`
      writeFileSync(join(folder, flat), printed.stdout)

      const filled = await readAsWrangler({ config: join(folder, flat) })
      const own = await readAsWrangler({ config: join(folder, file), env: environment })
      expect(without([...FILLED, ...PLACE], filled)).toEqual(without([...FILLED, ...PLACE], own))

      const outdir = join(folder, 'out')
      const deploy = ['deploy', '--dry-run', '--config', flat, '--outdir', outdir]
      const { code, text } = await runCommand(folder, 'wrangler', deploy)
      expect({ code, warns: /warning|unexpected/i.test(text) }, text).toEqual({ code: 0, warns: false })
      const worker = given.workers[file === 'wrangler.toml' ? 'edge' : 'refresh-ranges']
      for (const { binding, id } of worker.kv_namespaces)
        expect(text).toMatch(new RegExp(`env\\.${binding} \\(${id}\\)`))
      for (const name of Object.keys(worker.vars)) expect(text).toContain(`env.${name} (`)
      expect(readdirSync(outdir).some((name) => name.endsWith('.mjs'))).toBe(true)
    },
  )
})
