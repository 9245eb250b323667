import { checkHex, checkText } from './check-value.ts'
import type { UnixEndpoint, UnixHeader } from './header.ts'
import { ProxyHeaderError } from './header-error.ts'
import { printHex } from './hex.ts'
import { readUtf8 } from './text.ts'
import { UNIX_NAME_BYTES } from './v2-layout.ts'

/** Reads one of the two names of an AF_UNIX block, without the zero bytes that fill it up. */
export function readUnixEndpoint(bytes: Uint8Array, at: number): UnixEndpoint {
  let end = at + UNIX_NAME_BYTES
  while (end > at && bytes[end - 1] === 0) end--
  const path = readUtf8(bytes, at, end)
  return path === undefined ? { hex: printHex(bytes, at, end) } : { path }
}

export function writeUnixBlock({ source, destination }: Pick<UnixHeader, 'source' | 'destination'>): Uint8Array {
  const bytes = new Uint8Array(2 * UNIX_NAME_BYTES)
  bytes.set(nameOf(source, 'source'))
  bytes.set(nameOf(destination, 'destination'), UNIX_NAME_BYTES)
  return bytes
}

function nameOf(endpoint: UnixEndpoint, path: string): Uint8Array {
  const name =
    'hex' in endpoint ? checkHex(endpoint.hex, `${path}.hex`) : checkText(endpoint.path, 'utf-8', `${path}.path`)
  if (name.length <= UNIX_NAME_BYTES) return name
  const rule = `the name of a UNIX socket has at most ${UNIX_NAME_BYTES} bytes`
  throw new ProxyHeaderError({ code: 'TOO_LONG', path, rule, received: name.length, nextStep: 'Use a shorter path' })
}
