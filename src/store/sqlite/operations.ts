import { createHash } from 'node:crypto'

import type { Claim, Holder } from '../../kernel/journal.ts'
import type { Operation, OperationState } from '../../kernel/operation.ts'
import type { Database } from './database.ts'

export const COLUMNS = `scope, key, fingerprint, made_by AS madeBy, call, tool, state, operation_key AS operationKey,
  resumes, lease_until AS leaseUntilMs, expires_at AS expiresAtMs, clearance, end`

/** As it stands in the table. */
export type Row = Omit<Operation, 'end'> & { readonly end: string | null; readonly resumes: number }

/** What a claim may carry, beside its entries. */
export type Claimed = Omit<Claim, 'entries' | 'clearance'> & {
  readonly clearance: string | null
}

/** A call whose process has died over it. */
export interface Left {
  readonly call: string
  readonly run: string | null
  readonly tool: string
}

/** How a claim meets the row that is there: as a new operation, as its continuation, or not at all. */
export type Standing =
  | { readonly kind: 'free' | 'taken' }
  | {
      readonly kind: 'resumable'
      /** The clearance that it has consumed. */
      readonly clearance: string | null
      /** An earlier try passed the point of no return. */
      readonly isDoubtful: boolean
    }

/** What an operator says of one that is in doubt. */
interface Resolution {
  readonly call: string
  readonly state: 'succeeded' | 'failed'
  readonly end: string
  readonly keepUntilMs: number
}

/** From which states an operation may come to which. */
function moveStatements(database: Database) {
  const move = (to: OperationState, from: string) =>
    database.prepare<[Holder & { leaseUntilMs: number; end: string | null }]>(
      `UPDATE operations SET state = '${to}', lease_until = @leaseUntilMs, end = @end
        WHERE scope = @scope AND key = @key AND call = @call AND state IN (${from})`,
    )
  return {
    // One that was taken over in doubt stays past the point of no return.
    committed: move('committed', "'claimed', 'committed'"),
    cancelled: move('cancelled', "'claimed'"),
    // A lease that ran out while its holder was alive has made it doubtful; the holder knows better.
    succeeded: move('succeeded', "'committed', 'in_doubt'"),
    failed: move('failed', "'committed', 'in_doubt'"),
    in_doubt: move('in_doubt', "'committed', 'in_doubt'"),
  }
}

