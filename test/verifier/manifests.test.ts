import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { ROOT } from '../cli/run-cli.ts'
import { readDocuments } from '../compile/read-yaml.ts'

const FOLDER = join(ROOT, 'infra/kubernetes/verifier')
const LABELS = { 'app.kubernetes.io/name': 'ipseal-verifier' }
const NOBODY = 65_532

type Port = {
  readonly name?: string
  readonly port?: number | string
  readonly targetPort?: string
  readonly containerPort?: number
}
type Selector = { readonly matchLabels?: object }
type Container = {
  readonly image: string
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly ports: readonly Port[]
  readonly securityContext: object
  readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } }
  readonly volumeMounts: readonly { readonly mountPath: string; readonly readOnly: boolean }[]
} & Readonly<
  Record<
    'startupProbe' | 'livenessProbe' | 'readinessProbe',
    { readonly httpGet: { readonly path: string; readonly port: string } }
  >
>
type Pod = {
  readonly terminationGracePeriodSeconds: number
  readonly automountServiceAccountToken: boolean
  readonly securityContext: object
  readonly topologySpreadConstraints: readonly { readonly labelSelector: Selector }[]
  readonly containers: readonly [Container]
}

// Sound: these are the manifests beside this test, in the shape that Kubernetes wants, which a live test checks.
type Manifest = {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly selector?: Selector
    readonly podSelector?: Selector
    readonly ports?: readonly Port[]
    readonly ingress?: readonly { readonly from: readonly object[]; readonly ports: readonly Port[] }[]
    readonly replicas?: number
    readonly template?: { readonly metadata: { readonly labels: object }; readonly spec: Pod }
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string }
    readonly minReplicas?: number
  }
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
const manifests = files.flatMap((name) =>
  readDocuments(readFileSync(join(FOLDER, name), 'utf8')),
) as readonly Manifest[]
const ofKind = (kind: string): readonly Manifest[] => manifests.filter((manifest) => manifest.kind === kind)
const template = ofKind('Deployment')[0]?.spec.template
const container = template?.spec.containers[0]
const portNames = container?.ports.map(({ name = '' }) => name) ?? []
const { document, warnings } = readVerifierDocument(readFileSync(join(FOLDER, 'ipseal.verifier.json'), 'utf8'))
const dockerfile = readFileSync(join(ROOT, 'infra/container/verifier.Dockerfile'), 'utf8')

