import {
  EvaluationError,
  type ParseError,
  type ParseResult,
  type TypeError,
} from '@marcbachmann/cel-js'

import type { RuleFacts } from '../kernel/gate-rule.ts'
import { propertiesOf, type Fields } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { readCondition } from './condition-language.ts'
import { readsIn, type Reads } from './condition-reads.ts'
import { celTypeOf, celValue } from './condition-values.ts'
import { suggest } from './suggest.ts'
import { timeBoxed } from './time-boxed.ts'

/** Whether a condition holds, or why that cannot be known: a phrase for the operator, without values. */
export type Verdict = { readonly holds: boolean } | { readonly fault: string }

/** A condition of a rule, compiled. */
export interface Condition {
  /** The arguments that it reads. */
  readonly arguments: readonly string[]
  /** What it reads of that which the tool looks up. */
  readonly resolved: readonly string[]
  /** `limitMs` is for loops and searches, which may take long. */
  judge(facts: RuleFacts, limitMs?: number): Verdict
}

export type Compiled =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly sentence: string }

/** Longer than any condition takes that is not hostile, on a busy machine too; those who call meanwhile wait for it. */
const LIMIT_MS = 200

const NAMES = ['arguments', 'resolved', 'now']

/** Argument → its CEL type. */
export type ArgumentTypes = Readonly<Record<string, string>>

export function argumentTypes({ inputSchema }: Pick<DeclaredTool, 'inputSchema'>): ArgumentTypes {
  const fields = Object.entries(propertiesOf(inputSchema))
  return Object.fromEntries(fields.map(([name, schema]) => [name, celTypeOf(schema)]))
}

/** Reads a CEL expression over the arguments of `tool`. What is amiss in it is one sentence. */
export function conditionOn(when: string, tool: string, types: ArgumentTypes): Compiled {
  const parsed = parse(when, types)
  if ('sentence' in parsed) return { ok: false, sentence: parsed.sentence }
  const { expression, reads } = parsed
  const unknown = reads.arguments.find((name) => !Object.hasOwn(types, name))
  if (unknown !== undefined)
    return { ok: false, sentence: sayUnknown(unknown, tool, Object.keys(types)) }
  const [whole] = reads.whole
  if (whole !== undefined)
    return { ok: false, sentence: `${whole} is read by name, such as ${whole}.amount.` }
  const checked = expression.check()
  if (checked.error) return { ok: false, sentence: sayChecked(checked.error, when, tool) }
  if (checked.type !== 'bool' && checked.type !== 'dyn')
    return { ok: false, sentence: `must be true or false, and comes to ${checked.type}.` }
  return {
    ok: true,
    condition: Object.freeze({
      arguments: reads.arguments,
      resolved: reads.resolved,
      judge: judgeBy(expression, reads, types),
    }),
  }
}

type Parsed =
  | { readonly expression: ParseResult; readonly reads: Reads }
  | { readonly sentence: string }

function parse(when: string, types: ArgumentTypes): Parsed {
  try {
    const expression = readCondition(when, types)
    return { expression, reads: readsIn(expression.ast) }
  } catch (error) {
    return { sentence: sayUnread(error) }
  }
}

function judgeBy(expression: ParseResult, reads: Reads, types: ArgumentTypes): Condition['judge'] {
  return (facts, limitMs = LIMIT_MS) => {
    try {
      const context = {
        arguments: valuesOf(facts.arguments, reads.arguments, types),
        resolved: valuesOf(facts.resolved, reads.resolved),
        now: new Date(facts.nowMs),
      }
      const evaluate = (): unknown => expression(context)
      const value = reads.isQuick ? evaluate() : timeBoxed(evaluate, limitMs)
      return typeof value === 'boolean' ? { holds: value } : { fault: 'it is not true or false' }
    } catch (error) {
      return { fault: sayFault(error) }
    }
  }
}

/** What is read, as far as it is there: `has` is false of what is left out. */
function valuesOf(fields: Fields, names: readonly string[], types: ArgumentTypes = {}): Fields {
  const given = names.filter((name) => Object.hasOwn(fields, name) && fields[name] !== undefined)
  return Object.fromEntries(
    given.map((name) => [name, celValue(fields[name], types[name] ?? 'dyn')]),
  )
}

function sayUnread(error: unknown): string {
  if (!isCelError(error)) throw error
  const { code, summary, range } = error
  if (code === 'limit_exceeded')
    return 'is too long or too deeply nested. Split it into several rules.'
  const at = range ? ` at character ${range.start + 1}` : ''
  return `cannot be read${at}: ${summary}. Write a CEL expression, such as arguments.amount > 50.`
}

function sayUnknown(name: string, tool: string, names: readonly string[]): string {
  const way = suggest(name, names, 'Its arguments')
  return `${tool} has no argument "${name}". ${way} What the tool looks up itself is read as resolved.${name}.`
}

function sayChecked(error: ParseError | TypeError, when: string, tool: string): string {
  const { code, summary, range } = error
  const part = range ? when.slice(range.start, range.end) : when
  if (code === 'unknown_variable')
    return `there is no "${part}". ${suggest(part, NAMES, 'A rule reads')}`
  return `"${part}" cannot be worked out for ${tool}: ${summary}.`
}

/** Without values: they are a caller's. */
function sayFault(error: unknown): string {
  if (error instanceof EvaluationError && error.code === 'no_such_key') {
    const { node } = error
    const name: unknown = node && Array.isArray(node.args) ? node.args[1] : undefined
    return typeof name === 'string' ? `there is no "${name}"` : 'a part is not there'
  }
  if (error instanceof EvaluationError) return `it fails (${error.code})`
  return error instanceof Error ? error.message : 'it fails'
}

function isCelError(error: unknown): error is ParseError {
  return error instanceof Error && 'summary' in error && 'range' in error
}
