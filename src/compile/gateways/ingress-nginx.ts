import { appOf } from '../../topology/app-of.ts'
import type { Compiled, CompiledFile, Note } from '../compiled.ts'
import { askingContract, byLine } from '../contract.ts'
import { endsAtLoadBalancer, PLAIN_BEHIND_443 } from '../kubernetes/ends-at-load-balancer.ts'
import { certificateName } from '../kubernetes/gateway-api.ts'
import { gatewayLock } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { Manifest } from '../kubernetes/metadata.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { verifierAddress } from '../verifier-service.ts'
import { because, type Plain } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import type { ANNOTATION_KEYS } from './nginx/ingress-nginx/annotation-keys.ts'
import { controllerConfig } from './nginx/ingress-nginx/controller-config.ts'
import type { Keyed } from './nginx/keyed.ts'
import { EVERY_HOST, familyNotes, LIMITS_BEFORE_ASKING, LOCK_REASON, verifierFirst } from './nginx/notes.ts'
import { refuseNative, refusePassthrough, refuseSending } from './nginx/refuse.ts'

/** The controller of the Kubernetes project, retired in March 2026: it asks the verifier service by its annotations. */
export const INGRESS_NGINX: GatewayTarget = {
  kind: 'gateway',
  name: 'ingress-nginx',
  title: 'ingress-nginx (retired March 2026): asks the verifier service',
  compile,
}

/** As its manifests and its chart name them, in a release called ingress-nginx. */
const NAMESPACE = 'ingress-nginx'
const CONFIG_MAP = 'ingress-nginx-controller'
const REMOVALS = 'ipseal-removed-headers'
const POD_LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' }

function compile(input: GatewayInput): Compiled {
  const { topology, entrance, hop } = input
  refusePassthrough(input)
  refuseSending(input)
  refuseNative(input)
  const isAsking = hop.verifies === 'forward-auth'
  const lock = gatewayLock(input, {
    podLabels: POD_LABELS,
    namespace: NAMESPACE,
    ports: [80, 443],
    reason: LOCK_REASON,
  })
  const notes = [
    RETIRED,
    HELM,
    EVERY_HOST,
    LIMITS_BEFORE_ASKING,
    OWN_FORWARDED,
    ...familyNotes(entrance),
    ...lock.notes,
  ]
  return {
    files: [
      manifestFile('config-map.yaml', [configMap(input), removals(isAsking)]),
      manifestFile('ingress.yaml', [ingress(input)]),
      ...lock.files,
      ...serviceValues(input),
      ...(isAsking ? [verifierDocument(topology, askedOverHttp('nginx'))] : []),
    ],
    notes: isAsking ? [...notes, verifierFirst(topology)] : notes,
    contract: isAsking ? CONTRACT : undefined,
  }
}

const CONTRACT = askingContract({
  'missing-refused': byLine('auth-url, which refuses what the service does, and 500 while it is away'),
  'outputs-removed': byLine('proxy-set-headers: an empty X-Client-IP in every location'),
  'aliases-removed': byLine('enable-underscores-in-headers false and ignore-invalid-headers true'),
})

function configMap(input: GatewayInput): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CONFIG_MAP, namespace: NAMESPACE },
    data: controllerConfig(input.entrance, `${NAMESPACE}/${REMOVALS}`),
  }
}

/** An empty line takes the client’s copy away, and leaves the one that stands beside it with a value. */
function removals(isAsking: boolean): Manifest {
  const assertion = isAsking ? because('Whoever reads an assertion can send it until it ends.', '') : undefined
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: REMOVALS, namespace: NAMESPACE },
    data: {
      'X-Client-IP': because('The answer of the service stands beside it, where there is one.', ''),
      'X-Client-IP-Assertion': assertion,
      Forwarded: '',
    },
  }
}

function ingress(input: GatewayInput): Manifest {
  const { topology, hop, entrance } = input
  const { hosts, name, namespace } = topology
  const annotations = hop.verifies === 'forward-auth' ? asking(input) : {}
  const named = hosts.filter((host) => host !== '*')
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations: prefixed(annotations) },
    spec: {
      ingressClassName: 'nginx',
      // With a certificate every request that came without TLS would be redirected.
      tls:
        named.length === 0 || entrance.isDecrypted
          ? undefined
          : [{ hosts: named, secretName: certificateName(topology) }],
      rules: hosts.map((host) => ({ ...(host === '*' ? {} : { host }), http: { paths: [everything(input)] } })),
    },
  }
}

function asking({ topology }: GatewayInput): Keyed<typeof ANNOTATION_KEYS> {
  return {
    'auth-url': because(
      'Every request is asked about; which routes need no seal is in "exempt" of the service’s document. It writes X-Original-URL and X-Original-Method itself. auth-cache-key would give one client’s answer to another.',
      `http://${verifierAddress(topology.verifier)}/`,
    ),
    'auth-response-headers': because('Set from the answer, over what the client sent.', 'X-Client-IP'),
  }
}

function prefixed(annotations: Keyed<typeof ANNOTATION_KEYS>): Plain {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
  )
}

function everything({ topology }: GatewayInput): Plain {
  const { service, port } = appOf(topology)
  return { path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: port } } } }
}

/** Of the chart: the Service is its own. */
function serviceValues(input: GatewayInput): readonly CompiledFile[] {
  if (input.service === undefined) return []
  const targetPorts = because(PLAIN_BEHIND_443, { http: 'http', https: 'http' })
  const service = { ...input.service, ...(endsAtLoadBalancer(input) && { targetPorts }) }
  const head = 'For helm upgrade --values: what the load balancer in front wants of the controller’s Service.'
  return [{ path: 'values.yaml', text: writeYaml([{ head, value: { controller: { service } } }]) }]
}

const RETIRED: Note = {
  kind: 'warning',
  text: 'ingress-nginx was retired in March 2026, and gets no fixes for what is found in it. The way out: put envoy-gateway, kgateway or istio on the path, which verify the assertion themselves, or nginx-gateway-fabric or nginx-ingress, which ask the same service; compile that target, and move host by host.',
  source: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
}

const HELM: Note = {
  kind: 'step',
  text: `The names are those of a release called ingress-nginx in namespace ${NAMESPACE}: a ConfigMap of another name is ignored without a word. Where Helm owns it, put the same keys into controller.config.`,
}

const OWN_FORWARDED: Note = {
  kind: 'limit',
  text: 'The template writes X-Forwarded-For and X-Real-IP with $remote_addr, and hands the client’s chain on as X-Original-Forwarded-For. No key changes that: the application reads X-Client-IP and nothing else.',
  source: 'kubernetes/ingress-nginx v1.15.1, rootfs/etc/nginx/template/nginx.tmpl',
}
