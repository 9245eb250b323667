import { isRegion, readOptions } from '../stores/reference-options.ts'
import { badListReference } from './list-reference.ts'

/** S3 User Guide, "General purpose bucket naming rules"; a name is never an address. */
const BUCKET = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Of those, `.` and `..` are taken for folders by some that read a bucket. */
const PREFIX = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.-]{1,128}){0,8}$/

export type S3Reference = {
  readonly bucket: string
  /** Empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string | undefined
}

/** Reads what follows `s3:` in a reference. Throws StoreError BAD_REFERENCE. */
export function readS3Reference(text: string): S3Reference {
  const bad = (rule: string): Error => badListReference(`s3:${text}`, rule)
  const [place = '', query, ...more] = text.split('?')
  const [, bucket = '', path = ''] = /^\/\/([^/]*)(.*)$/s.exec(place) ?? []
  if (!BUCKET.test(bucket)) throw bad('must be s3:// and the name of a bucket')
  if (!PREFIX.test(path) || more.length > 0) {
    throw bad('the prefix must be 1 to 8 names of letters, digits, "_", "." and "-" between slashes')
  }
  const options = readOptions(query, ['region'])
  if (options === undefined) throw bad('takes region, and that once')
  const region = options.get('region')
  if (region !== undefined && !isRegion(region)) throw bad('region must be one such as us-east-1')
  return { bucket, prefix: path === '' ? '' : `${path.slice(1)}/`, region }
}
