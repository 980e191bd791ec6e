import { createInterface } from 'node:readline/promises'

import type { Sheet } from '../approvals/sheet.ts'
import { systemClock } from '../system-clock.ts'
import { numberIn, unknownTicket } from './approvals-look.ts'
import { textOf, type Invocation } from './command.ts'
import type { OperatorDesk } from './operator-desk.ts'
import { sheetText } from './sheet-text.ts'
import { note, painter, print, printJson, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Nothing was decided. */
const NOT_DECIDED = 5

/** Approves or denies one ticket. */
export function decideOn(verdict: 'approve' | 'deny') {
  return async (desk: OperatorDesk, { values, words, terminal }: Invocation): Promise<number> => {
    const number = numberIn(words)
    const reason = textOf(values, 'reason')?.trim() ?? null
    if (verdict === 'deny' && !reason)
      throw new UsageError('Say why not, with --reason TEXT: the caller is told.')
    const seen = textOf(values, 'seen') ?? (await lookedAt(desk, number, terminal, verdict))
    if (seen === undefined) return NOT_DECIDED
    const made = await desk.decide(number, { verdict, seen, reason })
    if (values['json']) printJson(terminal, made)
    else if (made.kind === 'refused') note(terminal, made.message)
    else print(terminal, SAID[made.kind](made.ticket.number))
    return made.kind === 'refused' ? NOT_DECIDED : 0
  }
}

const SAID = {
  approved: (number: string) => `Ticket ${number} is approved.`,
  endorsed: (number: string) =>
    `Ticket ${number} has your approval; another operator has to approve it too.`,
  denied: (number: string) => `Ticket ${number} is denied.`,
} as const

/** On a terminal: shows the ticket and has its number typed, so that nobody decides by reflex. */
async function lookedAt(
  desk: OperatorDesk,
  number: number,
  terminal: Terminal,
  verdict: string,
): Promise<string | undefined> {
  if (!process.stdin.isTTY)
    throw new UsageError(
      `Look at it first: approvals show A-${number} ends with a code. Say that with --seen CODE.`,
    )
  const sheet = await desk.show(number)
  if (!sheet) throw unknownTicket(`A-${number}`)
  note(terminal, sheetText(sheet, systemClock.now(), painter(terminal.err)))
  return (await typed(sheet, terminal, verdict)) ? sheet.seen : undefined
}

async function typed({ number }: Sheet, terminal: Terminal, verdict: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: terminal.err })
  try {
    const answer = await asking.question(`\nTo ${verdict} it, type ${number}: `)
    if (answer.trim().toUpperCase() === number) return true
    note(terminal, 'Nothing was decided.')
    return false
  } finally {
    asking.close()
  }
}
