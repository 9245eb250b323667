import fc from 'fast-check'
import { printAddress } from '../../src/net/address.ts'
import type {
  Endpoint,
  InetHeader,
  LocalHeader,
  ProxyHeader,
  UnixEndpoint,
  UnixHeader,
  UnspecHeader,
} from '../../src/proxy-protocol/header.ts'
import { printHex } from '../../src/proxy-protocol/hex.ts'
import type { SslFieldTlv, SslTlv, Tlv } from '../../src/proxy-protocol/tlv.ts'

const port = fc.nat(0xffff)
const word = fc.nat(0xffff_ffff)
const hex = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => printHex(bytes, 0, bytes.length))

const plainIPv4 = fc.record({ address: word.map((first) => printAddress(Uint32Array.of(first), 4)), port })
const mappedIPv4 = plainIPv4.map((endpoint) => ({ ...endpoint, mapped: true }) as const)
const plainIPv6 = fc.record({
  address: fc
    .tuple(word, word, fc.oneof(word, fc.constant(0), fc.constant(1)), word)
    .map((words) => printAddress(Uint32Array.of(...words), 6))
    .filter((address) => !address.startsWith('::ffff:')),
  port,
})

const isPlain = (text: string) => !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffd]/u.test(text)
const asciiText = fc.string({ unit: 'grapheme-ascii', maxLength: 40 })
const utf8Text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(isPlain)

const unknownTlv = fc.record({
  type: fc.constant('unknown' as const),
  code: fc.constantFrom(0x00, 0x06, 0x2f, 0x31, 0xe1, 0xef, 0xf0, 0xff),
  hex: hex(20),
})

const sslField: fc.Arbitrary<SslFieldTlv> = fc.oneof(
  fc.record({
    type: fc.constantFrom('version', 'cipher', 'sig-alg', 'key-alg', 'group', 'sig-scheme'),
    text: asciiText,
  }),
  fc.record({ type: fc.constant('cn'), text: utf8Text }),
  fc.record({ type: fc.constant('client-cert'), hex: hex(60) }),
  unknownTlv,
)

const sslTlv: fc.Arbitrary<SslTlv> = fc.record({
  type: fc.constant('ssl'),
  clientBits: fc.nat(0xff),
  verifyCode: word,
  tlvs: fc.array(sslField, { maxLength: 4 }),
})

const plainTlv: fc.Arbitrary<Tlv> = fc.oneof(
  fc.record({ type: fc.constantFrom('alpn', 'netns'), text: asciiText }),
  fc.record({ type: fc.constant('authority'), text: utf8Text }),
  fc.record({ type: fc.constant('unique-id'), hex: hex(128) }),
  fc.record({ type: fc.constant('noop'), length: fc.nat(20) }),
  sslTlv,
  fc.record({ type: fc.constant('aws-vpc-endpoint-id'), text: fc.stringMatching(/^[A-Za-z0-9-]{0,30}$/) }),
  fc.record({ type: fc.constant('azure-link-id'), id: word }),
  fc.record({
    type: fc.constant('gcp-psc-connection-id'),
    id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  }),
  unknownTlv,
)

const crcTlv: Tlv = { type: 'crc32c', hex: '' }
const plainTlvs = fc.array(plainTlv, { maxLength: 5 })
const checkedTlvs = fc.tuple(plainTlvs, plainTlvs).map(([before, after]) => [...before, crcTlv, ...after])

function inetHeader(tlvs: fc.Arbitrary<readonly Tlv[]>): fc.Arbitrary<InetHeader> {
  const over = (families: readonly InetHeader['family'][], endpoint: fc.Arbitrary<Endpoint>) =>
    fc.record({
      version: fc.constant(2 as const),
      command: fc.constant('PROXY' as const),
      family: fc.constantFrom(...families),
      source: endpoint,
      destination: endpoint,
      tlvs,
    })
  return fc.oneof(over(['tcp4', 'udp4'], plainIPv4), over(['tcp6', 'udp6'], fc.oneof(plainIPv6, mappedIPv4)))
}

const unixName: fc.Arbitrary<UnixEndpoint> = fc.oneof(
  fc.record({ path: utf8Text }),
  fc.record({ hex: hex(106).map((name) => `00${name}01`) }),
)

function unixHeader(tlvs: fc.Arbitrary<readonly Tlv[]>): fc.Arbitrary<UnixHeader> {
  return fc.record({
    version: fc.constant(2),
    command: fc.constant('PROXY'),
    family: fc.constant('unix'),
    transport: fc.constantFrom('stream', 'datagram'),
    source: unixName,
    destination: unixName,
    tlvs,
  })
}

export const lineHeader: fc.Arbitrary<InetHeader> = fc
  .oneof(
    fc.record({ family: fc.constant('tcp4' as const), source: plainIPv4, destination: plainIPv4 }),
    fc.record({ family: fc.constant('tcp6' as const), source: plainIPv6, destination: mappedIPv4 }),
  )
  .map((ends) => ({ version: 1, command: 'PROXY', ...ends, tlvs: [] }))

const namelessHeader = fc.constantFrom<LocalHeader | UnspecHeader>(
  { version: 1, command: 'PROXY', family: 'unspec', tlvs: [] },
  { version: 2, command: 'PROXY', family: 'unspec', tlvs: [] },
  { version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] },
)

/** A version 2 header with a checksum somewhere among its fields. */
export const checkedHeader: fc.Arbitrary<InetHeader | UnixHeader> = fc.oneof(
  inetHeader(checkedTlvs),
  unixHeader(checkedTlvs),
)

export const anyHeader: fc.Arbitrary<ProxyHeader> = fc.oneof(
  inetHeader(plainTlvs),
  unixHeader(plainTlvs),
  lineHeader,
  namelessHeader,
  checkedHeader,
)
