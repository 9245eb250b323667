import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CompileError, compile } from '../../src/compile/index.ts'
import { sha256 } from '../../src/compile/platforms/sha256.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { checkWranglerConfig } from '../../tools/gates/wrangler-config.ts'
import { findInstalled } from '../live/kubernetes/go-tool.ts'
import vectors from '../vectors/path-targets.json' with { type: 'json' }
import { JWKS, topologyOf } from './topology-of.ts'

/** The files of a target by their path. */
function filesOf(target: string, parts: object): ReadonlyMap<string, string> {
  const { files } = compile({ topology: topologyOf(parts), jwks: JWKS }, target)
  return new Map(files.map(({ path, text }) => [path, text]))
}

function faultOf(target: string, parts: object) {
  try {
    filesOf(target, parts)
    return undefined
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const { code, path, rule, nextStep } = error
    return { code, path, isExplained: rule !== undefined && nextStep !== undefined }
  }
}

describe.each(vectors.refused)('$target', ({ target, parts, code, path }) => {
  test(`is refused with ${code} at ${path}`, () => {
    expect(faultOf(target, parts)).toEqual({ code, path, isExplained: true })
  })
})

describe('wrangler', () => {
  test.each(vectors.wrangler)('is given the document of the edge: $name', ({ parts, document }) => {
    expect(JSON.parse(filesOf('wrangler', parts).get('ipseal.config.json') ?? '')).toMatchObject(document)
  })

  test.each(vectors.wrangler)('compiles a document that has no fault and no warning: $name', ({ parts }) => {
    expect(readConfig(filesOf('wrangler', parts).get('ipseal.config.json') ?? '').warnings).toEqual([])
  })

  test.each(vectors.wrangler)('is an environment that the project’s own checks take: $name', async ({ parts }) => {
    const root = mkdtempSync(join(tmpdir(), 'ipseal-wrangler-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const environment = filesOf('wrangler', parts).get('wrangler.env.toml') ?? ''
    copyFileSync('wrangler.refresh-ranges.toml', join(root, 'wrangler.refresh-ranges.toml'))
    writeFileSync(join(root, 'wrangler.toml'), `${readFileSync('wrangler.toml', 'utf8')}\n${environment}`)
    expect(await checkWranglerConfig({ root, scratch: root })).toMatchObject({ ok: true, count: 5, output: '' })
  })

  test('holds settings that the Worker starts with, and the key set', async () => {
    const [{ parts } = { parts: {} }] = vectors.wrangler
    const text = filesOf('wrangler', parts).get('wrangler.env.toml') ?? ''
    const [settings = '', jwks = ''] = [...text.matchAll(/'''\n(.*)'''/g)].map(([, value]) => value ?? '')
    expect(await readSettings(settings)).toMatchObject({ issuer: 'https://edge.example.com', audience: 'origin-prod' })
    expect(JSON.parse(jwks)).toEqual(JWKS)
  })

  test('names secrets, and tells where each is set', () => {
    const [, { parts } = { parts: {} }] = vectors.wrangler
    const { files, notes } = compile({ topology: topologyOf(parts), jwks: JWKS }, 'wrangler')
    const said = notes.map(({ text }) => text).join('\n')
    const secrets = [...(files[1]?.text ?? '').matchAll(/"(IPSEAL_[A-Z_]+)"/g)].map(([, name]) => name ?? '')
    expect(secrets).toEqual(['IPSEAL_SIGNING_KEY', 'IPSEAL_SECRET_CLOUDFRONT_PROOF'])
    expect(secrets.filter((secret) => !said.includes(secret))).toEqual([])
  })

  test('marks settings as Web Crypto and Node would', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
      }),
    )
    const lengths = Array.from({ length: 200 }, (_, i) => 'a'.repeat(i))
    expect(lengths.filter((text) => sha256(text) !== createHash('sha256').update(text).digest('hex'))).toEqual([])
  })
})

describe('app', () => {
  test.each(vectors.app)('is a document that the verifier takes: $name', ({ parts, document, absent }) => {
    const text = filesOf('app', parts).get('ipseal.verifier.json') ?? ''
    expect(readVerifierDocument(text)).toMatchObject({ document, warnings: [] })
    if (absent !== undefined) expect(text).not.toContain(`"${absent}"`)
  })
})

const terraform = findInstalled('terraform')

describe('terraform', () => {
  test.each(vectors.terraform)('is given the facts of a path: $name', ({ parts, contains }) => {
    const text = filesOf('terraform', parts).get('ipseal.auto.tfvars') ?? ''
    expect(contains.filter((line) => !text.includes(line))).toEqual([])
  })

  test.each(vectors.terraform)('has the same variables whatever the path is: $name', ({ parts }) => {
    const text = filesOf('terraform', parts).get('ipseal.auto.tfvars') ?? ''
    expect([...text.matchAll(/^([a-z0-9_]+) = /gm)].map(([, name]) => name)).toEqual(vectors.variables)
  })

  test('lets no value begin a template', () => {
    const { audience, line } = vectors.template
    const assertion = { issuer: 'https://edge.example.com', audience, jwks: 'jwks.json' }
    const text = filesOf('terraform', { path: 'cloudflare -> metallb -> istio -> app', assertion })
    expect(text.get('ipseal.auto.tfvars')).toContain(line)
  })

  const skipped = terraform === undefined ? ' (skipped: terraform is not installed)' : ''
  test.skipIf(terraform === undefined).each(vectors.terraform)(
    `is as terraform fmt leaves it: $name${skipped}`,
    ({ parts }) => {
      const input = filesOf('terraform', parts).get('ipseal.auto.tfvars') ?? ''
      expect(
        execFileSync(terraform ?? '', ['fmt', '-'], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }),
      ).toBe(input)
    },
  )
})
