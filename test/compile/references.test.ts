import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TARGETS } from '../../src/compile/targets.ts'
import { GATEWAYS } from '../../src/topology/products.ts'
import { compareReferences } from '../../tools/references/compare-references.ts'
import { compileReferences } from '../../tools/references/compile-references.ts'
import { readReferences } from '../../tools/references/read-references.ts'
import { makeFolder, ROOT } from '../cli/run-cli.ts'

const METALLB = 'infra/kubernetes/load-balancers/metallb'

describe('what is compiled of infra/topologies', () => {
  test('is in step: after `npm run compile:references` no file is left to write or to remove', () => {
    const { write, remove } = compareReferences(ROOT)
    expect({ outOfStep: write.map(({ path }) => path), stale: remove }).toEqual({ outOfStep: [], stale: [] })
  })

  test('covers every gateway and load balancer that can be compiled', () => {
    const covered = new Set(compileReferences(readReferences(ROOT)).map(({ target }) => target.name))
    const missing = TARGETS.filter((target) => target.kind !== 'path' && !covered.has(target.name))
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  test('has a path for every gateway that a topology may name', () => {
    const named = readReferences(ROOT).flatMap(({ input }) => input.topology.hops)
    const gateways = new Set(named.flatMap((hop) => (hop.kind === 'gateway' ? [hop.product] : [])))
    expect([...gateways].sort()).toEqual(Object.keys(GATEWAYS).sort())
  })

  test('holds no private key', () => {
    const keys = readReferences(ROOT).flatMap(({ input }) => input.jwks.keys)
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']))
  })
})

describe('the check whether it is in step', () => {
  test('names a file that was changed by hand, one that is missing, and one that nothing compiles to', () => {
    const root = makeFolder()
    for (const folder of ['infra', 'docs']) cpSync(join(ROOT, folder), join(root, folder), { recursive: true })
    appendFileSync(join(root, METALLB, 'service.yaml'), '# by hand\n')
    rmSync(join(root, METALLB, 'kustomization.yaml'))
    mkdirSync(join(root, 'infra/gateways/gone'), { recursive: true })
    writeFileSync(join(root, 'infra/gateways/gone/nginx.conf'), '')
    const { write, remove } = compareReferences(root)
    expect({ write: write.map(({ path }) => path), remove }).toEqual({
      write: [`${METALLB}/kustomization.yaml`, `${METALLB}/service.yaml`],
      remove: ['infra/gateways/gone/nginx.conf'],
    })
  })

  test('keeps what stands below the line in a page', () => {
    const root = makeFolder()
    for (const folder of ['infra', 'docs']) cpSync(join(ROOT, folder), join(root, folder), { recursive: true })
    appendFileSync(join(root, METALLB, 'README.md'), '\nBy hand.\n')
    expect(compareReferences(root)).toEqual({ write: [], remove: [] })
  })
})
