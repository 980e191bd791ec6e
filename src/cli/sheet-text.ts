import type { Sheet, Summary } from '../approvals/sheet.ts'
import type { ShownField } from '../approvals/shown-value.ts'
import { plainText } from '../audit/plain-text.ts'
import { shortTime } from './ago.ts'
import { table } from './table.ts'
import type { Paint } from './terminal.ts'

/** A ticket as an operator reads it before they decide: everything, and each value on a line of its own. */
export function sheetText(sheet: Sheet, nowMs: number, paint: Paint): string {
  const { number, state, title, tool, tier, client, user, conversation, rule, does } = sheet
  return [
    `${paint('bold', `Ticket ${number}`)} · ${paint(colourOf(state), state)} · ${progressOf(sheet)}`,
    '',
    ...facts([
      ['What', `${title} (${tool}, ${tier})`],
      ['Does', does],
      ['For', [client, user, conversation].filter((each) => each !== null).join(' · ')],
      ['Why here', rule],
      ['Asked', `${sheet.askedAt}, ${shortTime(nowMs - Date.parse(sheet.askedAt))} ago`],
      ['Until', untilOf(sheet, nowMs)],
      ['Then', THEN[sheet.onApproval]],
    ]),
    '',
    paint('bold', 'Arguments'),
    ...fieldLines(sheet.arguments, paint),
    ...section('Stands for', fieldLines(sheet.resolved, paint), paint),
    ...section('Decisions', sheet.decisions.map(sayDecision), paint),
    ...section(
      'The conversation of late',
      sheet.trail.map((line) => `  ${line}`),
      paint,
    ),
    '',
    `seen ${paint('bold', sheet.seen)}`,
  ]
    .map(plainLine)
    .join('\n')
}

const THEN = {
  wait: 'runs when the client sends it again',
  execute: 'runs by itself as soon as it is approved',
} as const

/** Colours are ours, and stand outside of what came from elsewhere; that has none left. */
function plainLine(line: string): string {
  return line
    .split(COLOUR)
    .map((part, at) => (at % 2 === 1 ? part : plainText(part)))
    .join('')
}

// oxlint-disable-next-line no-control-regex
const COLOUR = /(\u001b\[[\d;]*m)/

function facts(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint('bold', title), ...lines]
}

function fieldLines(fields: readonly ShownField[], paint: Paint): readonly string[] {
  if (fields.length === 0) return ['  none']
  return fields.map(({ path, value, notes }) => {
    const noted = notes.length === 0 ? '' : `  ${paint('yellow', `← ${notes.join(', ')}`)}`
    return `  ${path} = ${value}${noted}`
  })
}

function sayDecision({ operator, verdict, at, from, reason }: Sheet['decisions'][number]): string {
  return `  ${at} ${verdict} by ${operator} from ${from}${reason === null ? '' : `: ${reason}`}`
}

function progressOf({ approvals, operatorsNeeded }: Summary): string {
  return `${approvals} of ${operatorsNeeded} ${operatorsNeeded === 1 ? 'approval' : 'approvals'}`
}

function untilOf({ state, approveBy, executeBy }: Sheet, nowMs: number): string {
  if (state === 'approved' && executeBy !== null) return `${executeBy} to be carried out`
  return `${approveBy} to be decided on${state === 'pending' ? `, ${leftOf(approveBy, nowMs)}` : ''}`
}

function leftOf(until: string, nowMs: number): string {
  const leftMs = Date.parse(until) - nowMs
  return leftMs <= 0 ? 'which is over' : `${shortTime(leftMs)} left`
}

function colourOf(state: Summary['state']): 'yellow' | 'green' | 'red' | 'dim' {
  if (state === 'pending') return 'yellow'
  if (state === 'approved') return 'green'
  return state === 'denied' ? 'red' : 'dim'
}

/** Longer than this a phrase would push the times off the screen; `show` has all of it. */
const LONGEST_PHRASE = 48

/** Tickets as a table. */
export function ticketTable(tickets: readonly Summary[], nowMs: number, paint: Paint): string {
  const rows = tickets.map((ticket) => [
    ticket.number,
    ticket.state,
    plainText(ticket.tool),
    plainText(ticket.client),
    cut(plainText(ticket.does)),
    `${shortTime(nowMs - Date.parse(ticket.askedAt))} ago`,
    ticket.state === 'pending' ? leftOf(ticket.approveBy, nowMs) : '',
    `${ticket.approvals} of ${ticket.operatorsNeeded}`,
  ])
  const head = ['TICKET', 'STATE', 'TOOL', 'CLIENT', 'DOES', 'ASKED', 'TIME', 'APPROVALS']
  return table(head, rows, paint)
}

function cut(text: string): string {
  const signs = Array.from(text)
  return signs.length <= LONGEST_PHRASE ? text : `${signs.slice(0, LONGEST_PHRASE - 1).join('')}…`
}
