import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCommand } from '../../../tools/run-command.ts'

test.each(['staging', 'production'])(
  'wrangler would deploy the Worker to %s without a warning',
  async (environment) => {
    const outdir = mkdtempSync(join(tmpdir(), 'ipseal-deploy-'))
    onTestFinished(() => rmSync(outdir, { recursive: true }))
    Object.assign(process.env, { WRANGLER_SEND_METRICS: 'false' })
    const args = ['deploy', '--dry-run', '--outdir', outdir, '--env', environment]
    const { code, text } = await runCommand(resolve('.'), 'wrangler', args)
    expect(code).toBe(0)
    expect(text).not.toMatch(/warning|unexpected/i)
    expect(['IPSEAL_CONFIG', 'IPSEAL_JWKS'].filter((name) => text.includes(`env.${name} (`))).toHaveLength(2)
    expect(readdirSync(outdir)).toContain('cloudflare-worker.mjs')
  },
)
