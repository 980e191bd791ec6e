/** Something that cannot be if nobody has touched the ledger. */
export interface Break {
  /** The row it is about; null when it is about no single row. */
  readonly seq: number | null
  /** One sentence. */
  readonly what: string
}

/** Collects breaks. The first are kept, and all are counted: a ruin must not fill the memory. */
export interface Findings {
  add(seq: number | null, what: string): void
  readonly list: readonly Break[]
  count(): number
}

export function findings(most: number): Findings {
  const list: Break[] = []
  let count = 0
  return Object.freeze<Findings>({
    add(seq, what) {
      count += 1
      if (list.length < most) list.push({ seq, what })
    },
    list,
    count: () => count,
  })
}
