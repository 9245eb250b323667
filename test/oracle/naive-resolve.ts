import { BlockList, isIP } from 'node:net'

/**
 * X-Forwarded-For as a person would walk it with pen and paper: split everything, look from the right.
 *
 * Slow and wasteful on purpose, and made of other parts than the walk: Node's own address parser and block list.
 */
export function naiveResolve(trusted: readonly string[], peer: string, lines: readonly string[]): string {
  const list = new BlockList()
  for (const prefix of trusted) {
    const [network = '', length = ''] = prefix.split('/')
    list.addSubnet(network, Number(length), kindOf(network))
  }
  const isTrusted = (address: string): boolean => list.check(address, kindOf(address))
  if (!isTrusted(peer)) return canonical(peer)
  if (lines.length === 0) return 'missing-header'
  const entries = lines
    .join(',')
    .split(',')
    .map((entry) => entry.replace(/^[ \t]+|[ \t]+$/g, ''))
  for (const entry of entries.reverse()) {
    const address = addressIn(entry)
    if (address === undefined) return 'malformed-address'
    if (!isTrusted(address)) return address
  }
  return 'chain-exhausted'
}

function addressIn(entry: string): string | undefined {
  const bracketed = /^\[([^\]]*:[^\]]*)\](?::([0-9]*))?$/.exec(entry)
  const withPort = /^([^:]*):([0-9]*)$/.exec(entry)
  const [, host = entry, port] = bracketed ?? withPort ?? []
  if (port !== undefined && !(/^[1-9][0-9]{0,4}$/.test(port) && Number(port) < 65_536)) return undefined
  return host.includes('%') || isIP(host) === 0 ? undefined : usable(canonical(host))
}

function usable(address: string): string | undefined {
  const isNobody = /^(?:0\.0\.0\.0|255\.255\.255\.255|::|ff[0-9a-f]{2}:.*)$/.test(address)
  const first = Number(address.split('.')[0])
  return isNobody || (first >= 224 && first < 240) ? undefined : address
}

/** The URL parser writes IPv6 as RFC 5952 does; mapped addresses are IPv4. */
function canonical(address: string): string {
  if (isIP(address) === 4) return address
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(text)
  if (mapped === null) return text
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function kindOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}
