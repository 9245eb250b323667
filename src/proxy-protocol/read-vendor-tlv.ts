import { readUint32 } from './bytes.ts'
import { readAscii } from './text.ts'
import type { VendorTlv } from './tlv.ts'
import { TLV_HEADER_BYTES } from './tlv-codes.ts'
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

/** Reads a field that has the code and the form which a provider documents; undefined for every other. */
export function readVendorTlv(bytes: Uint8Array, at: number, next: number): VendorTlv | undefined {
  const start = at + TLV_HEADER_BYTES
  const size = next - start
  switch (bytes[at] ?? 0) {
    case GCP:
      return size === GCP_BYTES ? { type: 'gcp-psc-connection-id', id: readDecimal(bytes, start) } : undefined
    case AWS:
      return size > 0 && bytes[start] === AWS_VPC_ENDPOINT ? readVpcEndpoint(bytes, start + 1, next) : undefined
    case AZURE:
      return size === AZURE_BYTES && bytes[start] === AZURE_LINK
        ? { type: 'azure-link-id', id: readUint32LittleEndian(bytes, start + 1) }
        : undefined
    default:
      return undefined
  }
}

function readVpcEndpoint(bytes: Uint8Array, start: number, end: number): VendorTlv | undefined {
  const text = readAscii(bytes, start, end)
  return text !== undefined && isVpcEndpointId(text) ? { type: 'aws-vpc-endpoint-id', text } : undefined
}

function readDecimal(bytes: Uint8Array, at: number): string {
  return ((BigInt(readUint32(bytes, at)) << 32n) | BigInt(readUint32(bytes, at + 4))).toString()
}

function readUint32LittleEndian(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let i = 3; i >= 0; i--) value = (value << 8) | (bytes[at + i] ?? 0)
  return value >>> 0
}
