import { createContext, Script, type Context } from 'node:vm'

const bench: { work: () => unknown } = { work: () => undefined }
const script = new Script('work()')
let context: Context | undefined

/**
 * Runs `work`, and throws when it is not done in time: a loop over what a caller sent, or a regular expression that
 * backtracks, would otherwise hold up every other call. Costs about 0.2 ms. `work` must not wait for anything.
 */
export function timeBoxed(work: () => unknown, milliseconds: number): unknown {
  context ??= createContext(bench)
  bench.work = work
  try {
    const value: unknown = script.runInContext(context, { timeout: milliseconds })
    return value
  } finally {
    bench.work = () => undefined
  }
}
