import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/fault-list.ts'
import { fillWrangler } from '../../src/config/fill-wrangler.ts'
import { readHandover } from '../../src/config/handover.ts'
import type { WorkerKind } from '../../src/config/handover-schema.ts'
import vectors from '../vectors/wrangler-handover.json' with { type: 'json' }
import { applyPatch, type PatchStep } from './apply-patch.ts'

type Change = { readonly handover?: readonly PatchStep[]; readonly file?: readonly PatchStep[] }

async function fill(kind: WorkerKind, { handover = [], file = [] }: Change = {}) {
  const given = readHandover(JSON.stringify(applyPatch(vectors.handover, handover)))
  const standing = kind === 'edge' ? vectors.file : vectors.refreshFile
  return await fillWrangler(applyPatch(standing, file), { environment: 'production', kind, handover: given })
}

async function faultsOf(run: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await run()
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults.map(({ code, path }) => `${code} ${path}`)
  }
}

describe('what Terraform hands over', () => {
  test.each(vectors.unreadable)('is not read with $name', async ({ handover, faults }) => {
    expect(await faultsOf(() => fill('edge', { handover }))).toEqual(faults)
  })

  test.each(vectors.refused)('is not filled into a file with $name', async ({ handover, file, faults }) => {
    expect(await faultsOf(() => fill('edge', { handover, file }))).toEqual(faults)
  })

  test.each(vectors.refreshRefused)(
    'is not filled into the refresher with $name',
    async ({ handover, file, faults }) => {
      expect(await faultsOf(() => fill('refresh-ranges', { handover, file }))).toEqual(faults)
    },
  )

  test('replaces what stands for it in the file, and nothing else', async () => {
    const { edge } = vectors.handover.workers
    const { name: _name, env, vars: _vars, kv_namespaces: _kv, secrets, ...top } = vectors.file
    expect(await fill('edge')).toEqual({
      ...top,
      name: 'ipseal-production',
      account_id: vectors.handover.account_id,
      routes: edge.routes,
      triggers: { crons: [] },
      vars: { ...edge.vars, IPSEAL_CONFIG: env.production.vars.IPSEAL_CONFIG },
      kv_namespaces: edge.kv_namespaces,
      secrets,
      secrets_store_secrets: [],
    })
  })

  test('says when the refresher runs', async () => {
    expect(await fill('refresh-ranges')).toMatchObject({ triggers: { crons: ['17 * * * *'] }, routes: [] })
  })

  test('shows nothing of a private key', async () => {
    const secret = 'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu'
    const keys = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', kid: 'a', d: secret }] })
    const handover = [{ op: 'replace', path: '/workers/edge/vars/IPSEAL_JWKS', value: keys }]
    await expect(fill('edge', { handover })).rejects.not.toThrow(secret)
  })
})
