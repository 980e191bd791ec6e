import type * as z from 'zod'

import { isDay } from './day.ts'
import { seatingsOf } from './seating.ts'
import { minutesOf } from './wall-time.ts'

/** The parts of a restaurant's configuration that have to fit together. */
interface Checked {
  readonly services: readonly { readonly opens: string; readonly lastSeating: string }[]
  readonly tables: readonly { readonly id: string; readonly seats: number }[]
  readonly joins: readonly (readonly string[])[]
  readonly closures: readonly string[]
  readonly largestParty?: number | undefined
}

type Report = (message: string, ...path: (string | number)[]) => void

/** Reports what each key alone cannot show. */
export function reportInconsistencies(config: Checked, context: z.core.$RefinementCtx): void {
  const report: Report = (message, ...path) => {
    context.addIssue({ code: 'custom', message, path })
  }
  checkServices(config, report)
  checkTables(config, report)
  checkClosures(config, report)
  checkLargestParty(config, report)
}

function checkServices({ services }: Checked, report: Report): void {
  services.forEach(({ opens, lastSeating }, index) => {
    if (minutesOf(lastSeating) < minutesOf(opens))
      report(
        `The last seating, ${lastSeating}, is before the opening, ${opens}.`,
        'services',
        index,
        'lastSeating',
      )
  })
}

function checkTables({ tables, joins }: Checked, report: Report): void {
  const ids = tables.map(({ id }) => id)
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index)
      report(`The table "${id}" is listed twice.`, 'tables', index, 'id')
  })
  joins.forEach((join, index) => {
    join.forEach((id, place) => {
      if (!ids.includes(id)) report(`There is no table "${id}".`, 'joins', index, place)
      if (join.indexOf(id) !== place)
        report(`The table "${id}" cannot be joined to itself.`, 'joins', index, place)
    })
  })
}

function checkClosures({ closures }: Checked, report: Report): void {
  closures.forEach((closure, index) => {
    // 2024 is a leap year, so that a yearly closure on 02-29 is accepted.
    const day = /^\d{2}-\d{2}$/.test(closure) ? `2024-${closure}` : closure
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDay(day))
      report(
        `"${closure}" is not a day; write YYYY-MM-DD, or MM-DD for every year.`,
        'closures',
        index,
      )
  })
}

function checkLargestParty({ largestParty, tables, joins }: Checked, report: Report): void {
  const most = Math.max(...seatingsOf(tables, joins).map(({ seats }) => seats))
  if (largestParty !== undefined && largestParty > most)
    report(`No table or join seats more than ${most}.`, 'largestParty')
}
