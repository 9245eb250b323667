import { describeValue } from '../fault/escape-text.ts'
import { findKnownHeader } from '../headers/catalogue.ts'
import { PSEUDONYM_SECRET } from '../settings/secret-names.ts'
import { secretVariable } from '../settings/secret-values.ts'
import type { At } from './check-trust.ts'
import type { ConfigFault } from './fault-list.ts'
import { isReservedHeader } from './reserved-headers.ts'
import type { HeaderDocument, TrustDocument } from './schema.ts'

const FRONT_DOOR_ID = 'x-azure-fdid'

/** Checks that each proof proves something: in a header of its own, and by a secret of its own. */
export function checkProofs(
  groups: readonly At<TrustDocument>[],
  headers: readonly At<HeaderDocument>[],
): ConfigFault[] {
  const spoken = new Set(headers.map(({ item }) => item.name.toLowerCase()))
  return [
    ...groups.flatMap((group) => [...checkHeader(group, spoken), ...checkFrontDoor(group)]),
    ...checkSecrets(groups),
  ]
}

function checkHeader({ item, path }: At<TrustDocument>, spoken: ReadonlySet<string>): ConfigFault[] {
  const name = item.proof?.header.toLowerCase() ?? ''
  const isTaken = spoken.has(name) || isReservedHeader(name) || findKnownHeader(name) !== undefined
  if (item.proof === undefined || !isTaken) return []
  const rule = 'the header of a proof can have no other use, and is not passed on'
  const nextStep = 'Choose a name of your own, such as X-Origin-Proof'
  return [{ code: 'BAD_PROOF', path: `${path}.proof.header`, rule, received: describeValue(name), nextStep }]
}

function checkFrontDoor({ item, path }: At<TrustDocument>): ConfigFault[] {
  const { ranges, proof } = item
  if (proof?.header.toLowerCase() !== FRONT_DOOR_ID || ranges === 'azure-front-door') return []
  return [
    {
      code: 'BAD_PROOF',
      path: `${path}.proof.header`,
      rule: 'X-Azure-FDID is an id and no secret, so it proves something only beside its provider’s ranges',
      received: describeValue(proof.header),
      nextStep: 'Use "ranges": "azure-front-door", or a secret of your own',
    },
  ]
}

/** Two names that share a variable would make one secret open two doors. */
function checkSecrets(groups: readonly At<TrustDocument>[]): ConfigFault[] {
  // In a header the secret of pseudonyms would be told to whoever can read one request.
  const names = new Map<string, string>([[secretVariable(PSEUDONYM_SECRET), PSEUDONYM_SECRET]])
  return groups.flatMap(({ item, path }): ConfigFault[] => {
    const secret = item.proof?.secret
    if (secret === undefined) return []
    const variable = secretVariable(secret)
    const other = names.get(variable)
    names.set(variable, secret)
    if (other === undefined || (other === secret && other !== PSEUDONYM_SECRET)) return []
    const rule = `shares the variable ${variable} with another secret`
    return [{ code: 'BAD_PROOF', path: `${path}.proof.secret`, rule, nextStep: 'Give it a name of its own' }]
  })
}
