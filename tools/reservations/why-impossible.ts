import type { Speech } from '../../src/index.ts'
import type { Explanation } from './explanation.ts'
import type { Obstacle, TimeProblem } from './problem.ts'

type Of<K extends Obstacle['problem']> = Extract<Obstacle, { readonly problem: K }>

export function whyImpossible(obstacle: Obstacle, speech: Speech): Explanation {
  switch (obstacle.problem) {
    case 'too_many_guests':
      return {
        what: `the largest party we seat is ${speech.count(obstacle.largest, 'guest')}`,
        next: 'For more guests, hand over to a colleague',
      }
    case 'past_day':
      return {
        what: `${speech.date(obstacle.date)} is already past`,
        next: 'Ask for today or a later day',
      }
    case 'too_far':
      return {
        what: `tables can be booked up to ${speech.date(obstacle.last)} for now`,
        next: 'Ask for a day until then',
      }
    case 'unchanged':
      return {
        what: `${obstacle.code} already has that date, time and number of guests`,
        next: 'Ask the caller what should be different',
      }
    case 'cancelled':
      return { what: `${obstacle.code} is cancelled`, next: 'Offer to book a new table instead' }
    case 'already_cancelled':
      return {
        what: `${obstacle.code} is already cancelled`,
        next: 'Tell the caller that nothing more has to be done',
      }
    case 'over':
      return {
        what: `${obstacle.code} was for ${speech.date(obstacle.date)} and has begun or is over`,
        next: 'It can no longer be changed or cancelled; offer to book a new table',
      }
    case 'closed':
      return closed(obstacle, speech)
    case 'outside_hours':
      return outsideHours(obstacle, speech)
    default:
      return badTime(obstacle, speech)
  }
}

function closed({ date, meal, next }: Of<'closed'>, speech: Speech): Explanation {
  return {
    what: meal
      ? `there is no ${meal} on ${speech.date(date)}`
      : `we are closed on ${speech.date(date)}`,
    next: next
      ? `The next day with ${meal ?? 'a service'} is ${speech.date(next)}`
      : 'No later day can be booked yet; offer an earlier one',
  }
}

function outsideHours({ date, time, services }: Of<'outside_hours'>, speech: Speech): Explanation {
  const hours = services.map(
    ({ meal, opens, lastSeating }) =>
      `${meal} from ${speech.time(opens)} with the last seating at ${speech.time(lastSeating)}`,
  )
  return {
    what: `${speech.time(time)} is outside our hours on ${speech.date(date)}`,
    next: `We serve ${speech.list(hours)}`,
  }
}

function badTime(problem: TimeProblem, speech: Speech): Explanation {
  const time = speech.time(problem.time)
  const date = speech.date(problem.date)
  const next = nextTimes(problem, speech)
  switch (problem.problem) {
    case 'past_time':
      return { what: `${time} today has already passed`, next }
    case 'skipped':
      return { what: `${time} does not exist on ${date}, because the clocks go forward`, next }
    case 'doubled':
      return {
        what: `${time} happens twice on ${date}, because the clocks go back`,
        next: `Ask for a time outside that hour${suchAs(problem, speech)}`,
      }
    case 'off_grid':
      return { what: `${time} is between two seatings`, next }
    default:
      return { what: `${time} is gone`, next }
  }
}

function nextTimes({ open, meal, time }: TimeProblem, speech: Speech): string {
  const when = meal === 'dinner' && time >= '17:00' ? 'that evening' : 'that day'
  if (open.length === 0) return `Nothing else is open for ${meal} ${when}; offer a nearby day`
  return `${speech.times(open)} ${open.length === 1 ? 'is' : 'are'} still open ${when}`
}

function suchAs({ open }: TimeProblem, speech: Speech): string {
  return open.length === 0 ? '' : `, for example ${speech.list(open.map(speech.time), 'or')}`
}
