import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { readTopology } from '../../src/topology/index.ts'
import { ROOT } from '../cli/run-cli.ts'
import { at, listOf } from '../compile/read-yaml.ts'

const textAt = (path: string): string => readFileSync(join(ROOT, 'infra', path), 'utf8')

const overlays = [
  { overlay: 'cloudflare-to-eks', topology: 'cloudflare-to-eks', kids: undefined },
  { overlay: 'cloudfront-to-eks', topology: 'cloudfront-to-eks', kids: ['2026-11'] },
  {
    overlay: 'cloudflare-and-cloudfront',
    topology: 'cloudflare-to-eks',
    kids: ['cloudflare-2026-11', 'cloudfront-2026-11'],
  },
]

describe.each(overlays)('the verifier of $overlay', ({ overlay, topology, kids }) => {
  const folder = `kubernetes/overlays/${overlay}`
  const { document, warnings } = readVerifierDocument(textAt(`${folder}/ipseal.verifier.json`))

  test('expects what the gateway in front of it was compiled for', () => {
    const { assertion, exempt } = readTopology(textAt(`topologies/${topology}.json`)).topology
    const { issuer, audience, bind } = assertion
    expect(document).toMatchObject({ issuer, audience, bind, exempt, mode: 'enforce' })
    expect(warnings).toEqual([])
  })

  test('listens where the gateway asks and the kubelet probes, and nowhere else', () => {
    expect(document.listen).toMatchObject({ extAuthz: { port: 9090 }, health: { port: 8081 } })
    expect(document.listen.forwardAuth).toBeUndefined()
  })

  test(
    kids === undefined
      ? 'fetches the key set by a name that the Worker serves'
      : 'has a key set with a key of each edge',
    () => {
      if (kids === undefined) {
        const [host = ''] = readTopology(textAt(`topologies/${topology}.json`)).topology.hosts
        expect(document.jwks).toBe(`https://${host}/.well-known/ipseal/jwks.json`)
        return
      }
      const keys = listOf(at(JSON.parse(textAt(`${folder}/${document.jwks}`)), 'keys'))
      expect(keys.map((key) => at(key, 'kid'))).toEqual(kids)
      expect(publicJwks(keys).keys).toEqual(keys)
    },
  )
})

test('the two edges that stand side by side seal for one origin, in one name', () => {
  const [both, cloudflare, cloudfront] = ['cloudflare-and-cloudfront', 'cloudflare-to-eks', 'cloudfront-to-eks'].map(
    (name) => readVerifierDocument(textAt(`kubernetes/overlays/${name}/ipseal.verifier.json`)).document,
  )
  for (const one of [cloudflare, cloudfront]) {
    expect({ issuer: one?.issuer, audience: one?.audience }).toEqual({ issuer: both?.issuer, audience: both?.audience })
  }
})
