import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../cli/run-cli.ts'
import { at, readDocuments } from '../../compile/read-yaml.ts'
import { createCertificate } from '../../origin/certificate.ts'
import { findKustomize } from '../kubernetes/kustomize.ts'
import { findEgctl } from './envoy-gateway/find-egctl.ts'
import { translate } from './envoy-gateway/translate.ts'

const FOLDER = join(ROOT, 'infra/kubernetes/overlays')
const overlays = readdirSync(FOLDER).filter((name) => name.includes('-'))
const egctl = findEgctl()
const kustomize = await findKustomize()
const missing = [egctl, kustomize].flatMap((found) => ('missing' in found ? [found.missing] : []))
const reason = missing.length === 0 ? '' : ` (skipped: ${missing.join('; ')})`

const certificate = createCertificate('shop.example.com', 'origin.example.com')
/** What Envoy Gateway reads of an overlay; it takes the rest for faults. */
const READ = /^(?:Gateway|GatewayClass|EnvoyProxy|HTTPRoute|ClientTrafficPolicy|SecurityPolicy|ReferenceGrant)$/
const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** What the overlay expects beside it, in the namespace of the path. */
const beside: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'shop-tls', namespace: 'shop' },
    data: { 'tls.crt': base64(certificate.cert), 'tls.key': base64(certificate.key) },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: { clusterIP: '192.0.2.10', ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }] },
  },
]

describe.skipIf(missing.length > 0).each(overlays)(`Envoy Gateway and the overlay %s${reason}`, (overlay) => {
  const translated = async (edit: (text: string) => string = (text) => text) => {
    if ('missing' in egctl || 'missing' in kustomize) throw new Error(reason)
    const documents = readDocuments(await kustomize.render(join(FOLDER, overlay)))
    const read = documents.filter((document) => READ.test(String(at(document, 'kind'))))
    const text = edit(read.map((document) => JSON.stringify(document)).join('\n---\n'))
    const compiled = { files: [{ path: 'overlay.yaml', text }], notes: [], contract: undefined }
    return await translate(egctl.path, compiled, { certificate, others: beside })
  }

  test('agree on every object, on the port of the target group, and on whom to ask', async () => {
    const { verdicts, listeners, clusters } = await translated()
    expect(verdicts.length).toBeGreaterThan(5)
    expect(verdicts.filter(({ condition }) => !condition.endsWith(' True'))).toEqual([])
    expect(JSON.stringify(listeners)).toContain('"portValue":10443')
    expect(JSON.stringify(listeners)).toContain('envoy.filters.listener.proxy_protocol')
    expect(clusters.map(({ name }) => name)).toContainEqual(expect.stringContaining('extauth'))
  })

  test('disagree where the verifier’s namespace grants nothing', async () => {
    const { verdicts } = await translated((text) =>
      text.replace('"namespace":"shop"}],"to"', '"namespace":"other"}],"to"'),
    )
    expect(verdicts.filter(({ condition }) => condition.endsWith(' False'))).not.toEqual([])
  })
})
