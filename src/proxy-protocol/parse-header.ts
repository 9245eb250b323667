import type { Endpoint, ProxyHeader, UnixEndpoint } from './header.ts'
import {
  type JsonObject,
  jsonFault,
  pathOf,
  readChoice,
  readNumber,
  readObject,
  readObjects,
  readString,
  refuseOthers,
} from './json-fields.ts'
import { parseTlv } from './parse-tlv.ts'

const FIELDS = ['version', 'command', 'family', 'transport', 'source', 'destination', 'tlvs', 'length']
const FAMILIES = ['tcp4', 'tcp6', 'udp4', 'udp6', 'unix', 'unspec'] as const

/**
 * Reads a header from the JSON that `ipseal proxy decode` prints, ready for `encodeProxyHeader`.
 *
 * It settles the shape alone: addresses, ports and values are checked when they are written. `length` is ignored, and
 * `tlvs` may be missing. Throws `ProxyHeaderError` with the path of the field at fault.
 */
export function parseProxyHeader(json: unknown): ProxyHeader<string> {
  const object = readObject(json, 'header')
  refuseOthers(object, FIELDS)
  const version = readChoice(object, 'version', [1, 2] as const)
  const command = readChoice(object, 'command', ['PROXY', 'LOCAL'] as const)
  const family = readChoice(object, 'family', FAMILIES)
  const tlvs = readObjects(object, 'tlvs').map(parseTlv)
  if (command === 'LOCAL') {
    if (version === 1 || family !== 'unspec') throw jsonFault(object, 'LOCAL goes with version 2 and unspec', family)
    return { version, command, family, tlvs }
  }
  if (family === 'unspec') return { version, command, family, tlvs }
  const source = readObject(object.fields.source, pathOf(object, 'source'))
  const destination = readObject(object.fields.destination, pathOf(object, 'destination'))
  if (family !== 'unix') {
    return { version, command, family, source: parseEndpoint(source), destination: parseEndpoint(destination), tlvs }
  }
  if (version === 1) throw jsonFault(object, 'family unix goes with version 2', version)
  const transport = readChoice(object, 'transport', ['stream', 'datagram'] as const)
  const names = { source: parseUnixEndpoint(source), destination: parseUnixEndpoint(destination) }
  return { version, command, family, transport, ...names, tlvs }
}

function parseEndpoint(object: JsonObject): Endpoint<string> {
  refuseOthers(object, ['address', 'port', 'mapped'])
  const endpoint = { address: readString(object, 'address'), port: readNumber(object, 'port') }
  if (object.fields.mapped === undefined) return endpoint
  return { ...endpoint, mapped: readChoice(object, 'mapped', [true] as const) }
}

function parseUnixEndpoint(object: JsonObject): UnixEndpoint {
  refuseOthers(object, 'hex' in object.fields ? ['hex'] : ['path'])
  return 'hex' in object.fields ? { hex: readString(object, 'hex') } : { path: readString(object, 'path') }
}
