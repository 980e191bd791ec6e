import type * as z from 'zod'

import { suggest } from './suggest.ts'

type Issue = z.core.$ZodRawIssue

/**
 * Our words for what zod found. Given to `safeParse`, so that a message which a schema's author wrote still wins.
 * What the file says is repeated only where it cannot be a key that was pasted into the wrong place.
 */
export function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return amiss(KINDS[issue.expected] ?? issue.expected, issue)
    case 'invalid_value':
      return amissWord(issue.values.map(String), issue)
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'not_multiple_of':
      return amiss(`a multiple of ${issue.divisor}`, issue)
    case 'invalid_format':
      return amissForm(issue)
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(' ')
    case 'invalid_union':
      return 'fits none of the forms that are allowed here.'
    default:
      return 'is not valid.'
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, such as [a, b]',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
}

function amiss(expected: string, { input, path }: Issue): string {
  if (input === undefined) return `is missing. It must be ${expected}.`
  // The commonest way to this is a key with nothing behind it, which YAML reads as null.
  if (input === null)
    return expected === KINDS['object']
      ? 'is empty. Write keys and values below it, or {} for none.'
      : `is empty. It must be ${expected}.`
  const came = path?.[0] === 'server' && typeof input === 'number' ? `${input}` : kindOf(input)
  return `must be ${expected}, not ${came}.`
}

function amissWord(valid: readonly string[], issue: Issue): string {
  const { input, path } = issue
  const expected = orList(valid)
  if (typeof input !== 'string') return amiss(expected, issue)
  // A module's settings may be secrets; only its author knows which.
  const came = path?.[0] === 'modules' ? '' : `, not "${input}"`
  return `must be ${expected}${came}. ${suggest(input, valid, 'Valid')}`
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>): string {
  const { minimum, inclusive, origin } = issue
  if (inclusive && minimum === 1 && UNITS[origin] !== undefined) return 'must not be empty.'
  return amissSize(inclusive === false ? 'more than' : 'at least', minimum, issue)
}

function tooBig(issue: Extract<Issue, { code: 'too_big' }>): string {
  const { maximum, inclusive } = issue
  return amissSize(inclusive === false ? 'less than' : 'at most', maximum, issue)
}

function amissForm({ format, pattern }: Extract<Issue, { code: 'invalid_format' }>): string {
  return format === 'regex' ? `must be in the form ${pattern}.` : `must be a valid ${format}.`
}

const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' }

function amissSize(how: string, bound: number | bigint, issue: Issue & { origin: string }): string {
  const unit = UNITS[issue.origin]
  return unit === undefined ? amiss(`${how} ${bound}`, issue) : `must have ${how} ${bound} ${unit}.`
}

function kindOf(input: unknown): string {
  if (Array.isArray(input)) return 'a list'
  switch (typeof input) {
    case 'string':
      return 'text'
    case 'number':
      return Number.isInteger(input) ? 'a number like this' : 'a number with a fraction'
    case 'boolean':
      return 'true or false'
    default:
      return 'a map'
  }
}

function orList(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
