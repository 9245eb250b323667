import { isAtLeast } from '../../topology/version.ts'
import { checkUnreadTls } from '../check-unread-tls.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, CompiledFile } from '../compiled.ts'
import { askingContract, byLine, byNobody, byProduct, type Contract } from '../contract.ts'
import { gatewayLock, type Lock, nodesNotes } from '../kubernetes/gateway-lock.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import type { Plain } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { nextGatewayNotes } from './next-hop.ts'
import { customResources } from './traefik/custom-resources.ts'
import { dynamicConfiguration } from './traefik/dynamic.ts'
import { traefikNotes } from './traefik/notes.ts'
import { passthroughConfiguration, passthroughResources } from './traefik/passthrough.ts'
import { helmValues, knowsAliases, staticConfiguration } from './traefik/static.ts'

/** Where a header with underscores can be removed at all: docs/content/migrate/v3.md of Traefik. */
const OLDEST = { '3.6': '3.6.22', '3.7': '3.7.6' } as const

/** Traefik asks the verifier service. Its files for the file provider, and the same for its Helm chart. */
export const TRAEFIK: GatewayTarget = {
  kind: 'gateway',
  name: 'traefik',
  title: 'Traefik: ForwardAuth, as files, or as custom resources and values of the Helm chart',
  passesOn: true,
  compile,
}

function compile(input: GatewayInput): Compiled {
  const { hop, topology } = input
  checkAbilities(input)
  const lock = lockOf(input)
  const isHttp = topology.tls === 'terminated'
  const head = `Traefik ${hop.version} for ${topology.name}, compiled by ipseal.`
  const yaml = (path: string, value: Plain): CompiledFile => ({ path, text: writeYaml([{ head, value }]) })
  const resources = isHttp ? customResources(input) : passthroughResources(input)
  return {
    files: [
      yaml('traefik.yml', staticConfiguration(input)),
      yaml('dynamic.yml', isHttp ? dynamicConfiguration(input) : passthroughConfiguration(input)),
      yaml('values.yaml', helmValues(input)),
      { path: 'custom-resources.yaml', text: writeYaml(resources) },
      ...lock.files,
      ...(isHttp && hop.verifies === 'forward-auth' ? [verifierDocument(topology, askedOverHttp('traefik'))] : []),
    ],
    notes: [...traefikNotes(input), ...lock.notes, ...nextGatewayNotes(input)],
    contract: isHttp && hop.verifies === 'forward-auth' ? contractOf(hop.version) : undefined,
  }
}

function lockOf(input: GatewayInput): Lock {
  if (!input.entrance.takesProxy) return { files: [], notes: nodesNotes(input) }
  return gatewayLock(input, {
    podLabels: { 'app.kubernetes.io/name': 'traefik' },
    ports: [8000, 8443],
    reason: 'Traefik serves whoever connects without a PROXY header, as a client of its own.',
  })
}

function contractOf(version: string): Contract {
  return askingContract({
    'missing-refused': byLine('forwardAuth on the one router'),
    'outputs-removed': byProduct('forwardAuth removes what is in authResponseHeaders and not in the answer'),
    'aliases-removed': knowsAliases(version)
      ? byLine('aliasHeadersStrategy: delete, on every entry point')
      : byNobody('underscoreHeadersStrategy removes underscores; X.Client.IP goes on'),
  })
}

function checkAbilities(input: GatewayInput): void {
  const { hop, topology, at } = input
  const least = isAtLeast(hop.version, '3.7') ? OLDEST['3.7'] : OLDEST['3.6']
  // A version without its last number means the newest of its line.
  const isExact = hop.version.split('.').length > 2
  if (!isAtLeast(hop.version, '3.6') || (isExact && !isAtLeast(hop.version, least))) {
    throw new CompileError({
      code: 'UNSUPPORTED_VERSION',
      path: `${at}.version`,
      rule: 'it cannot remove x_client_ip, which applications read as X-Client-IP: underscoreHeadersStrategy came with 3.6.22 and 3.7.6',
      received: hop.version,
      nextStep: 'Use traefik@3.7.12 or later, which knows every other spelling too',
    })
  }
  if (topology.tls === 'terminated' && hop.sendsProxy !== 'none') {
    throw new CompileError({
      code: 'UNSUPPORTED',
      path: `${at}.sendsProxy`,
      rule: 'Traefik sends PROXY protocol over TCP routers alone',
      received: hop.sendsProxy,
      nextStep: 'Leave "sendsProxy" out, or set "tls": "passthrough"',
    })
  }
  checkUnreadTls(input)
}
