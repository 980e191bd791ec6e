import type { Issue, JsonSchema } from './input.ts'
import { isRecord, propertiesOf, requiredOf, type Fields } from './json.ts'
import type { DeclaredTool } from './module.ts'

/** A tool's schema as a model sees it when these of its fields are fixed. */
export function withoutFields(schema: JsonSchema, fixed: Fields): JsonSchema {
  return {
    ...schema,
    properties: without(propertiesOf(schema), fixed),
    required: requiredOf(schema).filter((name) => !Object.hasOwn(fixed, name)),
  }
}

/**
 * Fixed fields that a raw schema names outside of its own `properties` and `required`: there they would still be
 * shown to a model, which would then be refused for sending them.
 */
export function spokenOfElsewhere(schema: JsonSchema, fixed: Fields): readonly string[] {
  const { properties: _fields, required: _names, description: _text, ...conditions } = schema
  return Object.keys(fixed).filter((field) => names(conditions, field))
}

function names(value: unknown, field: string): boolean {
  if (value === field) return true
  if (Array.isArray(value)) return value.some((each) => names(each, field))
  if (!isRecord(value)) return false
  return Object.entries(value).some(([key, each]) => key === field || names(each, field))
}

/** The fields of `record` that are not fixed. */
function without<T>(
  record: Readonly<Record<string, T>>,
  fixed: Fields,
): Readonly<Record<string, T>> {
  const left = Object.entries(record).filter(([name]) => !Object.hasOwn(fixed, name))
  return Object.fromEntries(left)
}

/** A model that sends a fixed field would otherwise choose what the deployment has chosen. */
export function sentFixed(raw: unknown, fixed: Fields): readonly Issue[] {
  const sent = isRecord(raw) ? Object.keys(raw).filter((name) => Object.hasOwn(fixed, name)) : []
  return sent.map((name) => ({ path: [name], kind: 'unknown', message: 'is not known' }))
}

/** The arguments with the fixed values in them. What is no record stays as it is, to be refused. */
export function withFixed(raw: unknown, fixed: Fields): unknown {
  // A copy, or a handler that changes it would change it for every later call.
  return isRecord(raw) ? { ...raw, ...structuredClone(fixed) } : raw
}

/** What is wrong between a fixed field and another is said of the whole: for a model the field is not there. */
export function unfixed(issues: readonly Issue[], fixed: Fields): readonly Issue[] {
  return issues.map((issue) =>
    Object.hasOwn(fixed, issue.path[0] ?? '') ? { ...issue, path: [] } : issue,
  )
}

/** The tool's examples that still hold, without what is fixed, and each of them once. */
export function examplesWith(tool: DeclaredTool, fixed: Fields): readonly Fields[] {
  const held = tool.examples.filter(
    (example) => tool.issuesIn({ ...example, ...fixed }).length === 0,
  )
  const shown = new Map(
    held.map((example) => without(example, fixed)).map((each) => [JSON.stringify(each), each]),
  )
  return [...shown.values()]
}
