import { createContext, Script, type Context } from 'node:vm'

const bench: { work: () => unknown } = { work: () => undefined }
const script = new Script('work()')
let context: Context | undefined

/** What `timeBoxed` throws when it is too late. */
export class TooLate extends Error {
  override readonly name = 'TooLate'
}

/**
 * Runs `work`, and throws `TooLate` when it is not done in time: a loop over what a caller sent, or a regular
 * expression that backtracks, would otherwise hold up every other call. Costs about 0.2 ms. `work` must not wait for
 * anything, and may be begun twice: on a machine so busy that it had no turn, being late is not its fault.
 */
export function timeBoxed(work: () => unknown, milliseconds: number): unknown {
  const before = process.cpuUsage()
  try {
    return run(work, milliseconds)
  } catch (error) {
    if (!isTimeout(error)) throw error
    const { user, system } = process.cpuUsage(before)
    if ((user + system) / 1_000 > milliseconds / 2) throw new TooLate('it takes too long')
  }
  try {
    return run(work, milliseconds)
  } catch (error) {
    throw isTimeout(error) ? new TooLate('it takes too long') : error
  }
}

function run(work: () => unknown, timeout: number): unknown {
  context ??= createContext(bench)
  bench.work = work
  try {
    const value: unknown = script.runInContext(context, { timeout })
    return value
  } finally {
    bench.work = () => undefined
  }
}

/** The error comes from the other context, so it is no `Error` of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  )
}