/** The statements on operations; each belongs into a transaction of its caller. */
export function operationStatements(database: Database) {
  const select = database.prepare<[string, string], Row>(
    `SELECT ${COLUMNS} FROM operations WHERE scope = ? AND key = ?`,
  )
  const put = database.prepare<
    [Omit<Claimed, 'resumes'> & { resumes: number; operationKey: string }]
  >(
    `INSERT OR REPLACE INTO operations
            (scope, key, fingerprint, made_by, call, run, tool, state, operation_key, resumes, lease_until, expires_at,
             clearance, end)
     VALUES (@scope, @key, @fingerprint, @madeBy, @call, @run, @tool, 'claimed', @operationKey, @resumes,
             @leaseUntilMs, @expiresAtMs, @clearance, NULL)`,
  )
  // What may have begun stays so: a next try that is cancelled must not make it look as if nothing had happened.
  const takeOver = database.prepare<[Claimed]>(
    `UPDATE operations SET state = CASE WHEN state IN ('committed', 'in_doubt') THEN 'committed' ELSE 'claimed' END, call = @call, lease_until = @leaseUntilMs, expires_at = @expiresAtMs,
            clearance = coalesce(@clearance, clearance)
      WHERE scope = @scope AND key = @key`,
  )
  const moves = moveStatements(database)
  const renew = database.prepare<[number, string, string, string]>(
    `UPDATE operations SET lease_until = ? WHERE scope = ? AND key = ? AND call = ? AND state = 'committed'`,
  )
  const overdue = (from: OperationState, to: OperationState) =>
    database.prepare<[number], Left>(
      `UPDATE operations SET state = '${to}' WHERE state = '${from}' AND lease_until <= ? RETURNING call, run, tool`,
    )
  const doubt = overdue('committed', 'in_doubt')
  const withdraw = overdue('claimed', 'cancelled')
  // What is in doubt never expires: nobody may start it anew as if nothing had happened.
  const forget = database.prepare<[number]>(
    `DELETE FROM operations WHERE expires_at <= ? AND state IN ('succeeded', 'failed', 'cancelled')`,
  )
  // Whoever named it by a key of their own can still ask what became of it.
  const resolve = database.prepare<[Resolution]>(
    `UPDATE operations SET state = @state, end = @end,
            expires_at = CASE made_by WHEN 'client' THEN max(expires_at, @keepUntilMs) ELSE expires_at END
      WHERE call = @call AND state = 'in_doubt'`,
  )
  return Object.freeze({
    standing: (claim: Claimed): Standing => standingOf(select.get(claim.scope, claim.key), claim),
    /** Answers the operation key. */
    start(claim: Claimed): string {
      const operationKey = keyFor(claim)
      put.run({ ...claim, resumes: Number(claim.resumes), operationKey })
      return operationKey
    },
    /** Answers the operation key, which stays what it was. */
    takeOver(claim: Claimed): string {
      takeOver.run(claim)
      return select.get(claim.scope, claim.key)?.operationKey ?? ''
    },
    move: (holder: Holder, to: keyof typeof moves, leaseUntilMs = 0, end: string | null = null) =>
      moves[to].run({ ...holder, leaseUntilMs, end }).changes === 1,
    renew: ({ scope, key, call }: Holder, leaseUntilMs: number): void =>
      void renew.run(leaseUntilMs, scope, key, call),
    /** Marks as in doubt what nobody works on any more, and answers it. */
    doubtOverdue: (nowMs: number): readonly Left[] => doubt.all(nowMs),
    /** Likewise marks as cancelled what was claimed and never begun. */
    withdrawOverdue: (nowMs: number): readonly Left[] => withdraw.all(nowMs),
    forgetBefore: (atMs: number): void => void forget.run(atMs),
    resolve: (resolution: Resolution): boolean => resolve.run(resolution).changes === 1,
  })
}

/**
 * Whether the row that holds a key stands in the way of a claim. A row that nobody works on is taken over when its
 * effect cannot have begun, or when its tool can be run again under the same operation key.
 */
function standingOf(row: Row | undefined, claim: Claimed): Standing {
  if (!row || isOver(row, claim.nowMs)) return { kind: 'free' }
  if (row.fingerprint !== claim.fingerprint || !isBrokenOff(row, claim.nowMs))
    return { kind: 'taken' }
  const isDoubtful = row.state === 'committed' || row.state === 'in_doubt'
  return { kind: 'resumable', clearance: row.clearance, isDoubtful }
}

/**
 * What is in doubt is never over. A failure made nothing, so only who named it by a key of their own is held to it, and
 * not where it was one of the moment, which is kept without its end.
 */
function isOver({ state, madeBy, end, expiresAtMs }: Row, nowMs: number): boolean {
  if (state === 'failed' && (madeBy !== 'client' || end === null)) return true
  return expiresAtMs <= nowMs && ['succeeded', 'failed', 'cancelled'].includes(state)
}

function isBrokenOff({ state, resumes, leaseUntilMs }: Row, nowMs: number): boolean {
  if (state === 'cancelled') return true
  if (leaseUntilMs > nowMs) return false
  return state === 'claimed' || (resumes === 1 && ['committed', 'in_doubt'].includes(state))
}

/** Unlike for any two operations, also for two that follow each other under one key. */
function keyFor({ scope, key, call }: Claimed): string {
  return createHash('sha256')
    .update(JSON.stringify([scope, key, call]))
    .digest('hex')
}
