/** More than this are asked anew, so that a stranger's questions cannot fill the memory. */
const MOST = 1_000

export interface OncePerTurn<T> {
  ask(of: string): T
  /** For who changes what is asked about. */
  forget(): void
}

/**
 * The same question, asked once in each turn of the event loop however often it comes up in it: whatever else changes
 * the answer meanwhile has to wait for the turn to end as well. Of a throw nothing is remembered.
 */
export function oncePerTurn<T>(ask: (of: string) => T): OncePerTurn<T> {
  let answers = new Map<string, T>()
  // A map that is cleared again and again leaves tables behind that keep one another alive.
  const forget = (): void => {
    answers = new Map()
  }
  const answer = (of: string): T => {
    const known = answers.get(of)
    if (known !== undefined) return known
    const made = ask(of)
    // The last turn of a process need not wait for it.
    if (answers.size === 0) setImmediate(forget).unref()
    if (answers.size < MOST) answers.set(of, made)
    return made
  }
  return { ask: answer, forget }
}
