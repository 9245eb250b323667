import { signDocument } from '../../src/assertion/signed-document.ts'
import { importSigningKey } from '../../src/assertion/signing-key.ts'
import { digestPrefixes } from '../../src/ranges/digest-prefixes.ts'
import type { ProviderList } from '../../src/ranges/provider.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import { RANGES_DOCUMENT, type RangesRecord } from '../../src/ranges/record.ts'

/** A record of these prefixes, of IPv4 alone, as a refresh would have written it at that time. */
export async function recordWith(
  provider: string,
  prefixes: readonly string[],
  changes: Partial<RangesRecord> & Pick<RangesRecord, 'checkedAt'>,
): Promise<RangesRecord> {
  return {
    v: 1,
    provider,
    source: `https://lists.example.com/${provider}`,
    acceptedAt: changes.checkedAt,
    etags: [],
    counts: { ipv4: prefixes.length, ipv6: 0 },
    digest: await digestPrefixes(prefixes),
    prefixes,
    added: [],
    pending: [],
    ...changes,
  }
}

export async function bundledWith(
  provider: ProviderList['provider'],
  prefixes: readonly string[],
  retrieved: string,
): Promise<ProviderList> {
  const counts = { ipv4: prefixes.length, ipv6: 0 }
  const source = `https://lists.example.com/${provider}`
  return { provider, source, retrieved, counts, digest: await digestPrefixes(prefixes), prefixes }
}

/** The text that a refresh with this private JWK writes of a record. */
export async function signRecord(jwk: object, record: RangesRecord, type = RANGES_DOCUMENT): Promise<string> {
  return await signDocument(await importSigningKey(jwk), type, printRecord(record))
}
