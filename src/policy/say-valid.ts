import type { Issue, JsonSchema } from '../kernel/input.ts'
import { branchesOf, choicesOf, typesOf } from '../kernel/schema-types.ts'

/** Longer lists are not taken in; the schema has them all. */
const MOST_CHOICES = 12

/** What validators say when they have nothing to say. */
const WORDLESS = /^invalid input$/i

/** What is valid, from the schema where it is plain there, else in the validator's or the author's words. */
export function sayValid(schema: JsonSchema, issue: Issue, came: unknown): string {
  const choices = allChoices(schema)
  if (choices) return `it must be ${sayChoices(choices)}`
  if (issue.kind === 'custom' && !WORDLESS.test(issue.message)) return `it ${issue.message}`
  const kinds = kindsOf(schema)
  const [only, ...more] = kinds
  if (more.length > 0) return `it must be ${[...new Set(kinds.map(sayKind))].join(' or ')}`
  const type = only?.['type']
  if (type === 'string') return sayValidText(schema, issue, came)
  if (only && Array.isArray(came) && type === 'array')
    return isOfGoodSize(came, only)
      ? `it is not valid: ${issue.message}`
      : `it must be a list${sayCount(only)}`
  return only ? `it must be ${sayKind(only)}` : `it is not valid: ${issue.message}`
}

function sayValidText({ maxLength }: JsonSchema, issue: Issue, came: unknown): string {
  if (issue.kind === 'too_long') return `it must be text of at most ${String(maxLength)} characters`
  if (came === '') return 'it must not be empty'
  return typeof came === 'string' ? `it is not valid: ${issue.message}` : 'it must be text'
}

/** The schema's branches, or itself once for each of its types; null is left out, as nobody is asked to send it. */
function kindsOf(schema: JsonSchema): readonly JsonSchema[] {
  const branches = branchesOf(schema)
  if (branches.length > 0) return branches.flatMap(kindsOf)
  return typesOf(schema)
    .filter((type) => type !== 'null')
    .map((type) => ({ ...schema, type }))
}

function sayKind(schema: JsonSchema): string {
  const choices = choicesOf(schema)
  if (choices) return sayChoices(choices)
  switch (schema['type']) {
    case 'integer':
      return `a whole number${sayRange(schema)}`
    case 'number':
      return `a number${sayRange(schema)}`
    case 'boolean':
      return 'true or false'
    case 'string':
      return sayText(schema)
    case 'array':
      return `a list${sayCount(schema)}`
    default:
      return 'an object with named fields'
  }
}

function isOfGoodSize(
  { length }: readonly unknown[],
  { minItems = 0, maxItems = Infinity }: JsonSchema,
): boolean {
  return length >= Number(minItems) && length <= Number(maxItems)
}

function sayCount({ minItems, maxItems }: JsonSchema): string {
  const rules = [
    ...(typeof minItems === 'number' && minItems > 0 ? [`at least ${minItems}`] : []),
    ...(typeof maxItems === 'number' ? [`at most ${maxItems}`] : []),
  ]
  return rules.length > 0 ? ` with ${rules.join(' and ')} in it` : ''
}

/** What zod calls a check of its own that is no format to a model. */
const CHECKS = new Set(['regex', 'starts_with', 'ends_with', 'includes', 'lowercase', 'uppercase'])

function sayText({ format, minLength, maxLength }: JsonSchema): string {
  const rules = [
    ...(typeof format === 'string' && !CHECKS.has(format) ? [`in the format ${format}`] : []),
    ...(typeof minLength === 'number' ? [`of at least ${minLength} characters`] : []),
    ...(typeof maxLength === 'number' ? [`of at most ${maxLength} characters`] : []),
  ]
  return ['text', rules.join(' and ')].filter(Boolean).join(' ')
}

/** The choices of a schema, or of all its branches when each of them lists some. */
function allChoices(schema: JsonSchema): readonly unknown[] | undefined {
  const own = choicesOf(schema)
  const branches = branchesOf(schema).map(choicesOf)
  if (own || branches.length === 0 || branches.includes(undefined)) return own
  return [...new Set(branches.flatMap((each) => each ?? []))]
}

function sayChoices(choices: readonly unknown[]): string {
  const known = [...new Set(choices.filter((choice) => choice !== null).map(String))]
  const named = known.map((each) => (each === '' ? '""' : each))
  const more = known.length - MOST_CHOICES
  return more > 0
    ? `${named.slice(0, MOST_CHOICES).join(', ')} or one of ${more} more`
    : named.join(' or ')
}

function sayRange(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf } = schema
  const isClosed = typeof minimum === 'number' && typeof maximum === 'number'
  const rules = [
    ...(typeof above === 'number' ? [` greater than ${above}`] : []),
    ...(typeof below === 'number'
      ? [`${typeof above === 'number' ? ' and' : ''} less than ${below}`]
      : []),
    ...(isClosed ? [` from ${minimum} to ${maximum}`] : []),
    ...(typeof minimum === 'number' && !isClosed ? [`, ${minimum} or more`] : []),
    ...(typeof maximum === 'number' && !isClosed ? [`, ${maximum} or less`] : []),
    ...(typeof multipleOf === 'number' ? [`, a multiple of ${multipleOf}`] : []),
  ]
  return rules.join('')
}
