import { name as word } from '../config/words.ts'
import { nearest } from '../kernel/nearest.ts'
import { lint } from '../lint/lint.ts'
import { NAME_RULES } from '../lint/rules/names.ts'
import { lintedFrom } from '../lint/sketch.ts'
import { VERBS } from '../lint/verbs.ts'
import { UsageError } from './usage-error.ts'

/** The name of a tool that is to be, in the forms in which it is written. */
export interface NewName {
  /** The module's id, such as `parking`. */
  readonly namespace: string
  /** The tool's own name, such as `reserve_space`. */
  readonly verb: string
  /** `reserve-space`, as files are named. */
  readonly file: string
  /** `reserveSpace`, as the code names it. */
  readonly variable: string
}

/** Words that no variable may be called. */
const TAKEN: ReadonlySet<string> = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null return static super switch this throw true try typeof var void while with yield tool z'.split(
    ' ',
  ),
)

/** The rules that judge a name whatever its tool does. */
const FINAL: ReadonlySet<string> = new Set(['name-vague-verb', 'name-namespace', 'name-length'])

/** Throws `UsageError` for a name that would not load, or that the linter would reject whatever the tool did. */
export function newName(namespace: string, verb: string): NewName {
  for (const each of [namespace, verb]) {
    const read = word.safeParse(each)
    if (!read.success)
      throw new UsageError(`"${each}" is no name: ${read.error.issues[0]?.message ?? ''}`)
  }
  const objection = objectionTo(namespace, verb)
  if (objection !== undefined) throw new UsageError(objection)
  const camel = verb.replaceAll(/_+(\w)?/g, (_, letter: string = '') => letter.toUpperCase())
  return {
    namespace,
    verb,
    file: verb.replaceAll('_', '-'),
    variable: TAKEN.has(camel) ? `${camel}Tool` : camel,
  }
}

function objectionTo(namespace: string, verb: string): string | undefined {
  const linted = lintedFrom({ tool: { module: namespace, name: verb } })
  const [fault] = lint(
    linted,
    NAME_RULES.filter(({ id }) => FINAL.has(id)),
  )
  if (fault) return `${namespace}_${verb}: ${fault.says}`
  const [first = ''] = verb.split('_')
  if (VERBS.has(first)) return undefined
  const meant = nearest(first, [...VERBS].toSorted(startingAs(first)))
  const way =
    meant === undefined
      ? 'Begin with one, such as find, check or book.'
      : `Did you mean "${meant}"?`
  return `"${first}" is no verb the linter knows. ${way}`
}

/** A slip is rarely in the first letter. */
function startingAs(word: string) {
  const starts = (verb: string) => Number(verb.startsWith(word.charAt(0)))
  return (a: string, b: string) => starts(b) - starts(a)
}
