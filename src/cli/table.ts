import { sayNumber } from './counted.ts'
import type { Paint } from './terminal.ts'

const SIGNS = new Intl.Segmenter('en')

export type Cell = string | number

/** Columns of text, two spaces apart; those that hold only numbers are set to the right. Ends without a newline. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
): string {
  const lines = [head, ...rows.map((row) => row.map(say))]
  const widths = head.map((_, at) => Math.max(...lines.map((line) => widthOf(line[at] ?? ''))))
  const toRight = head.map((_, at) => rows.every((row) => typeof row[at] === 'number'))
  const [first = '', ...rest] = lines.map((line) =>
    line
      .map((text, at) => pad(text, widths[at] ?? 0, toRight[at] ?? false))
      .join('  ')
      .trimEnd(),
  )
  return [paint('bold', first), ...rest].join('\n')
}

function say(cell: Cell): string {
  return typeof cell === 'number' ? sayNumber(cell) : cell
}

function pad(text: string, width: number, toRight: boolean): string {
  const gap = ' '.repeat(width - widthOf(text))
  return toRight ? gap + text : text + gap
}

/** Counts signs, so that an accent or an emoji does not shift the columns by two. */
function widthOf(text: string): number {
  return [...SIGNS.segment(text)].length
}
