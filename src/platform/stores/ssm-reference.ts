import { badReference } from './store-error.ts'

/** 15 levels at most, two of which are the names below it (AWS, PutParameter). */
const PATH = /^(?:\/[A-Za-z0-9_.-]{1,128}){1,13}$/
const REGION = /^[a-z0-9-]{1,32}$/
const KMS_KEY = /^[A-Za-z0-9:/_-]{1,512}$/

export type SsmReference = {
  readonly path: string
  readonly region: string | undefined
  /** An alias, a key's id or its ARN. */
  readonly kmsKeyId: string | undefined
}

/** Reads what follows `ssm:` in a reference. Throws StoreError BAD_REFERENCE. */
export function readSsmReference(text: string): SsmReference {
  const [path = '', query, ...more] = text.split('?')
  const reference = `ssm:${text}`
  if (!PATH.test(path) || more.length > 0) {
    throw badReference(reference, 'the path of Parameter Store must begin with / and have 1 to 13 levels')
  }
  const options = new URLSearchParams(query)
  const unknown = [...options.keys()].some((name, i, names) => !OPTIONS.has(name) || names.indexOf(name) !== i)
  if (unknown) throw badReference(reference, 'takes region and kms, each of them once')
  const region = options.get('region') ?? undefined
  const kmsKeyId = options.get('kms') ?? undefined
  if (region !== undefined && !REGION.test(region))
    throw badReference(reference, 'region must be one such as us-east-1')
  if (kmsKeyId === undefined || KMS_KEY.test(kmsKeyId)) return { path, region, kmsKeyId }
  throw badReference(reference, 'kms must be an alias, an id or an ARN of a key, such as alias/ipseal')
}

const OPTIONS: ReadonlySet<string> = new Set(['region', 'kms'])
