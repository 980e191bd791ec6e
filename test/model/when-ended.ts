import { ticks, type OpenBank } from '../support/open-bank.ts'

/** Whoever waits for another try looks again after a while, so the clock has to go on. */
export async function whenEnded<T>(
  { house }: { readonly house: OpenBank },
  running: Promise<T>,
): Promise<T> {
  let isOver = false
  const over = (): void => {
    isOver = true
  }
  void running.then(over, over)
  for (let at = 0; at < 400; at += 1) {
    await ticks(at === 0 ? 12 : 4)
    if (isOver) return running
    house.clock.turn(50)
  }
  throw new Error('a call that never ends')
}
