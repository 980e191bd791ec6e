import type * as z from 'zod'

import { nearest } from '../kernel/nearest.ts'

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
      return Array.isArray(issue['options'])
        ? `must be ${orList(issue['options'].map(String))}.`
        : 'fits none of the forms that are allowed here.'
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

function amiss(expected: string, issue: Issue): string {
  return absent(expected, issue) ?? `must be ${expected}, not ${came(issue)}.`
}

/** Of a value that is not there there is nothing to repeat. */
function absent(expected: string, { input, path }: Issue): string | undefined {
  if (input === undefined) return `is missing. It must be ${expected}.`
  if (input !== null) return undefined
  if (expected !== KINDS['object']) return `is empty. It must be ${expected}.`
  // A key with nothing behind it is null in YAML, and the natural way to write a module that needs no settings.
  const isModule = path?.[0] === 'modules' && path.length === 2
  return `is empty. Write keys and values below it${isModule ? ', or {} for none' : ''}.`
}

function amissWord(valid: readonly string[], issue: Issue): string {
  const { input } = issue
  const expected = orList(valid)
  if (typeof input !== 'string') return amiss(expected, issue)
  const meant = nearest(input, valid)
  const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"?`
  // A module's settings may be secrets; only its author knows which.
  const isOurs = issue.path?.[0] === 'clients' || issue.path?.[0] === 'rules'
  const written = isOurs ? `, not "${input}"` : ''
  return `must be ${expected}${written}.${suggestion}`
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
  if (unit !== undefined) return `must have ${how} ${bound} ${unit}.`
  return `must be ${how} ${bound}${isPublic(issue) ? `, not ${came(issue)}` : ''}.`
}

/** Nothing in this part is ever a secret, but for the password of the mail server. */
function isPublic({ path }: Issue): boolean {
  return path?.[0] === 'server' && path[1] !== 'mail'
}

function came(issue: Issue): string {
  const { input } = issue
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'string') return 'text'
  if (typeof input === 'boolean') return 'true or false'
  if (typeof input !== 'number') return 'a map'
  if (isPublic(issue)) return String(input)
  return Number.isInteger(input) ? 'a number' : 'a number with a fraction'
}

function orList(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
