import type { Breach, PlannedPath } from './fact.ts'
import { stringsIn } from './values-at.ts'

/** What may be open to everyone, and why. */
export type Opening = { readonly type: string; readonly attribute: string; readonly reason: string }

const EVERYONE = ['0.0.0.0/0', '::/0']

/** No attribute of any resource names everyone, policies and descriptions included, but for openings that say why. */
export function checkOpen(path: PlannedPath, openings: readonly Opening[]): readonly Breach[] {
  return path.resources.flatMap(({ address, type, values }) =>
    stringsIn(values, type)
      .filter(({ text }) => EVERYONE.includes(text))
      .filter((found) => !openings.some((one) => `${one.type}.${one.attribute}` === found.path))
      .map(({ path: at, text }) => `${address} opens ${at} to ${text}`),
  )
}