describe('the manifests of the verifier service', () => {
  test('are all there, and kustomize knows each', () => {
    const [kustomization] = readDocuments(readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8')) as readonly {
      readonly resources: string[]
    }[]
    expect(kustomization?.resources.toSorted()).toEqual(files.toSorted())
    expect(manifests.map(({ kind }) => kind).toSorted()).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'Service',
      'ServiceAccount',
    ])
  })

  test('select these pods and no others, for an empty selector is everything', () => {
    expect(template?.metadata.labels).toEqual(LABELS)
    const ofLabels = manifests.flatMap(({ kind, spec }) => {
      if (kind === 'Service') return [spec.selector]
      return [spec?.selector, spec?.podSelector].flatMap((selector) => (selector ? [selector.matchLabels] : []))
    })
    const spread = template?.spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels) ?? []
    expect(ofLabels).toHaveLength(5)
    expect(spread).toHaveLength(2)
    for (const selected of [...ofLabels, ...spread]) expect(selected).toEqual(LABELS)
  })

  test('open the ports of the document, and name no other', () => {
    expect(warnings).toEqual([])
    const { forwardAuth, extAuthz, health } = document.listen
    const wanted = { 'forward-auth': forwardAuth?.port, 'ext-authz': extAuthz?.port, health: health?.port }
    const open = container?.ports.map(({ name, containerPort }) => [name, containerPort]) ?? []
    expect(Object.fromEntries(open)).toEqual(wanted)
    const targets = ofKind('Service').flatMap(({ spec }) => spec.ports?.map(({ targetPort = '' }) => targetPort) ?? [])
    const allowed = ofKind('NetworkPolicy').flatMap(({ spec }) => spec.ingress?.flatMap(({ ports }) => ports) ?? [])
    expect(targets.toSorted()).toEqual(['ext-authz', 'forward-auth'])
    expect(allowed.map(({ port }) => String(port)).toSorted()).toEqual(portNames.toSorted())
    for (const { spec } of ofKind('NetworkPolicy'))
      for (const { from } of spec.ingress ?? []) expect(from.length).toBeGreaterThan(0)
  })

  test('ask the health port, each for what it is for', () => {
    const asked = (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).map(
      (name) => container?.[name].httpGet,
    )
    expect(asked).toEqual(['/healthz', '/healthz', '/readyz'].map((path) => ({ path, port: 'health' })))
  })

  test('wait for longer than a drain takes', () => {
    const before = container?.lifecycle.preStop.sleep.seconds ?? 0
    const grace = template?.spec.terminationGracePeriodSeconds ?? 0
    expect(before).toBeGreaterThan(0)
    expect(grace).toBeGreaterThan(before + document.limits.drainSeconds)
  })

  test('run it as nobody, with nothing to write to and nothing to call Kubernetes with', () => {
    expect(template?.spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: NOBODY,
      runAsGroup: NOBODY,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(template?.spec.automountServiceAccountToken).toBe(false)
    expect(container?.volumeMounts.map(({ readOnly }) => readOnly)).toEqual([true])
  })

  test('leave the number of pods to the autoscaler, which keeps two', () => {
    const [autoscaler] = ofKind('HorizontalPodAutoscaler')
    const [deployment] = ofKind('Deployment')
    expect(deployment?.spec.replicas).toBeUndefined()
    expect(autoscaler?.spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: deployment?.metadata.name })
    expect(autoscaler?.spec.minReplicas).toBe(2)
  })

  test('hand over the document where the container looks for it', () => {
    const path = container?.env.find(({ name }) => name === 'IPSEAL_VERIFIER_CONFIG')?.value
    expect(path).toBe('/etc/ipseal/ipseal.verifier.json')
    expect(container?.volumeMounts[0]?.mountPath).toBe('/etc/ipseal')
    expect(container?.env).toHaveLength(1)
  })
})

// There is no container engine here: the file is read, and the program that it starts is what test/live/verifier starts.
describe('the container file of the verifier service', () => {
  const instructions = dockerfile
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const those = (name: string): readonly string[] =>
    instructions.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))

  test('builds on the version of Node that the tests run on, by its full number', () => {
    expect(those('FROM')).toEqual([`node:${process.versions.node}-bookworm-slim`])
  })

  test('runs nothing while it is built, and takes in nothing but what is deployed', () => {
    expect(those('RUN')).toEqual([])
    expect(those('COPY')).toEqual(['--chown=root:root --chmod=0444 dist/functions/verifier.mjs LICENSE ./'])
    const ignored = readFileSync(join(ROOT, 'infra/container/verifier.Dockerfile.dockerignore'), 'utf8')
    expect(ignored).toBe('*\n!LICENSE\n!dist/functions/verifier.mjs\n')
  })

  test('starts as the user that the manifests name, without a shell, and unable to write', () => {
    expect(those('USER')).toEqual([`${NOBODY}:${NOBODY}`])
    const [entrypoint = ''] = those('ENTRYPOINT')
    expect(JSON.parse(entrypoint)).toEqual(['node', '--permission', '--allow-fs-read=*', '/opt/ipseal/verifier.mjs'])
    expect([...those('CMD'), ...those('SHELL'), ...those('VOLUME')]).toEqual([])
  })

  test('says the ports that the manifests open', () => {
    const ports = container?.ports.map(({ containerPort }) => String(containerPort)) ?? []
    expect(those('EXPOSE').flatMap((line) => line.split(' '))).toEqual(ports.toSorted())
  })
})
