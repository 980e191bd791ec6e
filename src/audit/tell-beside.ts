import { isoTime } from './iso-time.ts'
import type { StoredEntry } from './read-entry.ts'
import type { Told } from './told.ts'

type Of<K extends StoredEntry['kind']> = Extract<StoredEntry, { kind: K }>

/** What happened beside the calls. */
export function tellBeside(entry: Exclude<StoredEntry, { kind: 'call' | 'result' }>): Told {
  const { kind, body } = entry
  switch (kind) {
    case 'run':
      return note(`The conversation begins: client ${body.client}, ${body.profile} profile`, [
        body.user === null ? null : `for ${body.user}`,
      ])
    case 'grant':
      return note(`Granted: ${body.grantKind} ${body.subject}`, [
        `until ${isoTime(body.expiresAtMs)}`,
      ])
    case 'clearance':
      return tellClearance(body)
    case 'operation':
      return tellOperation(body)
    case 'ticket':
      return tellTicket(body)
    case 'compensation':
      return note(`Undone: ${body.step} of ${body.tool}`, [body.outcome])
    default:
      if (body.what === 'reload') return note(`Opened anew: ${body.to}`, [by(body.by), body.note])
      return note(`Changed: ${body.what}, to ${body.to}`, [by(body.by), body.note])
  }
}

function note(text: string, details: readonly (string | null)[]): Told {
  return { mood: 'note', text, details: details.filter((each) => each !== null) }
}

function by(who: string | null): string | null {
  return who === null ? null : `by ${who}`
}

const EVENTS = {
  issued: 'asked for',
  not_delivered: 'could not be delivered',
  wrong_code: 'refused, a wrong code was given',
  void: 'void',
} as const satisfies Record<Of<'clearance'>['body']['event'], string>

function tellClearance({ id, event, kind, tool, why }: Of<'clearance'>['body']): Told {
  return note(`A ${kind} confirmation of ${tool}: ${EVENTS[event]}`, [why, `confirmation ${id}`])
}

const TICKET_EVENTS = {
  asked: 'an operator was asked for',
  endorsed: 'approved by one operator, another one is needed:',
  approved: 'approved:',
  denied: 'denied:',
  used: 'its approval was used for',
  void: 'void:',
  expired: 'expired:',
} as const satisfies Record<Of<'ticket'>['body']['event'], string>

function tellTicket({ number, event, tool, by: who, from, why }: Of<'ticket'>['body']): Told {
  const decided = who === null ? null : `by ${who}${from === null ? '' : ` from ${from}`}`
  return note(`Ticket A-${number}, ${TICKET_EVENTS[event]} ${tool}`, [decided, why])
}

function tellOperation({ event, tool, as, by: who, note: how }: Of<'operation'>['body']): Told {
  if (event === 'in_doubt')
    return {
      mood: 'doubt',
      text: `${tool} was found broken off, so it is in doubt`,
      details: ['an operator has to look, and say: operations resolve'],
    }
  return note(`${tool} was resolved: it has ${as}`, [by(who), how])
}
