/** Google Cloud, Private Service Connect: 64 bits, big endian. */
export const GCP = 0xe0
export const GCP_BYTES = 8

/** Amazon NLB: a subtype, then the VPC endpoint's name. */
export const AWS = 0xea
export const AWS_VPC_ENDPOINT = 0x01

/** Azure Private Link: a subtype, then 32 bits, little endian. */
export const AZURE = 0xee
export const AZURE_LINK = 0x01
export const AZURE_BYTES = 5

/** What the name of a VPC endpoint is made of. */
export function isVpcEndpointId(text: string): boolean {
  return /^[A-Za-z0-9-]*$/.test(text)
}
