import { describe, expect, test } from 'vitest'
import { compileReferences } from '../../../tools/references/compile-references.ts'
import { readReferences } from '../../../tools/references/read-references.ts'
import { manifestsOf } from '../../../tools/references/write-kustomization.ts'
import { ROOT } from '../../cli/run-cli.ts'
import { readDocuments } from '../read-yaml.ts'
import { manifestFaults } from './check-manifest.ts'
import { renameFields } from './rename-fields.ts'

const manifests = compileReferences(readReferences(ROOT)).flatMap(({ folder, compiled }) => {
  return manifestsOf(compiled.files).map(({ path, text }) => {
    return { at: `${folder}/${path}`, documents: readDocuments(text) }
  })
})

describe('a compiled manifest', () => {
  test('is there for every topology with a Kubernetes product', () => {
    expect(manifests.length).toBeGreaterThan(0)
  })

  test.each(manifests)('has no field that its kind does not know: $at', ({ documents }) => {
    expect(documents.flatMap(manifestFaults)).toEqual([])
  })

  test.each(manifests)('fails with a typo in any of its fields: $at', ({ documents }) => {
    const renamed = documents.flatMap(renameFields)
    const missed = renamed.filter(({ manifest }) => !isRefused(manifest))
    expect({ missed: missed.map(({ path }) => path) }).toEqual({ missed: [] })
  })
})

describe('the check of manifests', () => {
  test.each([
    {
      name: 'a kind that nobody knows',
      manifest: { apiVersion: 'v1', kind: 'Servic', metadata: { name: 'a' } },
      want: 'no schema for v1 Servic',
    },
    {
      name: 'a version that the kind has not',
      manifest: { apiVersion: 'v2', kind: 'Service', metadata: { name: 'a' } },
      want: 'no schema for v2 Service',
    },
    {
      name: 'a name in upper case',
      manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'Shop' } },
      want: 'metadata.name',
    },
    {
      name: 'an annotation that is no text',
      manifest: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'a', annotations: { 'proxy.istio.io/config': true } },
      },
      want: 'metadata.annotations.proxy.istio.io/config: Invalid input: expected string',
    },
    {
      name: 'a policy of a Service that is none',
      manifest: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'a' },
        spec: { externalTrafficPolicy: 'local' },
      },
      want: 'spec.externalTrafficPolicy',
    },
    {
      name: 'a block without its length',
      manifest: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'a' },
        spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.16.0' } }] }] },
      },
      want: 'ipBlock.cidr',
    },
    {
      name: 'an annotation that no controller reads',
      manifest: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'a', annotations: { 'load-balancer.hetzner.cloud/use-proxyprotocol': 'true' } },
      },
      want: 'no controller reads this',
    },
    {
      name: 'the escaped JSON for Istio that one of the articles shows',
      manifest: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'a',
          annotations: { 'proxy.istio.io/config': '{\\"gatewayTopology\\": {\\"proxyProtocol\\": {}}}' },
        },
      },
      want: 'proxy.istio.io/config',
    },
  ])('refuses $name', ({ manifest, want }) => {
    expect(manifestFaults(manifest).join('\n')).toContain(want)
  })

  test('reads a plain on as a boolean, as Kubernetes does', () => {
    const [manifest] = readDocuments('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { enabled: on }\n')
    expect(manifestFaults(manifest)).toEqual([
      'ConfigMap data.enabled: Invalid input: expected string, received boolean',
    ])
  })
})

function isRefused(manifest: unknown): boolean {
  try {
    return manifestFaults(manifest).length > 0
  } catch {
    // Without its kind it is none.
    return true
  }
}
