import { expect, test } from 'vitest'
import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { claimedSource } from '../../src/proxy-protocol/header.ts'
import { hasVerifiedCertificate } from '../../src/proxy-protocol/read-ssl-tlv.ts'
import { ascii, fromHex } from './vectors.ts'

const signature = '0d0a0d0a000d0a515549540a'

test.each([
  { name: 'TCP4', bytes: ascii('PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n'), want: '192.0.2.7' },
  {
    name: 'UDP over IPv6',
    bytes: fromHex(`${signature}21220024${'20010db8000000000000000000000007'.repeat(2)}00010002`),
    want: '2001:db8::7',
  },
  { name: 'UNKNOWN', bytes: ascii('PROXY UNKNOWN 192.0.2.7 198.51.100.1 40000 443\r\n'), want: undefined },
  { name: 'LOCAL', bytes: fromHex(`${signature}2011000cc0000207c63364019c4001bb`), want: undefined },
  { name: 'UNSPEC', bytes: fromHex(`${signature}2100000cc0000207c63364019c4001bb`), want: undefined },
  { name: 'UNIX', bytes: fromHex(`${signature}213100d8${'2f61'.padEnd(432, '0')}`), want: undefined },
])('$name names as the client: $want', ({ bytes, want }) => {
  const decoded = decodeProxyHeader(bytes)
  if (decoded.state !== 'header') throw new Error(decoded.state)
  expect(claimedSource(decoded.header)?.address).toBe(want)
})

test.each([
  { clientBits: 0b111, verifyCode: 0, want: true, name: 'a certificate on this connection' },
  { clientBits: 0b101, verifyCode: 0, want: true, name: 'a certificate earlier in the session' },
  { clientBits: 0b001, verifyCode: 0, want: false, name: 'no certificate, though nothing failed' },
  { clientBits: 0b111, verifyCode: 1, want: false, name: 'a certificate that failed' },
])('a verified certificate is seen or not: $name', ({ clientBits, verifyCode, want }) => {
  expect(hasVerifiedCertificate({ type: 'ssl', clientBits, verifyCode, tlvs: [] })).toBe(want)
})
