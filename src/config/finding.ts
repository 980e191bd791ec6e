/** Keys and list positions from the root of the file to a value. */
export type Path = readonly (string | number)[]

/** Something wrong with the file. `sentence` completes "<path>: ". */
export interface Finding {
  readonly path: Path
  /** Which part of the entry to point at: its key, or what is written behind it. */
  readonly at: 'key' | 'value'
  readonly sentence: string
  /** Set when the last part of the path may be a secret, so that only the path above it is printed. */
  readonly hidesKey?: true
}

/** One line for a person, without the place. */
export function sayFinding({ path, sentence, hidesKey }: Finding): string {
  // The place in front of the line already says which entry of a list it is.
  const isEntry = typeof path.at(-1) === 'number'
  const shown = hidesKey || isEntry ? path.slice(0, -1) : path
  return shown.length === 0 ? `the file ${sentence}` : `${sayPath(shown)}: ${sentence}`
}

function sayPath(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

/** Whether `path` is `parent` or lies inside it. */
export function isWithin(path: Path, parent: Path): boolean {
  return parent.every((step, depth) => path[depth] === step)
}
