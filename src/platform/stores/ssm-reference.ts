import { isRegion, readOptions } from './reference-options.ts'
import { badReference, type ReferenceKind } from './store-error.ts'

/** AWS, PutParameter. */
const MAX_LEVELS = 15

const PATH = /^(?:\/[A-Za-z0-9_.-]{1,128})+$/
const KMS_KEY = /^[A-Za-z0-9:/_-]{1,512}$/

export type SsmReference = {
  readonly path: string
  readonly region: string | undefined
  /** An alias, a key's id or its ARN. */
  readonly kmsKeyId: string | undefined
}

export type SsmReferenceRules = {
  /** Levels of the names that go below the path. */
  readonly levelsBelow: number
  /** The keys' own if left out. */
  readonly kind?: ReferenceKind
}

/** Reads what follows `ssm:` in a reference. Throws StoreError BAD_REFERENCE. */
export function readSsmReference(text: string, { levelsBelow, kind }: SsmReferenceRules): SsmReference {
  const bad = (rule: string): Error => badReference(`ssm:${text}`, rule, kind)
  const [path = '', query, ...more] = text.split('?')
  const maxLevels = MAX_LEVELS - levelsBelow
  if (!PATH.test(path) || path.split('/').length > maxLevels + 1 || more.length > 0) {
    throw bad(`the path of Parameter Store must begin with / and have 1 to ${maxLevels} levels`)
  }
  const options = readOptions(query, ['region', 'kms'])
  if (options === undefined) throw bad('takes region and kms, each of them once')
  const region = options.get('region')
  const kmsKeyId = options.get('kms')
  if (region !== undefined && !isRegion(region)) throw bad('region must be one such as us-east-1')
  if (kmsKeyId === undefined || KMS_KEY.test(kmsKeyId)) return { path, region, kmsKeyId }
  throw bad('kms must be an alias, an id or an ARN of a key, such as alias/ipseal')
}
