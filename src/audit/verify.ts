import type { KeyObject } from 'node:crypto'

import { CHAIN_START, chainHash } from '../store/sqlite/chain.ts'
import { isSignedBy, keyId, readCheckpoint, type Checkpoint } from '../store/sqlite/checkpoint.ts'
import type { Ledger, StoredRow } from './open-ledger.ts'

/** Something that cannot be if nobody has touched the ledger. */
export interface Break {
  /** The row it is about; null when it is about a line of the second place. */
  readonly seq: number | null
  /** One sentence. */
  readonly what: string
}

export interface Verification {
  readonly ok: boolean
  readonly rows: number
  readonly breaks: readonly Break[]
  /** Checkpoints that are signed and agree with the ledger: beside it, and outside. */
  readonly checkpoints: { readonly inside: number; readonly outside: number }
  /** What such a look cannot see, one sentence each. */
  readonly limits: readonly string[]
}

export interface VerifyParts {
  readonly ledger: Ledger
  /** The key that has signed, if it is known. */
  readonly verifying: KeyObject | undefined
  /** The lines of the second place, if there is one. */
  readonly outside: readonly string[] | undefined
}

/** More than this are not told one by one. */
const MOST_BREAKS = 50

/** Walks the whole chain, and holds it to every checkpoint. */
export function verifyLedger({ ledger, verifying, outside }: VerifyParts): Verification {
  const wanted = new Map<number, string>()
  const breaks: Break[] = []
  const good = { inside: 0, outside: 0 }
  const { found, faults } = checkpointsIn(ledger, outside)
  breaks.push(...faults)
  const trusted = found.filter((each) => {
    const fault = signatureFault(each.checkpoint, verifying)
    if (fault !== undefined) breaks.push({ seq: each.checkpoint.seq, what: fault })
    else wanted.set(each.checkpoint.seq, each.checkpoint.hash)
    return fault === undefined
  })
  const walked = walk(ledger.rows(), wanted)
  breaks.push(...walked.breaks)
  for (const { place, checkpoint } of trusted) {
    const fault = contradiction(checkpoint, walked)
    if (fault === undefined) good[place] += verifying ? 1 : 0
    else breaks.push({ seq: checkpoint.seq, what: `${fault} (checkpoint ${SAY[place]})` })
  }
  return {
    ok: breaks.length === 0,
    rows: walked.rows,
    breaks: breaks.slice(0, MOST_BREAKS),
    checkpoints: good,
    limits: limitsOf({ trusted, walked, verifying, outside }),
  }
}

const SAY = { inside: 'beside the ledger', outside: 'kept outside' } as const

interface Found {
  readonly place: 'inside' | 'outside'
  readonly checkpoint: Checkpoint
}

function checkpointsIn(
  ledger: Ledger,
  outside: readonly string[] | undefined,
): { readonly found: readonly Found[]; readonly faults: readonly Break[] } {
  const inside = ledger
    .checkpoints()
    .map((checkpoint) => ({ place: 'inside', checkpoint }) as const)
  const lines = (outside ?? []).filter((line) => line.trim() !== '')
  const read = lines.map((line) => ({ line, checkpoint: readCheckpoint(line) }))
  return {
    found: [
      ...inside,
      ...read.flatMap(({ checkpoint }) =>
        checkpoint ? [{ place: 'outside', checkpoint } as const] : [],
      ),
    ],
    faults: read.flatMap(({ checkpoint }, at) =>
      checkpoint
        ? []
        : [{ seq: null, what: `Line ${at + 1} of the second place is no checkpoint.` }],
    ),
  }
}

/** Without a key a checkpoint proves nothing, but does not contradict anything either. */
function signatureFault(
  checkpoint: Checkpoint,
  verifying: KeyObject | undefined,
): string | undefined {
  if (!verifying) return undefined
  if (checkpoint.key !== keyId(verifying)) return 'A checkpoint is signed with another key.'
  return isSignedBy(checkpoint, verifying) ? undefined : 'A checkpoint has a wrong signature.'
}

interface Walked {
  readonly rows: number
  readonly last: StoredRow | undefined
  readonly breaks: readonly Break[]
  /** The stored hashes of the rows that checkpoints speak of. */
  readonly hashes: ReadonlyMap<number, string>
}

function walk(rows: Iterable<StoredRow>, wanted: ReadonlyMap<number, string>): Walked {
  const breaks: Break[] = []
  const hashes = new Map<number, string>()
  let previous: Buffer = CHAIN_START
  let last: StoredRow | undefined
  let count = 0
  for (const row of rows) {
    const due = (last?.seq ?? 0) + 1
    if (row.seq !== due)
      breaks.push({ seq: row.seq, what: `Rows are missing before it: ${due} was due.` })
    // One fault is told once: the chain goes on from what is stored.
    else if (!chainHash(previous, row).equals(row.hash))
      breaks.push({ seq: row.seq, what: 'It, or the row before it, is not what was written.' })
    if (wanted.has(row.seq)) hashes.set(row.seq, row.hash.toString('hex'))
    previous = row.hash
    last = row
    count += 1
  }
  return { rows: count, last, breaks, hashes }
}

function contradiction({ seq, hash }: Checkpoint, { last, hashes }: Walked): string | undefined {
  if (seq > (last?.seq ?? 0))
    return `The ledger ends at ${last?.seq ?? 0}, but it once had row ${seq}`
  const stored = hashes.get(seq)
  if (stored === undefined) return 'The row is gone'
  return stored === hash ? undefined : 'The row is another than it was: the chain was rewritten'
}

/** What an honest verifier says beside its verdict. */
function limitsOf({
  trusted,
  walked,
  verifying,
  outside,
}: {
  readonly trusted: readonly Found[]
  readonly walked: Walked
  readonly verifying: KeyObject | undefined
  readonly outside: readonly string[] | undefined
}): readonly string[] {
  const end = walked.last?.seq ?? 0
  const kept = trusted
    .filter(({ place }) => place === 'outside')
    .map(({ checkpoint }) => checkpoint)
  const newest = kept.toSorted((a, b) => b.seq - a.seq)[0]
  if (!verifying)
    return [
      'The key that signs checkpoints is not here, so no checkpoint counts: a ledger that was cut at its end, or rewritten as a whole, would look sound.',
    ]
  if (!newest)
    return [
      outside === undefined
        ? 'No checkpoints from outside were given. Whoever can write this folder could have cut the ledger at its end, or rewritten it as a whole, unseen.'
        : 'The second place holds no checkpoint yet. Until it does, a ledger that was cut at its end, or rewritten as a whole, would look sound.',
    ]
  const since = new Date(newest.at).toISOString()
  const after = Math.max(0, end - newest.seq)
  return [
    after === 0
      ? `What was written after the newest checkpoint from outside (row ${newest.seq}, ${since}) could have been cut unseen.`
      : `The last ${after} rows are newer than the newest checkpoint from outside (row ${newest.seq}, ${since}). Of those, the last ones could have been cut or changed unseen.`,
  ]
}
