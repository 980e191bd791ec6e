import type { KeyObject } from 'node:crypto'

import { isSignedBy, keyId, readCheckpoint, type Checkpoint } from '../store/sqlite/checkpoint.ts'
import type { Findings } from './findings.ts'
import type { Ledger } from './open-ledger.ts'
import { plainText } from './plain-text.ts'

/** Where a checkpoint was kept. */
export type Keeping = 'inside' | 'outside'

export const SAY_KEEPING: Readonly<Record<Keeping, string>> = {
  inside: 'beside the ledger',
  outside: 'from outside',
}

/** A checkpoint that the ledger has to agree with. */
export interface Evidence {
  readonly kept: Keeping
  readonly checkpoint: Checkpoint
}

export interface Gathered {
  readonly evidence: readonly Evidence[]
  /** How many lines of the second place a crash has cut short, with nothing lost. */
  readonly torn: number
}

/**
 * Gathers the checkpoints that were signed by this key. Without a key none of them proves anything; they are held
 * against the ledger nevertheless, because one that disagrees is a reason to look.
 */
export function gatherEvidence(
  ledger: Ledger,
  outside: readonly string[],
  verifying: KeyObject | undefined,
  found: Findings,
): Gathered {
  const { checkpoints, torn } = inLines(outside, found)
  const all = [...inTable(ledger, found), ...checkpoints]
  if (!verifying) return { evidence: all, torn }
  const id = keyId(verifying)
  const own = all.filter(({ checkpoint }) => checkpoint.key === id)
  sayForeign(
    all.filter(({ checkpoint }) => checkpoint.key !== id),
    found,
  )
  const evidence = own.filter(({ kept, checkpoint }) => {
    const isSigned = isSignedBy(checkpoint, verifying)
    if (!isSigned)
      found.add(
        checkpoint.seq,
        `Its checkpoint ${SAY_KEEPING[kept]} does not fit its signature: it was changed or forged.`,
      )
    return isSigned
  })
  return { evidence, torn }
}

function inTable(ledger: Ledger, found: Findings): readonly Evidence[] {
  const evidence: Evidence[] = []
  try {
    for (const checkpoint of ledger.checkpoints())
      if (checkpoint) evidence.push({ kept: 'inside', checkpoint })
      else found.add(null, 'A checkpoint beside the ledger holds what the ledger never writes.')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    found.add(null, `The checkpoints beside the ledger cannot be read: ${why}.`)
  }
  return evidence
}

/** One sentence for each key, because a key that was replaced has signed everything before. */
function sayForeign(foreign: readonly Evidence[], found: Findings): void {
  const groups = Map.groupBy(foreign, ({ kept, checkpoint: { key } }) =>
    JSON.stringify([kept, key]),
  )
  for (const [first, ...others] of groups.values())
    if (first) {
      const key = plainText(first.checkpoint.key.slice(0, 16))
      const many = others.length === 0 ? '1 checkpoint is' : `${others.length + 1} checkpoints are`
      found.add(
        null,
        `${many} signed with another key (${key}), ${SAY_KEEPING[first.kept]}. Row ${first.checkpoint.seq} is the first.`,
      )
    }
}

/** A line that was torn is written again soon; further than this nobody looks for it. */
const SOON = 1_000

function inLines(
  lines: readonly string[],
  found: Findings,
): { readonly checkpoints: readonly Evidence[]; readonly torn: number } {
  let torn = 0
  const checkpoints = lines.flatMap((line, at): readonly Evidence[] => {
    if (line.trim() === '') return []
    const checkpoint = readCheckpoint(line)
    if (checkpoint) return [{ kept: 'outside', checkpoint }]
    if (wasTorn(lines, at)) torn += 1
    else found.add(null, `Line ${at + 1} of the second place is no checkpoint.`)
    return []
  })
  return { checkpoints, torn }
}

/** Whether the line is the beginning of one that came later, or the last one and unfinished: so a crash leaves it. */
function wasTorn(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (!line.startsWith('{"v":1,"seq":')) return false
  if (at === lines.length - 1) return true
  return lines.slice(at + 1, at + 1 + SOON).some((later) => later.startsWith(line))
}
