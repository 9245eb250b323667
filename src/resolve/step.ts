import { CLOUDFLARE_IPV6_HEADER, CLOUDFLARE_PEER_HEADER } from '../headers/own-names.ts'
import type { Group } from './policy.ts'
import { provesSecret } from './proof.ts'
import type { RefusalReason } from './resolution.ts'
import { takeAddress } from './take-address.ts'
import { refuseForeignWorker, refuseWorkerAddress, replacePseudoIPv4 } from './traps.ts'
import { linesOf, type Walk } from './walk.ts'

/**
 * Moves the walk one hop away from us: to the address that `group`, where it stands, received the request from.
 *
 * The proof comes first. Without it the address is known and its tenant is not, for anyone can rent the same CDN.
 */
export function stepThrough(walk: Walk, group: Group): RefusalReason | undefined {
  const { proof } = group
  if (proof !== undefined && !provesSecret(walk.inbound.lines[proof.slot], proof.secrets)) {
    walk.asking = proof.header
    return 'unproven-peer'
  }
  const foreign = group.provider === 'cloudflare' ? refuseForeignWorker(walk) : undefined
  return foreign ?? askSpeakers(walk, group)
}

/** The first header that is there decides; every other one that is there has to say the same. */
function askSpeakers(walk: Walk, group: Group): RefusalReason | undefined {
  let address: string | undefined
  let via = ''
  for (const speaker of group.speakers) {
    const lines = walk.inbound.lines[speaker.slot]
    if (lines === undefined && (speaker.optional || address !== undefined)) continue
    walk.asking = speaker.header
    if (lines === undefined) return 'missing-header'
    const reason = takeAddress(walk, speaker, lines) ?? springTraps(walk, group)
    if (reason !== undefined) return reason
    if (address === undefined) via = walk.via
    address ??= walk.address
    if (address !== walk.address) return 'conflict'
  }
  if (address === undefined) return 'missing-header'
  walk.via = via
  return undefined
}

function springTraps(walk: Walk, group: Group): RefusalReason | undefined {
  const isFromCloudflare = group.provider === 'cloudflare' || walk.via === CLOUDFLARE_PEER_HEADER
  const reason = isFromCloudflare ? replacePseudoIPv4(walk, linesOf(walk, CLOUDFLARE_IPV6_HEADER)) : undefined
  const isFromProvider = group.provider !== undefined || isFromCloudflare
  return reason ?? (isFromProvider ? refuseWorkerAddress(walk) : undefined)
}
