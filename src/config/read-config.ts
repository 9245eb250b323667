import type * as z from 'zod'
import type { Settings } from '../settings/settings.ts'
import { checkHeaders } from './check-headers.ts'
import { checkIssuer, checkOrigins } from './check-origins.ts'
import { checkPairs } from './check-pairs.ts'
import { checkSignedBy } from './check-signed-by.ts'
import { type At, checkRangesName, checkTrust, type Findings } from './check-trust.ts'
import { ConfigError, type ConfigFault } from './fault-list.ts'
import { keysAt } from './json-schema.ts'
import { isObject, parseDocument } from './parse-document.ts'
import { configSchema, headerSchema, originSchema, rangesSchema, trustSchema } from './schema.ts'
import { type DocumentShape, shapeFaults } from './shape-faults.ts'
import { toSettings } from './to-settings.ts'

export type ReadConfig = {
  readonly settings: Settings
  /** What works and is probably not meant. */
  readonly warnings: readonly ConfigFault[]
}

/**
 * Reads the document that people write, `ipseal.config.json`, into settings with every default filled in.
 *
 * @throws ConfigError with all faults at once, each with its path, the rule, the value received (escaped, at most 64
 * characters, never a secret) and the next step.
 */
export function readConfig(text: string): ReadConfig {
  const document = parseDocument(text)
  const shape = configSchema.safeParse(document)
  const findings: Findings = { faults: [], warnings: [] }
  if (!shape.success) findings.faults.push(...shapeFaults(shape.error.issues, document, SHAPE))
  const { issuer, origins, ranges, shadow } = isObject(document) ? document : {}
  if (typeof issuer === 'string') findings.faults.push(...checkIssuer(issuer))
  findings.faults.push(...checkOrigins(wellShaped(originSchema, origins, 'origins')))
  const stored = rangesSchema.safeParse(ranges)
  if (stored.success) findings.faults.push(...checkSignedBy(stored.data))
  checkResolution(document, '', findings)
  if (shadow !== undefined) checkResolution(shadow, 'shadow.', findings)
  if (!shape.success || findings.faults.length > 0) throw new ConfigError(findings.faults)
  return { settings: toSettings(shape.data), warnings: findings.warnings }
}

const SHAPE: DocumentShape = { name: 'config', keysAt }

/** What is well-shaped is checked even where its neighbours are not, so that one reading finds every fault. */
function checkResolution(document: unknown, prefix: string, findings: Findings): void {
  const { trust, headers } = isObject(document) ? document : {}
  const groups = wellShaped(trustSchema, trust, `${prefix}trust`)
  const speakers = wellShaped(headerSchema, headers, `${prefix}headers`)
  listOf(trust).forEach((group, i) => {
    if (isObject(group)) findings.faults.push(...checkRangesName(group.ranges, `${prefix}trust[${i}].ranges`))
  })
  checkTrust(groups, findings)
  const byName = new Map(namesIn(trust).map((name) => [name, groups.find(({ item }) => item.name === name)?.item]))
  const isWhole = groups.length === listOf(trust).length && speakers.length === listOf(headers).length
  findings.faults.push(...checkHeaders(speakers, byName))
  if (isWhole) findings.faults.push(...checkPairs(groups, speakers))
}

function wellShaped<Item>(schema: z.ZodType<Item>, list: unknown, path: string): At<Item>[] {
  return listOf(list).flatMap((item, i) => {
    const { data } = schema.safeParse(item)
    return data === undefined ? [] : [{ item: data, path: `${path}[${i}]` }]
  })
}

function namesIn(trust: unknown): string[] {
  return listOf(trust).flatMap((group) => (isObject(group) && typeof group.name === 'string' ? group.name : []))
}

function listOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : []
}
