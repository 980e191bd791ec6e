/** One way of doing a thing, to be compared with others in the same run. */
export interface Contender {
  readonly name: string
  readonly run: () => unknown
}

const ROUNDS = 15
const ROUND_MS = 40

/**
 * Median microseconds of each contender. The rounds are interleaved, so that a noisy moment of the machine hits all
 * of them: only ratios within one run mean anything.
 */
export async function measure(
  contenders: readonly Contender[],
): Promise<ReadonlyMap<string, number>> {
  const samples = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= ROUNDS; round++)
    for (const { name, run } of contenders) {
      const perRun = await roundOf(run)
      // The first round only warms up.
      if (round > 0) samples.get(name)?.push(perRun)
    }
  return new Map([...samples].map(([name, all]) => [name, median(all)]))
}

async function roundOf(run: () => unknown): Promise<number> {
  const started = performance.now()
  let runs = 0
  while (performance.now() - started < ROUND_MS) {
    await run()
    runs++
  }
  return ((performance.now() - started) / runs) * 1_000
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
