/**
 * What must not reach an operator's eyes as it is: signs that move, hide, turn around or pile up text, signs that look
 * like nothing, and what a page or a chat would take for markup. Each is shown by its number, as JSON writes it, so that
 * what is shown can be read back to exactly what was meant.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800<>&`]|(?! )\p{Zs}|(?<=\p{M}{2})\p{M}/gu

/** A text as it is shown in a line: one line, and nothing in it that is not seen. */
export function shownText(text: string): string {
  return text.replaceAll(HIDDEN, escaped)
}

/** A text, number, switch or null as it is shown: a JSON literal. */
function shownLiteral(value: unknown): string {
  return shownText(JSON.stringify(value) ?? 'null')
}

function escaped(sign: string): string {
  return Array.from(
    { length: sign.length },
    (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}

/** One value of a call, and where it stands in the arguments. */
export interface ShownField {
  /** Such as `guests` or `to[0].name`; a name that is no plain word is quoted. */
  readonly path: string
  /** A JSON literal. Nothing is cut off, however long it is. */
  readonly value: string
  /** What is easily overlooked about it. */
  readonly notes: readonly string[]
}

/** The fields of an object, each value by itself and in the order of their names, so that no value can pose as another. */
export function shownFields(fields: Readonly<Record<string, unknown>>): readonly ShownField[] {
  return leavesOf(fields, '')
}

function leavesOf(value: unknown, path: string): readonly ShownField[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((inner, at) => leavesOf(inner, `${path}[${at}]`))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const inner = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    if (inner.length > 0)
      return inner.flatMap(([name, each]) => leavesOf(each, joined(path, shownName(name))))
    return path === '' ? [] : [{ path, value: '{}', notes: [] }]
  }
  return [{ path, value: shownLiteral(value), notes: notesOn(value) }]
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function shownName(name: string): string {
  return /^\w+$/.test(name) ? name : shownLiteral(name)
}

/** Longer than this a value runs over the line, and its end can be out of sight. */
const LONG = 80

function notesOn(value: unknown): readonly string[] {
  if (typeof value !== 'string') return []
  const length = Array.from(value).length
  return [
    ...(length > LONG ? [`${length} characters`] : []),
    ...(mixesScripts(value) ? ['letters of several alphabets in one word'] : []),
    ...(value === value.trim() ? [] : ['blanks at its ends']),
  ]
}

/** Alphabets whose letters look like each other's. */
const ALIKE = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
]

function mixesScripts(text: string): boolean {
  return text
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => ALIKE.filter((script) => script.test(word)).length > 1)
}
