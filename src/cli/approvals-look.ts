import { plainJson, plainText } from '../audit/plain-text.ts'
import type { Summary } from '../approvals/sheet.ts'
import { readTicketNumber, TICKET_STATES } from '../kernel/ticket.ts'
import { systemClock } from '../system-clock.ts'
import { textOf, type Invocation } from './command.ts'
import type { OperatorDesk, ToldTicket } from './operator-desk.ts'
import { sheetText, ticketTable } from './sheet-text.ts'
import { note, painter, print, type Paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** More than a person looks at. */
const PAGE = 100

export async function list(
  desk: OperatorDesk,
  { values, words, terminal }: Invocation,
): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const isAll = values['all'] === true
  const states = isAll ? TICKET_STATES : (['pending', 'approved'] as const)
  const word = textOf(values, 'before')
  const before = word === undefined ? undefined : numberIn([word])
  const tickets = await desk.list({ states, before, limit: PAGE })
  if (values['json']) print(terminal, plainJson(tickets, 2))
  else if (tickets.length === 0)
    print(terminal, isAll ? 'There are no tickets.' : 'Nothing waits for you.')
  else print(terminal, ticketTable(tickets, systemClock.now(), painter(terminal.out)))
  const last = tickets.at(PAGE - 1)
  if (last)
    note(terminal, `\nThese are the newest ${PAGE}. Those before them: --before ${last.number}`)
  return 0
}

export async function show(
  desk: OperatorDesk,
  { values, words, terminal }: Invocation,
): Promise<number> {
  const number = numberIn(words)
  const sheet = await desk.show(number)
  if (!sheet) throw unknownTicket(words[0])
  if (values['json']) print(terminal, plainJson(sheet, 2))
  else print(terminal, sheetText(sheet, systemClock.now(), painter(terminal.out)))
  return 0
}

/** The one ticket that is named. Throws `UsageError`. */
export function numberIn([word, ...more]: readonly string[]): number {
  const number = word === undefined ? undefined : readTicketNumber(word)
  if (number === undefined || more.length > 0)
    throw new UsageError('Say which ticket, such as A-207. See: approvals list')
  return number
}

export function unknownTicket(word = ''): UsageError {
  return new UsageError(`There is no ticket "${word}" for you to decide on. See: approvals list`)
}

export async function watch(
  desk: OperatorDesk,
  { values, words, terminal }: Invocation,
): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const stop = new AbortController()
  const end = (): void => stop.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  const timer = timerFor(textOf(values, 'for'), end)
  const paint = painter(terminal.out)
  if (!values['json']) note(terminal, 'Watching tickets. Ctrl-C ends it.')
  try {
    for await (const told of desk.events(stop.signal)) {
      const ticket = told.event === 'asked' ? await summaryOf(desk, told) : undefined
      if (values['json'])
        print(terminal, plainLine({ ...told, ...(ticket && { does: ticket.does }) }))
      else print(terminal, toldText(told, ticket, paint))
    }
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
  return 0
}

function timerFor(seconds: string | undefined, end: () => void): NodeJS.Timeout | undefined {
  if (seconds === undefined) return undefined
  if (!/^\d{1,6}$/.test(seconds)) throw new UsageError('--for must be a whole number of seconds.')
  return setTimeout(end, Number(seconds) * 1_000)
}

function plainLine(data: object): string {
  return plainJson(data)
}

async function summaryOf(desk: OperatorDesk, { number }: ToldTicket): Promise<Summary | undefined> {
  return desk.show(readTicketNumber(number) ?? 0)
}

const COLOURS = {
  asked: 'yellow',
  endorsed: 'cyan',
  approved: 'green',
  denied: 'red',
  used: 'green',
  void: 'dim',
  expired: 'dim',
} as const satisfies Record<ToldTicket['event'], string>

function toldText(
  { at, event, number, tool, client, by }: ToldTicket,
  ticket: Summary | undefined,
  paint: Paint,
): string {
  const [, time = ''] = at.replace(/\.\d+Z$/, '').split('T')
  const what = plainText(ticket ? ticket.does : tool)
  const whose = ` · ${plainText(client)}${by === null ? '' : ` · by ${plainText(by)}`}`
  return `${time}  ${number.padEnd(7)} ${paint(COLOURS[event], event.padEnd(8))} ${what}${whose}`
}
