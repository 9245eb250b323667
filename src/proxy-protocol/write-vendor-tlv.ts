import { writeUint32 } from './bytes.ts'
import { checkInteger, checkText } from './check-value.ts'
import { ProxyHeaderError } from './header-error.ts'
import type { TlvRecord } from './tlv-record.ts'
import {
  AWS,
  AWS_VPC_ENDPOINT,
  AZURE,
  AZURE_BYTES,
  AZURE_LINK,
  GCP,
  GCP_BYTES,
  isVpcEndpointId,
} from './vendor-codes.ts'

const MAX_UINT64 = 0xffff_ffff_ffff_ffffn

export function writeAwsTlv(text: string, path: string): TlvRecord {
  if (isVpcEndpointId(text)) {
    return { code: AWS, value: Uint8Array.of(AWS_VPC_ENDPOINT, ...checkText(text, 'ascii', path)) }
  }
  const rule = 'a VPC endpoint id is letters, digits and hyphens'
  throw new ProxyHeaderError({ code: 'MALFORMED_VALUE', path, rule, received: text, nextStep: 'Correct it' })
}

export function writeAzureTlv(id: number, path: string): TlvRecord {
  checkInteger(id, 0xffff_ffff, path)
  const value = new Uint8Array(AZURE_BYTES)
  value[0] = AZURE_LINK
  for (let i = 0; i < 4; i++) value[1 + i] = id >>> (8 * i)
  return { code: AZURE, value }
}

export function writeGcpTlv(id: string, path: string): TlvRecord {
  const number = /^(?:0|[1-9][0-9]{0,19})$/.test(id) ? BigInt(id) : undefined
  if (number === undefined || number > MAX_UINT64) {
    const rule = 'a connection id is a 64-bit number in decimal text'
    throw new ProxyHeaderError({ code: 'MALFORMED_VALUE', path, rule, received: id, nextStep: 'Correct it' })
  }
  const value = new Uint8Array(GCP_BYTES)
  writeUint32(value, 0, Number(number >> 32n))
  writeUint32(value, 4, Number(number & 0xffff_ffffn))
  return { code: GCP, value }
}
