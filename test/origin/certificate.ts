import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export type Certificate = { readonly key: string; readonly cert: string }

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BOOLEAN = 0x01
const OCTET_STRING = 0x04
const BIT_STRING = 0x03
const OBJECT = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const VERSION = 0xa0
const EXTENSIONS = 0xa3
const DNS_NAME = 0x82
const IP_ADDRESS = 0x87

const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]
const COMMON_NAME = [0x55, 0x04, 0x03]
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13]
const ALTERNATIVE_NAMES = [0x55, 0x1d, 0x11]
const TRUE = [0xff]

const DAY_MILLISECONDS = 86_400_000

/** Makes a certificate for the names and for 127.0.0.1 that is its own authority and holds for a day (RFC 5280). */
export function createCertificate(...names: readonly [string, ...string[]]): Certificate {
  return createCertificateOf(Date.now(), names)
}

/** The same as it was made ten days ago. */
export function createExpiredCertificate(...names: readonly [string, ...string[]]): Certificate {
  return createCertificateOf(Date.now() - 10 * DAY_MILLISECONDS, names)
}

function createCertificateOf(now: number, names: readonly [string, ...string[]]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(SEQUENCE, der(OBJECT, ECDSA_WITH_SHA256))
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT, COMMON_NAME), der(UTF8_STRING, Buffer.from(names[0])))))
  const body = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, [2])),
    der(INTEGER, [1, ...randomBytes(8)]),
    algorithm,
    name,
    der(SEQUENCE, time(now - DAY_MILLISECONDS), time(now + DAY_MILLISECONDS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, authority(), alternativeNames(names))),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = der(SEQUENCE, body, algorithm, der(BIT_STRING, [0], signature))
  const base64 = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  }
}

function authority(): Buffer {
  const constraints = der(SEQUENCE, der(BOOLEAN, TRUE))
  return der(SEQUENCE, der(OBJECT, BASIC_CONSTRAINTS), der(BOOLEAN, TRUE), der(OCTET_STRING, constraints))
}

function alternativeNames(names: readonly string[]): Buffer {
  const general = [...names.map((name) => der(DNS_NAME, Buffer.from(name))), der(IP_ADDRESS, [127, 0, 0, 1])]
  return der(SEQUENCE, der(OBJECT, ALTERNATIVE_NAMES), der(OCTET_STRING, der(SEQUENCE, ...general)))
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)
  return der(UTC_TIME, Buffer.from(`${digits}Z`))
}

function der(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)))
  const { length } = content
  const long = length > 0xff ? [0x82, length >> 8, length & 0xff] : [0x81, length]
  return Buffer.concat([Uint8Array.of(tag, ...(length < 0x80 ? [length] : long)), content])
}
