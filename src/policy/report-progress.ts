import type { Call } from '../kernel/call.ts'
import type { Clock } from '../kernel/host.ts'
import type { ProgressMade, ProgressNote, ReportProgress } from '../kernel/progress.ts'

/** So many at once, then one at a time: a client that draws a bar needs no more, and a loop must not flood it. */
const BURST = 4
const EVERY_MS = 250

/** One breath. */
const LONGEST_WORDS = 200

export interface ProgressReports {
  readonly report: ReportProgress
  /** Sends what was held back, and nothing from then on. */
  close(): void
}

const SILENT: ProgressReports = Object.freeze({ report: () => {}, close: () => {} })

/**
 * A call's reports of progress: rising, a few per second at most, the last one always, and none once the client has its
 * answer. For a client that asked for none they go nowhere. Nothing in here can make a handler fail.
 */
export function progressReports({ line, learnt }: Call, clock: Clock): ProgressReports {
  const { tell } = line
  if (!tell) return SILENT
  let highest = -1
  let total: number | undefined
  let tokens = BURST
  let refilledMs = clock.now()
  let held: ProgressNote | undefined
  let callOff = (): void => {}
  let isOver = false

  const refill = (): void => {
    const earned = Math.floor((clock.now() - refilledMs) / EVERY_MS)
    tokens = Math.min(BURST, tokens + earned)
    refilledMs += earned * EVERY_MS
  }
  const flush = (): void => {
    const note = held
    held = undefined
    callOff()
    callOff = () => {}
    if (note && !learnt.isAnswered) tell(note)
  }
  const send = (note: ProgressNote): void => {
    refill()
    const isWaiting = held !== undefined
    held = note
    if (isWaiting) return
    if (tokens < 1) {
      callOff = clock.after(EVERY_MS, () => {
        refill()
        tokens -= 1
        flush()
      })
      return
    }
    tokens -= 1
    flush()
  }
  return {
    report(made, words) {
      const part = partOf(made)
      if (isOver || part === undefined || part <= highest) return
      highest = part
      total ??= typeof made === 'number' ? 1 : made.of
      send({ progress: part * total, total, ...messageIn(words) })
    },
    close() {
      isOver = true
      flush()
    },
  }
}

/** From 0 to 1; `undefined` for what is no number, which is not worth a failed call. */
function partOf(made: ProgressMade): number | undefined {
  const part = typeof made === 'number' ? made : made.step / made.of
  return Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : undefined
}

function messageIn(words: unknown): Pick<ProgressNote, 'message'> {
  if (typeof words !== 'string') return {}
  const message = words.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return message === '' ? {} : { message: message.slice(0, LONGEST_WORDS) }
}
