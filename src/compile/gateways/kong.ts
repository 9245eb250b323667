import { isAtLeast } from '../../topology/version.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled } from '../compiled.ts'
import { gatewayLock, type Lock, nodesNotes } from '../kubernetes/gateway-lock.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { KONG_CONTRACT } from './kong/contract.ts'
import { passingConfiguration, verifyingConfiguration } from './kong/declarative.ts'
import { kongNotes } from './kong/notes.ts'
import { plainTerms } from './kong/plain-terms.ts'
import { kongValues } from './kong/values.ts'
import { nextGatewayNotes, nextHop } from './next-hop.ts'

/** The oldest release with long support whose sandbox was read. */
const OLDEST = '3.4'
const OLDEST_WITH_EDDSA = '3.7'

/** Kong without a database: kong.yml, the Helm chart's values, and the policy that the PROXY header needs. */
export const KONG: GatewayTarget = {
  kind: 'gateway',
  name: 'kong',
  title: 'Kong OSS: kong.yml with jwt and the Lua around it, and values of the Helm chart',
  passesOn: true,
  compile,
}

function compile(input: GatewayInput): Compiled {
  const { hop, topology } = input
  checkAbilities(input)
  const lock = lockOf(input)
  const head = `Kong ${hop.version} for ${topology.name}, compiled by ipseal: declarative configuration, database off.`
  return {
    files: [
      { path: 'kong.yml', text: writeYaml([{ head, value: configuration(input) }]) },
      { path: 'values.yaml', text: writeYaml([{ head: 'Values for the Helm chart kong.', value: kongValues(input) }]) },
      ...lock.files,
    ],
    notes: [...kongNotes(input), ...lock.notes, ...nextGatewayNotes(input)],
    contract: hop.verifies === 'native' ? KONG_CONTRACT : undefined,
  }
}

function configuration({ hop, topology, jwks, at }: GatewayInput) {
  const next = nextHop({ topology, hop })
  if (hop.verifies !== 'native') return passingConfiguration({ topology, next })
  return verifyingConfiguration({ topology, next, jwks, terms: plainTerms(topology, at) })
}

function lockOf(input: GatewayInput): Lock {
  if (!input.entrance.takesProxy) return { files: [], notes: nodesNotes(input) }
  return gatewayLock(input, {
    podLabels: { 'app.kubernetes.io/name': 'kong', 'app.kubernetes.io/component': 'app' },
    ports: [8000, 8443],
    reason:
      'Kong takes a PROXY header from whoever connects (nginx, listen proxy_protocol): trusted_ips only says whose is believed.',
  })
}

function checkAbilities({ hop, topology, jwks, at }: GatewayInput): void {
  if (!isAtLeast(hop.version, OLDEST)) {
    throw refusal(`${at}.version`, 'UNSUPPORTED_VERSION', {
      rule: 'Kong before 3.4 is not compiled for',
      received: hop.version,
      nextStep: 'Use kong@3.4 or later',
    })
  }
  if (topology.tls === 'passthrough') {
    throw refusal('tls', 'ADDRESS_LOST', {
      rule: 'Kong OSS sends no PROXY protocol, so that behind TLS handed on unread the address is lost',
      received: topology.tls,
      nextStep: 'End TLS at Kong, or hand it on with haproxy, kgateway@2.3 or envoy-gateway',
    })
  }
  if (hop.sendsProxy !== 'none') {
    throw refusal(`${at}.sendsProxy`, 'UNSUPPORTED', {
      rule: 'Kong OSS sends no PROXY protocol',
      received: hop.sendsProxy,
      nextStep: 'Leave "sendsProxy" out: the next hop reads X-Forwarded-For',
    })
  }
  if (hop.verifies === 'forward-auth') {
    throw refusal(`${at}.verifies`, 'UNSUPPORTED', {
      rule: 'Kong OSS ships no plugin that asks a service, and its sandbox lets Lua ask none',
      received: hop.verifies,
      nextStep: 'Use "native": the jwt plugin and the Lua around it keep every rule',
    })
  }
  const eddsa = jwks.keys.find(({ alg }) => alg === 'EdDSA')
  if (hop.verifies === 'native' && eddsa !== undefined && !isAtLeast(hop.version, OLDEST_WITH_EDDSA)) {
    throw refusal(at, 'UNUSABLE_KEY', {
      rule: `the jwt plugin knows EdDSA from 3.7 on, and key "${eddsa.kid}" is for it`,
      received: hop.version,
      nextStep: 'Use kong@3.7 or later, or seal with ES256',
    })
  }
}

type Said = { readonly rule: string; readonly received: string; readonly nextStep: string }

function refusal(path: string, code: CompileError['code'], said: Said): CompileError {
  return new CompileError({ code, path, ...said })
}
