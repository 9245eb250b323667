import { expect } from 'vitest'

/** For edges without IPSEAL_RANGES: nothing is opened. */
export const noLists = {
  openLists: () => expect.fail('no lists are wanted'),
  bundledOf: () => undefined,
}
