import { isoTime } from '../audit/iso-time.ts'
import type { Mood } from '../audit/told.ts'
import type { TrailLine } from '../audit/trail.ts'
import type { Paint } from './terminal.ts'

const COLOURS = {
  done: 'green',
  asked: 'cyan',
  refused: 'yellow',
  failed: 'yellow',
  doubt: 'red',
  note: 'dim',
} as const satisfies Record<Mood, string>

/** A note needs no word; in doubt is what nobody may overlook, also without colours. */
const WORDS = {
  done: 'done',
  asked: 'asked',
  refused: 'refused',
  failed: 'failed',
  doubt: 'DOUBT',
  note: '',
} as const satisfies Record<Mood, string>

const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length))

/** A story as a timeline, with a line for each new day. */
export function trailText(lines: readonly TrailLine[], paint: Paint): string {
  return lines
    .flatMap((line, at) => {
      const [day, time] = dayAndTime(line.atMs)
      const before = lines[at - 1]
      const isNewDay = before === undefined || dayAndTime(before.atMs)[0] !== day
      return [...(isNewDay ? [paint('bold', day)] : []), lineText(line, time, paint)]
    })
    .join('\n')
}

function lineText({ mood, text, details, call }: TrailLine, time: string, paint: Paint): string {
  const word = paint(COLOURS[mood], WORDS[mood].padEnd(WIDTH))
  const all = [...details, ...(call === null ? [] : [`call ${call}`])]
  const second = all.length === 0 ? [] : [paint('dim', `${' '.repeat(INDENT)}${all.join(' · ')}`)]
  return [`  ${time}  ${word}  ${text}`, ...second].join('\n')
}

const INDENT = '  12:34:56.789    '.length + WIDTH

/** In UTC, as it was written. */
function dayAndTime(atMs: number): readonly [day: string, time: string] {
  const [day = '', time = ''] = isoTime(atMs).split('T')
  return time === '' ? [day, ''.padEnd(12)] : [day, time.replace('Z', '')]
}
