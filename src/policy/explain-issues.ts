import type { Issue, JsonSchema } from '../kernel/input.ts'
import { isRecord, type Fields } from '../kernel/json.ts'
import { nearest } from '../kernel/nearest.ts'
import { sayValid } from './say-valid.ts'
import { fieldNames, schemaAt } from './schema-at.ts'

/** More than this at once is not read by anyone. */
const MOST_ISSUES = 3
const MOST_LETTERS = 400
const LONGEST_RULE = 200

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
  const said: string[] = []
  for (const issue of perField.slice(0, MOST_ISSUES)) {
    const next = explain(issue, context)
    if (said.length > 0 && said.join(' ').length + next.length > MOST_LETTERS) break
    said.push(next)
  }
  const more = perField.length - said.length
  return [
    ...said,
    ...(more > 0 ? [`${more} more of them ${more === 1 ? 'is' : 'are'} not valid.`] : []),
  ].join(' ')
}

function explain(issue: Issue, context: IssueContext): string {
  const field = clip(issue.path.join('.'))
  if (issue.path.length === 0) {
    // A rule of the author's on several fields at once has no field of its own.
    const valid = issue.kind === 'custom' ? issue.message : 'must be an object with named fields'
    return `The arguments ${clip(valid, LONGEST_RULE)}. ${exampleOf(context)}`.trim()
  }
  if (issue.kind === 'unknown') return unknownField(field, issue, context)
  const came = valueAt(context.input, issue.path)
  const got = came === undefined ? `${field} is missing` : `${field} was ${quote(came)}`
  const valid = clip(sayValid(schemaAt(context.schema, issue.path), issue, came), LONGEST_RULE)
  return `${got}; ${valid.replace(/\.$/, '')}. ${fieldExample(issue, context)}`.trim()
}

function unknownField(field: string, issue: Issue, { schema }: IssueContext): string {
  const names = fieldNames(schemaAt(schema, issue.path.slice(0, -1)))
  const likely = nearest(issue.path.at(-1) ?? '', names)
  const way = likely
    ? `Did you mean ${likely}?`
    : names.length > 0
      ? `The fields are ${clip(names.join(', '), LONGEST_RULE)}.`
      : 'This tool takes no fields.'
  return `There is no field ${field}. ${way}`
}

function fieldExample({ path }: Issue, { example }: IssueContext): string {
  const value = valueAt(example, path)
  return value === undefined ? '' : `For example ${quote(value)}.`
}

/** One cut short would be no valid example, so a long one is left out. */
function exampleOf({ example }: IssueContext): string {
  const said = JSON.stringify(example)
  return said.length > LONGEST_RULE ? '' : `For example ${said}.`
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
function clip(text: string, most = 60): string {
  const plain = text.replaceAll(/[\p{C}\s]+/gu, ' ')
  return plain.length > most ? `${plain.slice(0, most - 3)}…` : plain
}
