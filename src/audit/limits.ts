import type { Evidence } from './evidence.ts'
import { isoTime } from './iso-time.ts'
import type { Walked } from './walk.ts'

export interface Seen {
  /** The checkpoints that agree with the ledger. */
  readonly agreeing: readonly Evidence[]
  readonly walked: Walked
  readonly hasKey: boolean
  /** Whether the key came from beside the ledger. */
  readonly isOwnKey: boolean
  /** Whether there was a second place to look at. */
  readonly hasOutside: boolean
  readonly torn: number
}

/** What an honest verifier says beside its verdict: one sentence for each thing that it cannot see. */
export function limitsOf(seen: Seen): readonly string[] {
  return [...reach(seen), ...keyLimit(seen), ...tornLimit(seen)]
}

const UNSEEN =
  'if the ledger was cut at its end, put back to an older copy, or rewritten as a whole, it looks as sound as this'

function reach({ agreeing, walked, hasKey, hasOutside }: Seen): readonly string[] {
  if (!hasKey)
    return [`The key that signs checkpoints is not here, so none of them counts: ${UNSEEN}.`]
  const newest = agreeing
    .filter(({ kept }) => kept === 'outside')
    .reduce<Evidence['checkpoint'] | undefined>(
      (best, { checkpoint }) => (best && best.seq >= checkpoint.seq ? best : checkpoint),
      undefined,
    )
  if (!newest)
    return [
      hasOutside
        ? `No checkpoint from outside counts yet. Until one does: ${UNSEEN}.`
        : `No checkpoints from outside were given, and those beside the ledger go with it: ${UNSEEN}.`,
    ]
  const { seq, at } = newest
  const after = walked.end - seq
  const reached = `row ${seq}, signed ${isoTime(at)}`
  if (after === 0)
    return [
      `Checkpoints from outside reach to ${reached}. What was written since, if anything, could have been cut unseen.`,
    ]
  const rows = after === 1 ? 'The last row is' : `The last ${after} rows are`
  return [
    `${rows} newer than the newest checkpoint from outside (${reached}). From there on, rows could have been cut, changed or added unseen.`,
  ]
}

function keyLimit({ hasKey, isOwnKey }: Seen): readonly string[] {
  if (!hasKey || !isOwnKey) return []
  return [
    'The key is the one beside the ledger. Whoever replaced ledger, key and second place together is seen only by a public key that was kept elsewhere.',
  ]
}

function tornLimit({ torn }: Seen): readonly string[] {
  if (torn === 0) return []
  const lines = torn === 1 ? '1 line' : `${torn} lines`
  return [`A crash, or a full disk, has cut ${lines} of the second place short.`]
}
