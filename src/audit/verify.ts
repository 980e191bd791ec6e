import type { KeyObject } from 'node:crypto'

import type { Checkpoint } from '../store/sqlite/checkpoint.ts'
import { gatherEvidence, SAY_KEEPING, type Evidence } from './evidence.ts'
import { findings, type Break, type Findings } from './findings.ts'
import { limitsOf } from './limits.ts'
import type { Ledger } from './open-ledger.ts'
import { walkChain, type Walked } from './walk.ts'

/** What became of looking at a whole ledger. */
export interface Verification {
  readonly ok: boolean
  readonly rows: number
  /** When the last row was written, epoch milliseconds; null where there is none. */
  readonly endedAtMs: number | null
  /** The first breaks, at most 50. */
  readonly breaks: readonly Break[]
  /** How many there are. */
  readonly breakCount: number
  /** Checkpoints that are signed and agree with the ledger: beside it, and from outside. */
  readonly checkpoints: { readonly inside: number; readonly outside: number }
  /** What such a look cannot see, one sentence each. */
  readonly limits: readonly string[]
}

export interface VerifyParts {
  readonly ledger: Ledger
  /** The key that has signed, if it is known. */
  readonly verifying: KeyObject | undefined
  /** Whether that key came from beside the ledger. */
  readonly isOwnKey?: boolean
  /** The lines of the second place, if there is one. */
  readonly outside: readonly string[] | undefined
}

/** More than this are not told one by one. */
const MOST_BREAKS = 50

/** Walks the whole chain, and holds it to every checkpoint. The ledger may grow meanwhile. */
export function verifyLedger({
  ledger,
  verifying,
  isOwnKey = false,
  outside,
}: VerifyParts): Verification {
  const found = findings(MOST_BREAKS)
  // Before the rows: a checkpoint that is made meanwhile speaks of rows that would be there, and not the reverse.
  const { evidence, torn } = gatherEvidence(ledger, outside ?? [], verifying, found)
  const wanted = new Set(evidence.map(({ checkpoint }) => checkpoint.seq))
  const walked = walkChain(ledger.chain(), wanted, found)
  const agreeing = evidence.filter((each) => agrees(each, walked, found))
  // What stopped the walk is told already.
  if (walked.isWhole) sayDamage(ledger, found)
  const hasKey = verifying !== undefined
  const count = (kept: Evidence['kept']): number =>
    hasKey ? agreeing.filter((each) => each.kept === kept).length : 0
  return {
    ok: found.count() === 0,
    rows: walked.rows,
    endedAtMs: walked.endedAtMs ?? null,
    breaks: found.list,
    breakCount: found.count(),
    checkpoints: { inside: count('inside'), outside: count('outside') },
    limits: limitsOf({
      agreeing,
      walked,
      hasKey,
      isOwnKey,
      hasOutside: outside !== undefined,
      torn,
    }),
  }
}

function agrees({ kept, checkpoint }: Evidence, walked: Walked, found: Findings): boolean {
  const { seq, hash } = checkpoint
  const stored = walked.hashes.get(seq)
  if (stored === hash) return true
  // What lies beyond a page that cannot be read may be there.
  if (walked.isWhole || stored !== undefined)
    found.add(seq, `A checkpoint ${SAY_KEEPING[kept]} knows it: ${contradiction(seq, walked)}.`)
  return false
}

function contradiction(seq: Checkpoint['seq'], { end, hashes }: Walked): string {
  if (seq > end) return `the ledger was cut, and ends at row ${end}`
  if (!hashes.has(seq)) return 'the row is gone'
  return 'the row is another now, so the chain was rewritten up to it'
}

/** The file as SQLite sees it: an index that leaves a row out would hide it from whoever asks for a conversation. */
function sayDamage(ledger: Ledger, found: Findings): void {
  try {
    for (const line of ledger.damage()) found.add(null, `The database file is damaged: ${line}.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    found.add(null, `The database file is damaged: ${why}.`)
  }
}
