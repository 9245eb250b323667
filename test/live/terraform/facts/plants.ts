/** A line that is made wrong in a copy, the fact that it breaks, and how that is told. */
export type Plant = {
  readonly fact: string
  readonly example: string
  /** From infra/terraform. */
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly breach: string
}

/** Plants that go into one run: of one example, and no two of them in one place. A run each would take minutes. */
export type Round = { readonly example: string; readonly round: number; readonly plants: readonly Plant[] }

export function planRounds(plants: readonly Plant[]): readonly Round[] {
  return [...Map.groupBy(plants, ({ example }) => example)].flatMap(([example, own]) => {
    const places = [...Map.groupBy(own, ({ file, find }) => `${file}\n${find}`).values()]
    const count = Math.max(...places.map(({ length }) => length))
    return Array.from({ length: count }, (_, index) => ({
      example,
      round: index + 1,
      plants: places.flatMap((place) => place.slice(index, index + 1)),
    }))
  })
}
