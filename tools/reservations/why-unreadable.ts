import type { Explanation } from './explanation.ts'
import type { Misread, Problem } from './problem.ts'

/** The way out is in each: how it can be written instead, or what to ask. */
const WORDS: Readonly<Record<Misread, Explanation>> = {
  unreadable_date: {
    what: 'That date could not be read',
    next: 'Give the year, month and day in numbers, or say today, tomorrow or a weekday such as Friday',
  },
  impossible_date: {
    what: 'The calendar has no such day',
    next: 'Ask the caller which day they mean',
  },
  unreadable_time: {
    what: 'That time could not be read',
    next: 'Give the hour, the minutes and AM or PM, for example 7:30 PM',
  },
  unreadable_code: {
    what: 'That code could not be read',
    next: 'It is the letter R and four digits, for example R-1842; ask the caller to repeat it',
  },
  bad_phone: {
    what: 'That phone number is not complete',
    next: 'Ask the caller to repeat it digit by digit, with the country code if it is from abroad',
  },
  no_name: {
    what: 'A booking needs a name',
    next: 'Ask the caller for their first name and surname',
  },
  no_reason: {
    what: 'A closure needs a reason',
    next: 'Ask why the restaurant closes that day',
  },
  nothing_to_change: {
    what: 'Nothing to change was given',
    next: 'Ask the caller for the new date, time or number of guests',
  },
}

export function isMisread(problem: Problem): problem is { readonly problem: Misread } {
  return problem.problem in WORDS
}

export function whyUnreadable({ problem }: { readonly problem: Misread }): Explanation {
  return WORDS[problem]
}
