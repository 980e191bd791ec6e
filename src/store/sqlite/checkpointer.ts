import { createPublicKey } from 'node:crypto'

import type { Clock } from '../../kernel/host.ts'
import { isSignedBy, signCheckpoint, type Checkpoint, type Signing } from './checkpoint.ts'
import { checkpointTable } from './checkpoint-table.ts'
import type { Database } from './database.ts'
import type { ChainHead } from './ledger-rows.ts'
import { secondPlace, type SecondPlace } from './second-place.ts'

/** Signs where the chain stands, now and again. It never throws: what goes wrong is no fault of the rows. */
export interface Checkpointer {
  /** Tells where the chain stands after a commit. */
  after(head: ChainHead): void
  /** Signs what is not signed yet. */
  close(): void
}

export interface CheckpointerSetting {
  readonly database: Database
  readonly signing: Signing
  /** The second place: a file that grows by one line a checkpoint. */
  readonly file: string | undefined
  readonly clock: Clock
  /** Hears that a checkpoint could not be kept in one of its two places. */
  readonly onTrouble: (message: string) => void
}

/** After so many rows, or so long after the last one, there is another checkpoint. */
const ROWS = 1_000
const EVERY_MS = 60_000

type Mark = Pick<Checkpoint, 'seq' | 'at'>

/** Works on the writer's thread, behind its commits. Several processes may do so on one database. */
export function checkpointer(setting: CheckpointerSetting): Checkpointer {
  const { database, clock } = setting
  const table = checkpointTable(database)
  const keep = keeper(setting)
  let last: Mark | undefined
  let head: ChainHead | undefined
  let callOff: (() => void) | undefined
  // What another process has signed meanwhile need not be signed again.
  const catchUp = (seq: number): Mark => {
    last = table.newestUpTo(seq) ?? last ?? { seq: 0, at: clock.now() }
    return last
  }
  const consider = ({ seq }: ChainHead): void => {
    let mark = last ?? catchUp(seq)
    if (isDue(seq, mark, clock.now())) mark = catchUp(seq)
    if (isDue(seq, mark, clock.now())) return sign()
    // Also where no row follows for hours: until it is signed, a row could be cut off unseen.
    if (seq > mark.seq) callOff ??= clock.after(mark.at + EVERY_MS - clock.now(), onTime)
  }
  const sign = (): void => {
    callOff?.()
    callOff = undefined
    if (head) last = keep.made(head)
  }
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      setting.onTrouble(`A checkpoint of the ledger could not be made: ${reasonOf(error)}`)
    }
  }
  const onTime = (): void => {
    callOff = undefined
    const at = head
    if (at) guarded(() => consider(at))
  }
  return Object.freeze<Checkpointer>({
    after(at) {
      head = at
      guarded(() => consider(at))
    },
    close() {
      callOff?.()
      callOff = undefined
      guarded(() => {
        if (head && head.seq > catchUp(head.seq).seq) sign()
        else keep.rest()
      })
    },
  })
}

/** A time in the future was told by another clock, and says nothing. */
function isDue(seq: number, mark: Mark, nowMs: number): boolean {
  if (seq <= mark.seq) return false
  return seq >= mark.seq + ROWS || nowMs >= mark.at + EVERY_MS || nowMs < mark.at
}

/** Keeps checkpoints in both places, and goes on where one of them fails. */
function keeper({ database, signing, file, clock, onTrouble }: CheckpointerSetting) {
  const table = checkpointTable(database)
  const verifying = createPublicKey(signing.key)
  const isOurs = (each: Checkpoint): boolean =>
    each.key === signing.id && isSignedBy(each, verifying)
  const second = file === undefined ? undefined : secondPlace({ file, table, isOurs })
  let unpublished: Checkpoint | undefined
  const publish = (place: SecondPlace, made: Checkpoint): void => {
    unpublished = made
    try {
      place.publish(made)
      unpublished = undefined
    } catch (error) {
      onTrouble(`A checkpoint of the ledger could not be written to ${file}: ${reasonOf(error)}`)
    }
  }
  return {
    made(head: ChainHead): Checkpoint {
      const made = signCheckpoint(head, clock.now(), signing)
      try {
        // Before the second place: what a crash tears there can then be told from a forgery, and made good.
        table.add(made)
      } catch (error) {
        onTrouble(`A checkpoint of the ledger could not be stored: ${reasonOf(error)}`)
      }
      if (second) publish(second, made)
      return made
    },
    /** Tries once more what could not be published. */
    rest(): void {
      if (second && unpublished) publish(second, unpublished)
    },
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
