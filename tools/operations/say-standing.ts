import type { Speech, Standing } from '../../src/index.ts'

/** A request as the tool returns it. */
export interface Told {
  ticket?: string | undefined
  title: string
  state: Standing['state']
  minutes_ago?: number | undefined
  operators_left: number
  runs_by_itself: boolean
  reason?: string | undefined
}

export function toldOf(standing: Standing, nowMs: number): Told {
  const { ticket, title, state, askedAtMs, operatorsLeft, runsByItself, reason } = standing
  return {
    ...(ticket !== undefined && { ticket }),
    ...(askedAtMs !== undefined && {
      minutes_ago: Math.max(0, Math.floor((nowMs - askedAtMs) / 60_000)),
    }),
    ...(reason !== undefined && { reason }),
    title,
    state,
    operators_left: operatorsLeft,
    runs_by_itself: runsByItself,
  }
}

/** One or two sentences: what it is, where it stands, and what to do next. */
export function sayStanding(told: Told, say: Speech): string {
  const { ticket, title } = told
  const what =
    ticket === undefined
      ? `The request "${title}"`
      : `Ticket ${say.code(ticket)}, ${title.toLowerCase()},`
  return `${what} ${standsFor(told, say)}`
}

function standsFor(told: Told, say: Speech): string {
  switch (told.state) {
    case 'waiting':
      return `waits for ${whom(told, say)} to approve it${since(told, say)}. Nothing has been done yet.`
    case 'approved':
      return told.runs_by_itself
        ? 'is approved, and is carried out in a moment. Ask again, or send the same request again for its result.'
        : 'is approved. Send the same request again now to carry it out.'
    case 'at_work':
      return 'is being worked on. Send the same request again in a moment for its result.'
    case 'done':
      return 'is done. Send the same request again to hear its result.'
    case 'failed':
      return 'did not go through, and nothing was changed. Send the same request again to hear why.'
    case 'in_doubt':
      return 'may or may not have gone through, and a colleague has to check. Do not do it again.'
    case 'denied':
      return `was denied by a colleague${told.reason === undefined ? '' : `, who said: "${told.reason}"`}. Do not ask for it again.`
    case 'void':
      return 'is void, because something has changed since it was asked for. Nothing was done. Ask whether it is still wanted, and send it again.'
    case 'expired':
      return 'ran out of time, and nothing was done. Ask whether it is still wanted, and send it again.'
    default:
      return 'was called off before it began. Nothing was done.'
  }
}

function whom({ operators_left: left }: Told, say: Speech): string {
  return left === 1 ? 'a colleague' : say.count(left, 'colleague')
}

function since({ minutes_ago: minutes }: Told, say: Speech): string {
  return minutes === undefined || minutes === 0
    ? ''
    : `; it was asked for ${say.count(minutes, 'minute')} ago`
}
