import type { RangesRecord } from '../../ranges/record.ts'
import { InputError } from '../errors.ts'
import type { StandingList } from './standing-list.ts'

/**
 * The record of a list that is about to be used. An edge goes on with the bundled list where the stored one is not
 * believed; whoever writes a configuration has to know first.
 *
 * @throws InputError `UNUSABLE_LIST` for a stored list that is not believed, `NO_LIST` where there is none
 */
export function requireRecord(
  { name, record, fault }: Pick<StandingList, 'name' | 'record' | 'fault'>,
  place: string,
): RangesRecord {
  if (fault !== undefined) {
    throw new InputError(`${place}: the list ${name} ${fault.text}. Refresh it, and find out who wrote it`, {
      code: 'UNUSABLE_LIST',
    })
  }
  if (record !== undefined) return record
  throw new InputError(`${place}: there is no list ${name}, and none is bundled. Refresh it into a store first`, {
    code: 'NO_LIST',
  })
}
