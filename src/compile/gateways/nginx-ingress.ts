import { appOf } from '../../topology/app-of.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, CompiledFile, Note } from '../compiled.ts'
import { endsAtLoadBalancer, PLAIN_BEHIND_443 } from '../kubernetes/ends-at-load-balancer.ts'
import { certificateName } from '../kubernetes/gateway-api.ts'
import { gatewayLock } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { Manifest } from '../kubernetes/metadata.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { because } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { ASKING_CONTRACT } from './nginx/asking-contract.ts'
import { controllerConfig } from './nginx/nginx-ingress/controller-config.ts'
import { EVERY_HOST, familyNotes, LIMITS_BEFORE_ASKING, LOCK_REASON, verifierFirst } from './nginx/notes.ts'
import { refuseNative, refusePassthrough, refuseSending } from './nginx/refuse.ts'

/** F5's controller without NGINX Plus: it asks the verifier service by snippets of its own ConfigMap. */
export const NGINX_INGRESS: GatewayTarget = {
  kind: 'gateway',
  name: 'nginx-ingress',
  title: 'F5 NGINX Ingress Controller 5.x without Plus: asks the verifier service',
  compile,
}

/** As its manifests name them; the chart names them after the release. */
const NAMESPACE = 'nginx-ingress'
const CONFIG_MAP = 'nginx-config'
const POD_LABELS = { 'app.kubernetes.io/name': 'nginx-ingress' }

function compile(input: GatewayInput): Compiled {
  const { topology, entrance, hop } = input
  refusePassthrough(input)
  refuseSending(input)
  refuseNative(input)
  refuseAnyHost(input)
  const isAsking = hop.verifies === 'forward-auth'
  const lock = gatewayLock(input, {
    podLabels: POD_LABELS,
    namespace: NAMESPACE,
    ports: [80, 443],
    reason: LOCK_REASON,
  })
  const notes = [NAMES, EVERY_HOST, LIMITS_BEFORE_ASKING, JWT_IS_PLUS, ...familyNotes(entrance), ...lock.notes]
  return {
    files: [
      manifestFile('config-map.yaml', [configMap(input)]),
      manifestFile(
        'virtual-server.yaml',
        topology.hosts.map((host, i) => virtualServer(input, host, i)),
      ),
      ...lock.files,
      ...serviceValues(input),
      ...(isAsking ? [verifierDocument(topology, askedOverHttp('nginx'))] : []),
    ],
    notes: isAsking ? [...notes, verifierFirst(topology)] : notes,
    contract: isAsking ? ASKING_CONTRACT : undefined,
  }
}

function configMap(input: GatewayInput): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CONFIG_MAP, namespace: NAMESPACE },
    data: controllerConfig(input),
  }
}

function virtualServer({ topology, hop, entrance }: GatewayInput, host: string, i: number): Manifest {
  const { service, port } = appOf(topology)
  const { name, namespace } = topology
  const secret = because('Yours to make: its key is no part of what is compiled.', certificateName(topology))
  const proxy = { upstream: 'application', requestHeaders: { set: hop.verifies === 'none' ? undefined : OWN_WORDS } }
  return {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'VirtualServer',
    metadata: { name: i === 0 ? name : `${name}-${i + 1}`, namespace },
    spec: {
      ingressClassName: 'nginx',
      host,
      tls: entrance.isDecrypted ? undefined : { secret },
      upstreams: [{ name: 'application', service, port }],
      routes: [{ path: '/', action: { proxy: hop.verifies === 'none' ? { upstream: 'application' } : proxy } }],
    },
  }
}

const OWN_WORDS = because(
  'Takes the controller’s own lines away, with the chain whose left end the client wrote; the snippet writes the verified address instead. internal/configs/version2/nginx.virtualserver.tmpl',
  [
    { name: 'X-Forwarded-For', value: '' },
    { name: 'X-Real-IP', value: '' },
  ],
)

/** Every VirtualServer and every rule of an Ingress has to name one (internal/k8s/validation.go, v5.5.4). */
function refuseAnyHost({ topology }: GatewayInput): void {
  if (!topology.hosts.includes('*')) return
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: 'hosts',
    rule: 'nginx-ingress serves hosts that are named, and no "*"',
    received: '"*"',
    nextStep: 'Name them: "hosts": ["app.example.com"]',
  })
}

/** Of the chart: the Service is its own. */
function serviceValues(input: GatewayInput): readonly CompiledFile[] {
  if (input.service === undefined) return []
  const httpsPort = because(PLAIN_BEHIND_443, { targetPort: 80 })
  const service = { ...input.service, ...(endsAtLoadBalancer(input) && { httpsPort }) }
  const head = 'For helm upgrade --values: what the load balancer in front wants of the controller’s Service.'
  return [{ path: 'values.yaml', text: writeYaml([{ head, value: { controller: { service } } }]) }]
}

const NAMES: Note = {
  kind: 'step',
  text: `The names are those of the controller’s own manifests (-nginx-configmaps=${NAMESPACE}/${CONFIG_MAP}): a ConfigMap of another name is ignored without a word. With Helm put the same keys into controller.config.entries. Snippets of the ConfigMap need no -enable-snippets; leave that off, or whoever may write an Ingress can undo them.`,
  source: 'https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/',
}

const JWT_IS_PLUS: Note = {
  kind: 'limit',
  text: 'The JWT policy needs NGINX Plus, so the verifier service is asked.',
  source:
    'https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/#jwt-using-local-kubernetes-secret',
}
