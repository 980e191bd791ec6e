import type { Issue, JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, type Fields } from '../kernel/json.ts'
import { nearest } from '../kernel/nearest.ts'

/** More than this at once is not read by anyone. */
const MOST_ISSUES = 3

/** What a refusal may draw on: the schema, what came, and a valid example. */
export interface IssueContext {
  readonly schema: JsonSchema
  readonly input: unknown
  readonly example: Fields
}

/** One sentence or two a model can act on: the field, what came, what is valid, and an example. */
export function explainIssues(issues: readonly Issue[], context: IssueContext): string {
  // One field often breaks several rules at once; the first says enough.
  const perField = [...new Map(issues.toReversed().map((issue) => [issue.path.join('.'), issue]))]
    .map(([, issue]) => issue)
    .toReversed()
  const said = perField.slice(0, MOST_ISSUES).map((issue) => explain(issue, context))
  const more = perField.length - said.length
  return [
    ...said,
    ...(more > 0 ? [`${more} more of them ${more === 1 ? 'is' : 'are'} not valid.`] : []),
  ].join(' ')
}

function explain(issue: Issue, context: IssueContext): string {
  const field = issue.path.join('.')
  if (field === '') {
    // A rule of the author's on several fields at once has no field of its own.
    const valid = issue.kind === 'custom' ? issue.message : 'must be an object with named fields'
    return `The arguments ${valid}. ${exampleOf(context)}`
  }
  const schema = schemaAt(context.schema, issue.path)
  if (issue.kind === 'unknown') return unknownField(field, issue, context)
  const came = valueAt(context.input, issue.path)
  const got = came === undefined ? `${field} is missing` : `${field} was ${quote(came)}`
  return `${got}; ${validOf(schema, issue, came)}. ${fieldExample(issue, context)}`.trim()
}

function unknownField(field: string, issue: Issue, { schema }: IssueContext): string {
  const names = Object.keys(propertiesOf(schemaAt(schema, issue.path.slice(0, -1))))
  const likely = nearest(issue.path.at(-1) ?? '', names)
  const way = likely
    ? `Did you mean ${likely}?`
    : names.length > 0
      ? `The fields are ${names.join(', ')}.`
      : 'This tool takes no fields.'
  return `There is no field ${clip(field)}. ${way}`
}

/** What is valid, from the schema where it is plain there, else in the validator's or the author's words. */
function validOf(schema: JsonSchema, issue: Issue, came: unknown): string {
  const { type, enum: choices, minimum, maximum, maxLength } = schema
  if (Array.isArray(choices)) return `it must be ${choices.map(String).join(' or ')}`
  if (type === 'integer') return `it must be a whole number${range(minimum, maximum)}`
  if (type === 'number') return `it must be a number${range(minimum, maximum)}`
  if (type === 'boolean') return 'it must be true or false'
  if (issue.kind === 'custom') return `it ${issue.message}`
  if (type === 'string' && issue.kind === 'too_long')
    return `it must be text of at most ${String(maxLength)} characters`
  if (type === 'string' && came === '') return 'it must not be empty'
  if (type === 'string' && typeof came !== 'string') return 'it must be text'
  return `it is not valid: ${issue.message}`
}

function range(minimum: unknown, maximum: unknown): string {
  if (typeof minimum === 'number' && typeof maximum === 'number')
    return ` from ${minimum} to ${maximum}`
  if (typeof minimum === 'number') return `, ${minimum} or more`
  if (typeof maximum === 'number') return `, ${maximum} or less`
  return ''
}

function fieldExample({ path }: Issue, { example }: IssueContext): string {
  const value = valueAt(example, path)
  return value === undefined ? '' : `For example ${quote(value)}.`
}

function exampleOf({ example }: IssueContext): string {
  return `For example ${JSON.stringify(example)}.`
}

function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema {
  return path.reduce<JsonSchema>((at, name) => {
    const items = at['items']
    return at['type'] === 'array' && isRecord(items) ? items : (propertiesOf(at)[name] ?? {})
  }, schema)
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (Array.isArray(at) ? at[Number(name)] : isRecord(at) ? at[name] : undefined),
    value,
  )
}

function quote(value: unknown): string {
  return clip(typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing'))
}

/** Long or odd input is cut, so that an argument cannot put a page of its own words into an answer. */
function clip(text: string): string {
  const plain = text.replaceAll(/[\p{C}\s]+/gu, ' ')
  return plain.length > 60 ? `${plain.slice(0, 57)}…` : plain
}
