import type { Clearance } from '../../kernel/clearance.ts'
import type { Claim, ClaimVerdict, Holder } from '../../kernel/journal.ts'
import type { AskVerdict, DecideVerdict } from '../../kernel/ticket-book.ts'
import { clearanceStatements } from './clearances.ts'
import type { Database } from './database.ts'
import { ledgerRows, type ChainHead, type LedgerRow } from './ledger-rows.ts'
import { operationStatements, type Left, type Standing } from './operations.ts'
import { ticketOps, ticketRow, type TicketGiven } from './ticket-ops.ts'
import { ticketStatements, type TicketStatements } from './ticket-statements.ts'
import { writesSwitch } from './writes-switch.ts'

type WithRows<T = object> = T & { readonly rows: readonly LedgerRow[] }

/** What each operation takes: plain data, because it travels between threads. */
export interface Given extends TicketGiven {
  readonly append: WithRows
  readonly issue: WithRows<{ readonly clearance: Clearance }>
  readonly spendTry: WithRows<{ readonly ids: readonly string[] }>
  readonly voidClearance: WithRows<{ readonly id: string }>
  readonly claim: WithRows<{ readonly claim: Omit<Claim, 'entries'> }>
  readonly commit: { readonly holder: Holder; readonly leaseUntilMs: number }
  readonly cancel: WithRows<{ readonly holder: Holder }>
  readonly finish: WithRows<{
    readonly holder: Holder
    readonly state: 'succeeded' | 'failed' | 'in_doubt'
    readonly end: string | null
  }>
  readonly renew: { readonly holder: Holder; readonly leaseUntilMs: number }
  readonly resolve: WithRows<{
    readonly call: string
    readonly state: 'succeeded' | 'failed'
    readonly end: string
  }>
  readonly sweep: { readonly nowMs: number }
  readonly setWritesStopped: WithRows<{ readonly stopped: boolean }>
  readonly noteChanges: WithRows
}

/** What one of them makes. */
export type Made =
  | void
  | boolean
  | number
  | ClaimVerdict
  | AskVerdict
  | DecideVerdict
  | readonly string[]

export type OpName = keyof Given

/** One change to be made, whole or not at all. */
export type Change<N extends OpName = OpName> = {
  readonly [K in N]: { readonly name: K; readonly given: Given[K] }
}[N]

type JournalOps = { readonly [N in OpName]: (given: Given[N]) => Made }

/** The operations over one database, each to be run inside a transaction, and the chain's end between them. */
export interface JournalDesk {
  make<N extends OpName>(change: Change<N>): Made
  /** Where the chain ends. */
  head(): ChainHead
  /** Reads it anew, first in each transaction; or goes back to it, where what came after was undone. */
  settle(head?: ChainHead): void
}

/** How long ended clearances and operations are still told apart from ones that never were. */
const KEEP_MS = 24 * 60 * 60 * 1_000

export function journalDesk(database: Database): JournalDesk {
  const ledger = ledgerRows(database)
  let head = ledger.head()
  const append = (rows: readonly LedgerRow[]): void => {
    head = ledger.append(head, rows)
  }
  const clearances = clearanceStatements(database)
  const tickets = ticketStatements(database)
  const ops: JournalOps = {
    append: ({ rows }) => append(rows),
    noteChanges: ({ rows }) => append(ledger.changed(rows)),
    ...clearanceOps(clearances, append),
    ...ticketOps(tickets, append),
    ...operationOps(database, { clearances, tickets }, append),
  }
  return Object.freeze({
    make: <N extends OpName>({ name, given }: Change<N>) => ops[name](given),
    head: () => head,
    settle(to = ledger.head()) {
      head = to
    },
  })
}

type Append = (rows: readonly LedgerRow[]) => void
type Clearances = ReturnType<typeof clearanceStatements>

function clearanceOps(clearances: Clearances, append: Append) {
  return {
    issue({ clearance, rows }: Given['issue']) {
      clearances.issue(clearance)
      append(rows)
    },
    spendTry({ ids, rows }: Given['spendTry']) {
      append(rows)
      return clearances.spendTry(ids)
    },
    voidClearance({ id, rows }: Given['voidClearance']) {
      clearances.end(id)
      append(rows)
    },
  }
}

/** What can let a call run. */
interface Yeses {
  readonly clearances: Clearances
  readonly tickets: TicketStatements
}

