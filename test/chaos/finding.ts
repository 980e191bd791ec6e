/** What one attack did and what came of it: a row of the table. */
export interface Finding {
  readonly attack: string
  readonly amount: string
  readonly promised: string
  readonly measured: string
  /** The promises that were broken, in words. */
  readonly broken: readonly string[]
}

/** Whether each holds, by what it says. */
export type Promises = Readonly<Record<string, boolean>>

/** The words of what does not hold. */
export function brokenOf(promises: Promises): readonly string[] {
  return Object.entries(promises)
    .filter(([, isKept]) => !isKept)
    .map(([words]) => words)
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MB`
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} kB`
}

export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`
}

export function counted(n: number): string {
  return n.toLocaleString('en-US')
}

/** The value below which `share` of them are. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
