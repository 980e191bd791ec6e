import * as z from 'zod'

import type { Clock } from '../../kernel/host.ts'
import type { ClaimVerdict, Journal } from '../../kernel/journal.ts'
import type { Entry } from '../../kernel/ledger.ts'
import type { AskVerdict, DecideVerdict } from '../../kernel/ticket-book.ts'
import { TICKET_STATES } from '../../kernel/ticket.ts'
import { clearanceReader } from './clearances.ts'
import type { Database } from './database.ts'
import { knownRuns } from './known-runs.ts'
import { ledgerRows, type LedgerRow } from './ledger-rows.ts'
import { operationReader } from './operation-reader.ts'
import { overdueReader } from './overdue.ts'
import { pendingRows } from './pending-rows.ts'
import type { Writer } from './writer.ts'
import { ticketReader } from './ticket-reader.ts'
import { writesSwitch } from './writes-switch.ts'

const verdict: z.ZodType<ClaimVerdict> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claimed'), operationKey: z.string(), isDoubtful: z.boolean() }),
  z.object({ kind: z.enum(['taken', 'no_clearance', 'stopped']) }),
])

/** A journal that reads by `database` and writes by `writer`, which work on one file. */
export function sqliteJournal(database: Database, writer: Writer, clock: Clock): Journal {
  const operations = operationReader(database)
  const ledger = ledgerRows(database)
  const writes = writesSwitch(database)
  const runs = knownRuns()
  // Made into rows all together, and not one by one between other work: that takes a third of the time.
  const append = async (entries: readonly Entry[]): Promise<void> => {
    const rows = rowsOf(runs.news(entries))
    await writer.write({ name: 'append', given: { rows } })
    runs.add(rows)
  }
  const soon = pendingRows(append, clock)
  // What was noted before goes before, so that the ledger tells things in their order.
  const write: Writer['write'] = (change) => {
    soon.send()
    return writer.write(change)
  }
  return Object.freeze<Journal>({
    async append(entries) {
      await write({ name: 'append', given: { rows: rowsOf(entries) } })
    },
    appendSoon: soon.add,
    async noteChanges(entries) {
      const rows = rowsOf(entries)
      // Most starts change nothing, and then wait neither for the disk nor for the thread that writes.
      if (ledger.changed(rows).length > 0) await write({ name: 'noteChanges', given: { rows } })
    },
    ...ticketsBy(write),
    ...ticketReader(database),
    ...clearancesBy(write),
    clearances: clearanceReader(database),
    ...operationsBy(write),
    operation: operations.find,
    operationsOf: operations.ofRun,
    inDoubt: operations.inDoubt,
    isOverdue: overdueReader(database),
    writesStopped: writes.isStopped,
    async setWritesStopped(stopped, entries) {
      await write({ name: 'setWritesStopped', given: { stopped, rows: rowsOf(entries) } })
    },
    async close() {
      // What cannot be written now is lost with the process; it was reported when it could not be written.
      await soon.flush().catch(() => {})
      await writer.close()
    },
  })
}

type Write = Writer['write']

const askVerdict: z.ZodType<AskVerdict> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['asked', 'waiting', 'quiet']), number: z.int() }),
  z.object({ kind: z.literal('full') }),
])

const decideVerdict: z.ZodType<DecideVerdict> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['approved', 'denied', 'endorsed', 'twice']) }),
  z.object({ kind: z.literal('over'), state: z.enum(TICKET_STATES) }),
])

function ticketsBy(write: Write): Pick<Journal, 'ask' | 'decide' | 'endTicket'> {
  return {
    ask: async (ticket, limits) =>
      askVerdict.parse(await write({ name: 'askTicket', given: { ticket, limits } })),
    decide: async (id, decision) =>
      decideVerdict.parse(await write({ name: 'decideTicket', given: { id, decision } })),
    endTicket: async (id, how) => isTrue(await write({ name: 'endTicket', given: { id, ...how } })),
  }
}

function clearancesBy(write: Write): Pick<Journal, 'issue' | 'spendTry' | 'voidClearance'> {
  return {
    async issue(clearance, entries) {
      await write({ name: 'issue', given: { clearance, rows: rowsOf(entries) } })
    },
    spendTry: async (ids, entries) =>
      z.int().parse(await write({ name: 'spendTry', given: { ids, rows: rowsOf(entries) } })),
    async voidClearance(id, entries) {
      await write({ name: 'voidClearance', given: { id, rows: rowsOf(entries) } })
    },
  }
}

function operationsBy(
  write: Write,
): Pick<Journal, 'claim' | 'commit' | 'cancel' | 'finish' | 'renew' | 'resolve' | 'sweep'> {
  return {
    async claim({ entries, ...claim }) {
      const rows = rowsOf(entries)
      return verdict.parse(await write({ name: 'claim', given: { claim, rows } }))
    },
    commit: async (holder, leaseUntilMs) =>
      isTrue(await write({ name: 'commit', given: { holder, leaseUntilMs } })),
    cancel: async (holder, entries) =>
      isTrue(await write({ name: 'cancel', given: { holder, rows: rowsOf(entries) } })),
    async finish(holder, state, end, entries) {
      const written = end === undefined ? null : JSON.stringify(end)
      const rows = rowsOf(entries)
      await write({ name: 'finish', given: { holder, state, end: written, rows } })
    },
    async renew(holder, leaseUntilMs) {
      await write({ name: 'renew', given: { holder, leaseUntilMs } })
    },
    async resolve(call, end, entries) {
      const state = end.kind === 'success' ? 'succeeded' : 'failed'
      const given = { call, state, end: JSON.stringify(end), rows: rowsOf(entries) } as const
      return isTrue(await write({ name: 'resolve', given }))
    },
    sweep: async (nowMs) =>
      z.array(z.string()).parse(await write({ name: 'sweep', given: { nowMs } })),
  }
}

function rowsOf(entries: readonly Entry[]): readonly LedgerRow[] {
  return entries.map(({ kind, atMs, run, call, body }) => ({
    at: atMs,
    kind,
    run,
    call,
    body: JSON.stringify(body),
  }))
}

function isTrue(made: unknown): boolean {
  return z.boolean().parse(made)
}
