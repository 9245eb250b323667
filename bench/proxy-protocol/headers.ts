import { printAddress } from '../../src/net/address.ts'
import type { DecodeOptions } from '../../src/proxy-protocol/decode-options.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/encode.ts'
import type { Endpoint, InetHeader } from '../../src/proxy-protocol/header.ts'
import type { Tlv } from '../../src/proxy-protocol/tlv.ts'
import type { Random } from '../random.ts'

/** Headers of one kind, each for another client, with what they say in the form `source>destination`. */
export type HeaderKind = {
  readonly title: string
  readonly headers: readonly Buffer[]
  readonly ends: readonly string[]
  readonly options?: DecodeOptions
  /** What one header may cost when it is read into words, in nanoseconds. */
  readonly goal?: number
  /** How many times as much go-proxyproto must take; not where ours does what it leaves out. */
  readonly leastRatio?: 5
}

const HEADERS = 256

const SHORT_SERVER = { address: '2001:db8::1', port: 443 }
const SERVER_IPV4 = { address: '198.51.100.1', port: 443 }

/** As an AWS Network Load Balancer writes it: a checksum, the VPC endpoint, padding. */
const AWS_TLVS: readonly Tlv[] = [
  { type: 'crc32c', hex: '' },
  { type: 'aws-vpc-endpoint-id', text: 'vpce-08d2bf15fac5001c9' },
  { type: 'noop', length: 40 },
]

/** As HAProxy writes it with `proxy-v2-options ssl,cert-cn,ssl-cipher,authority,unique-id`. */
const HAPROXY_TLVS: readonly Tlv[] = [
  { type: 'alpn', text: 'h2' },
  { type: 'authority', text: 'www.example.com' },
  { type: 'unique-id', hex: '0123456789abcdef0123456789abcdef' },
  {
    type: 'ssl',
    clientBits: 7,
    verifyCode: 0,
    tlvs: [
      { type: 'version', text: 'TLSv1.3' },
      { type: 'cn', text: 'client.example.com' },
      { type: 'cipher', text: 'TLS_AES_128_GCM_SHA256' },
    ],
  },
]

/** Every kind that has a goal, and some that are there to be known. Clients have all eight groups, as most do. */
export function drawHeaders(random: Random): readonly HeaderKind[] {
  const ipv4 = (): Endpoint<string> => drawEndpoint(random, 4)
  const ipv6 = (): Endpoint<string> => drawEndpoint(random, 6)
  const draw = (version: 1 | 2, family: 'tcp4' | 'tcp6', tlvs: readonly Tlv[] = []): Pick<HeaderKind, Drawn> =>
    encodeAll(() => ({
      version,
      command: 'PROXY',
      family,
      source: family === 'tcp4' ? ipv4() : ipv6(),
      destination: family === 'tcp4' ? SERVER_IPV4 : SHORT_SERVER,
      tlvs,
    }))
  const longest = encodeAll(() => {
    return { version: 1, command: 'PROXY', family: 'tcp6', source: ipv6(), destination: ipv6(), tlvs: [] }
  })
  const fromAws = draw(2, 'tcp4', AWS_TLVS)
  return [
    { title: 'version 1, TCP4', ...draw(1, 'tcp4'), goal: 150, leastRatio: 5 },
    { title: 'version 1, TCP6', ...draw(1, 'tcp6'), goal: 150, leastRatio: 5 },
    { title: '  the same with two long addresses', ...longest, leastRatio: 5 },
    { title: 'version 2, TCP4', ...draw(2, 'tcp4'), goal: 50, leastRatio: 5 },
    { title: 'version 2, TCP6', ...draw(2, 'tcp6'), goal: 50, leastRatio: 5 },
    { title: '  TCP4 with the TLS fields of HAProxy', ...draw(2, 'tcp4', HAPROXY_TLVS), leastRatio: 5 },
    { title: '  TCP4 as an AWS NLB sends it, CRC ignored', ...fromAws, options: { crc: 'ignore' }, leastRatio: 5 },
    { title: '  the same, CRC verified, which Go does not', ...fromAws },
  ]
}

type Drawn = 'headers' | 'ends'

function encodeAll(make: () => InetHeader<string>): Pick<HeaderKind, Drawn> {
  const made = Array.from({ length: HEADERS }, make)
  return {
    headers: made.map((header) => Buffer.from(encodeProxyHeader(header))),
    ends: made.map(({ source, destination }) => `${showEnd(source)}>${showEnd(destination)}`),
  }
}

export function showEnd({ address, port }: Endpoint<string>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function drawEndpoint(random: Random, family: 4 | 6): Endpoint<string> {
  const word = (): number => Math.floor(random() * 2 ** 32)
  const words =
    family === 4 ? [word()] : [0x2001_0db8, word() | 0x1111_1111, word() | 0x1111_1111, word() | 0x1111_1111]
  return {
    address: printAddress(
      Uint32Array.from({ length: 4 }, (_, i) => words[i] ?? 0),
      family,
    ),
    port: word() % 65_536,
  }
}
