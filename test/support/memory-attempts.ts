import type { Attempts, Clock, TryLimit } from '../../src/index.ts'

export interface Try {
  readonly key: string
  readonly atMs: number
}

/** Attempts without a database; `tries` may be given to look at them. Asynchronous, so that calls can overlap. */
export function memoryAttempts(clock: Clock, tries: Try[] = []): Attempts {
  const isLeft = ({ key, most, windowMs }: TryLimit): boolean =>
    tries.filter((one) => one.key === key && one.atMs > clock.now() - windowMs).length < most
  return {
    async take(limits) {
      await Promise.resolve()
      if (!limits.every(isLeft)) return false
      tries.push(...limits.map(({ key }) => ({ key, atMs: clock.now() })))
      return true
    },
    async forgive(limits) {
      await Promise.resolve()
      for (const { key } of limits)
        tries.splice(
          tries.findLastIndex((one) => one.key === key),
          1,
        )
    },
  }
}
