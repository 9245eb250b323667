import type { Topology } from '../../../topology/topology.ts'
import type { Note } from '../../compiled.ts'
import type { Entrance } from '../../entrance.ts'

/** What is true of every gateway of this family on this path. */
export function familyNotes({ takesProxy }: Entrance): readonly Note[] {
  return takesProxy ? [PARSED_FROM_ANYONE, ONE_PASS] : []
}

/** Why the pods are closed to strangers, for every gateway of this family. */
export const LOCK_REASON =
  'nginx parses a PROXY header and believes X-Forwarded-For by who connects, so nobody else may.'

const PARSED_FROM_ANYONE: Note = {
  kind: 'limit',
  text: 'nginx parses a PROXY header from whoever connects; trust decides only about $remote_addr. What refuses strangers is the check of $realip_remote_addr, which closes the connection once a request has come, and the firewall in front, which lets none come.',
  source: 'https://nginx.org/en/docs/http/ngx_http_realip_module.html',
}

const ONE_PASS: Note = {
  kind: 'limit',
  text: 'realip makes one pass. Behind a PROXY header $remote_addr is the edge’s address, and X-Forwarded-For is believed from nobody: log and limit by the verified address.',
  source: 'https://nginx.org/en/docs/http/ngx_http_realip_module.html',
}

/** The service has to be there first: nginx looks names up once, and refuses its whole configuration without one. */
export function verifierFirst({ verifier: { service, namespace } }: Topology): Note {
  return {
    kind: 'step',
    text: `Deploy the verifier service first, as Service ${service} in ${namespace}, with ipseal.verifier.json, and let its NetworkPolicy admit this gateway’s namespace. nginx looks the name up when it loads, and refuses the configuration of every host if it finds none.`,
    source: 'infra/kubernetes/verifier',
  }
}

/** Of the controllers, whose own limits cannot know the verified address. */
export const LIMITS_BEFORE_ASKING: Note = {
  kind: 'limit',
  text: 'This controller’s rate limits work before auth_request has an answer, by $remote_addr: behind PROXY protocol that is the edge’s address. Limit by X-Client-IP in the application, or in a plain nginx (target nginx), which has a second location for it.',
  source: 'https://nginx.org/en/docs/dev/development_guide.html#http_phases',
}

/** Of controllers whose settings cover all that they serve. */
export const EVERY_HOST: Note = {
  kind: 'warning',
  text: 'What stands in the controller’s own settings is for every host that it serves. A host that is not behind the edge needs a controller of its own.',
}
