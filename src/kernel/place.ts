import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where something stands in a source file. */
export interface Place {
  /** Absolute. */
  readonly file: string
  readonly line: number
}

/** The code of this package, whether it runs from its sources or as built. */
const OURS = join(import.meta.dirname, '..') + sep

const FRAME = /(?:^|[ (])((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()\n]*?):(\d+)(?::\d+)?\)?$/

/** Where code outside of this package's own called it: for an author, where the tool or the module is written. */
export function placeOfCaller(): Place | undefined {
  return placeOf(new Error('a stack trace'))
}

/** Where an error came from in code that is neither ours nor Node's nor a dependency's. */
export function placeOf({ stack = '' }: Error): Place | undefined {
  return stack
    .split('\n')
    .flatMap(placeIn)
    .find(({ file }) => !file.startsWith(OURS) && !file.includes(`${sep}node_modules${sep}`))
}

function placeIn(line: string): readonly Place[] {
  const [, file, number] = FRAME.exec(line.trim()) ?? []
  if (file === undefined) return []
  // A module that was loaded anew carries the number of its reload behind a question mark.
  const path = file.startsWith('file:') ? fileURLToPath(file.replace(/\?.*$/, '')) : file
  return [{ file: path, line: Number(number) }]
}
