import type { Desk } from './callers.ts'
import { Died, type Life } from './life.ts'

/** Where callers call, whichever process stands behind it at the moment. */
export interface MovingDesk extends Desk {
  open(life: Life): void
  /** Its process died; callers wait for the next one. */
  close(): void
  /** What was begun is still finished. */
  takeNoMore(): void
  /** Something went wrong: whoever waits need wait no longer. */
  giveUp(): void
}

export function movingDesk(): MovingDesk {
  let waiting = Promise.withResolvers<Life | undefined>()
  let takes = true
  return {
    current: () => waiting.promise,
    isOpen: () => takes,
    open: (life) => waiting.resolve(life),
    close() {
      waiting.resolve(undefined)
      waiting = Promise.withResolvers()
    },
    takeNoMore() {
      takes = false
    },
    giveUp() {
      takes = false
      waiting.resolve(undefined)
    },
  }
}

/** Opens the house in this process. False when it dies over it. */
export async function opensIn(life: Life, setting: Parameters<Life['open']>[0]): Promise<boolean> {
  try {
    await life.open(setting)
    return true
  } catch (error) {
    if (error instanceof Died) return false
    throw error
  }
}
