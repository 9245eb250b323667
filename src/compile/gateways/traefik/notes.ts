import type { Note } from '../../compiled.ts'
import type { GatewayInput } from '../../target.ts'
import { knowsAliases } from './static.ts'

/** What the files alone do not say. */
export function traefikNotes(input: GatewayInput): readonly Note[] {
  const { topology, hop, entrance } = input
  const http = topology.tls === 'terminated'
  return [
    {
      kind: 'step',
      text: 'traefik.yml and dynamic.yml are for Traefik beside its files; values.yaml and custom-resources.yaml say the same for the Helm chart and its custom resources. Use one of the two.',
    },
    ...(entrance.takesProxy ? [optionalHeader()] : []),
    ...(http ? httpNotes(hop.version) : []),
    ...(http && hop.verifies === 'forward-auth' ? [everyRoute()] : []),
  ]
}

function optionalHeader(): Note {
  return {
    kind: 'limit',
    text: 'Traefik serves connections without a PROXY header, and those of strangers whose header it ignores: a NetworkPolicy or a security group has to keep them out.',
    source:
      'https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#proxyprotocol-and-load-balancers',
  }
}

function httpNotes(version: string): readonly Note[] {
  const aliases: Note = {
    kind: 'warning',
    text: 'Before 3.7.12 Traefik removes names with underscores alone: X.Client.IP goes on, which PHP reads as X-Client-IP.',
  }
  return [
    ...(knowsAliases(version) ? [] : [aliases]),
    {
      kind: 'limit',
      text: 'Traefik resolves dot segments, decodes letters and joins slashes of a path before it routes, asks and sends on: GET /x/../healthz is as exempt as /healthz, and an assertion that is bound to a path fits its other spellings.',
      source: 'https://doc.traefik.io/traefik/security/request-path/',
    },
    {
      kind: 'limit',
      text: 'OPTIONS * is answered by Go itself, with 200 and before any rule here. It reaches no application.',
    },
    {
      kind: 'limit',
      text: 'Traefik hands on every upgrade but h2c, and the chain of X-Forwarded-For: the application must take no upgrade but WebSocket, and read X-Client-IP.',
    },
  ]
}

function everyRoute(): Note {
  return {
    kind: 'step',
    text: 'Put the three middlewares on every router of your own, in their order: one without client-ip hands on the X-Client-IP of the client.',
  }
}