function operationOps(database: Database, yeses: Yeses, append: Append) {
  const { clearances, tickets } = yeses
  const operations = operationStatements(database)
  const writes = writesSwitch(database)
  return {
    claim({ claim, rows }: Given['claim']): ClaimVerdict {
      if (writes.isStopped()) return { kind: 'stopped' }
      const { clearance, ...rest } = claim
      const claimed = { ...rest, clearance: clearance && !clearance.isHeld ? clearance.id : null }
      const standing = operations.standing(claimed)
      if (standing.kind === 'taken') return { kind: 'taken' }
      if (!isCleared(claim, standing, yeses)) return { kind: 'no_clearance' }
      const isContinued = standing.kind === 'resumable'
      const operationKey = isContinued ? operations.takeOver(claimed) : operations.start(claimed)
      append([...rows, ...usedRows(claim, tickets)])
      return { kind: 'claimed', operationKey, isDoubtful: isContinued && standing.isDoubtful }
    },
    commit: ({ holder, leaseUntilMs }: Given['commit']) =>
      operations.move(holder, 'committed', leaseUntilMs),
    cancel({ holder, rows }: Given['cancel']) {
      const cancelled = operations.move(holder, 'cancelled')
      if (cancelled) append(rows)
      return cancelled
    },
    finish({ holder, state, end, rows }: Given['finish']) {
      operations.move(holder, state, 0, end)
      append(rows)
    },
    renew: ({ holder, leaseUntilMs }: Given['renew']) => operations.renew(holder, leaseUntilMs),
    resolve({ call, state, end, rows }: Given['resolve']) {
      const keepUntilMs = Math.max(0, ...rows.map(({ at }) => at)) + KEEP_MS
      const resolved = operations.resolve({ call, state, end, keepUntilMs })
      if (resolved) append(rows)
      return resolved
    },
    sweep({ nowMs }: Given['sweep']) {
      const doubtful = operations.doubtOverdue(nowMs)
      append(doubtful.map((found) => doubtRow(found, nowMs)))
      append(operations.withdrawOverdue(nowMs).map((found) => withdrawnRow(found, nowMs)))
      append(expired(tickets, nowMs))
      operations.forgetBefore(nowMs)
      tickets.forgetBefore(nowMs - KEEP_MS)
      clearances.forgetBefore(nowMs - KEEP_MS)
      return doubtful.map(({ call }) => call)
    },
    setWritesStopped({ stopped, rows }: Given['setWritesStopped']) {
      writes.set(stopped)
      append(rows)
    },
  }
}

/** Whether the clearance lets the call run; if it has to be consumed for that, it now is. */
function isCleared(
  { clearance, nowMs }: Given['claim']['claim'],
  standing: Standing,
  { clearances, tickets }: Yeses,
): boolean {
  if (!clearance) return true
  const { of, id, binding, isHeld } = clearance
  const yeses = of === 'ticket' ? tickets : clearances
  return isHeld
    ? standing.kind === 'resumable' && standing.clearance === id && yeses.isHeld(id, binding, nowMs)
    : yeses.use(id, binding, nowMs)
}

/** That the ticket is used now, for those who look at tickets and not at calls. */
function usedRows(
  { clearance, call, nowMs }: Given['claim']['claim'],
  tickets: TicketStatements,
): readonly LedgerRow[] {
  if (clearance?.of !== 'ticket' || clearance.isHeld) return []
  const ticket = tickets.find(clearance.id)
  return ticket ? [{ ...ticketRow(ticket, { event: 'used', atMs: nowMs }), call }] : []
}

/** Ends what ran out of time, on the disk: a clock that is set back must not revive it. */
function expired(tickets: TicketStatements, nowMs: number): readonly LedgerRow[] {
  return tickets.overdue(nowMs).map((ticket) => {
    tickets.end(ticket.id, 'expired', nowMs)
    const why = ticket.state === 'pending' ? 'nobody decided in time' : 'not used in time'
    return ticketRow(ticket, { event: 'expired', atMs: nowMs, why })
  })
}

function doubtRow({ call, run, tool }: Left, atMs: number): LedgerRow {
  const body = { event: 'in_doubt', tool, as: null, by: null, note: null }
  return { at: atMs, kind: 'operation', run, call, body: JSON.stringify(body) }
}

/** An intent of which nothing came gets its result like any other call that was withdrawn in time. */
function withdrawnRow({ call, run }: Left, atMs: number): LedgerRow {
  const body = { outcome: 'cancelled', resultHash: null, latencyMs: 0 }
  return { at: atMs, kind: 'result', run, call, body: JSON.stringify(body) }
}
