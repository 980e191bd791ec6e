import type { Issue, JsonSchema } from './input.ts'
import { isRecord, propertiesOf, requiredOf, type Fields } from './json.ts'

/** A tool's schema as a model sees it when these of its fields are fixed. */
export function withoutFields(schema: JsonSchema, fixed: Fields): JsonSchema {
  return {
    ...schema,
    properties: without(propertiesOf(schema), fixed),
    required: requiredOf(schema).filter((name) => !Object.hasOwn(fixed, name)),
  }
}

/** The fields of `record` that are not fixed. */
export function without<T>(
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
  return isRecord(raw) ? { ...raw, ...fixed } : raw
}

/** What is wrong between a fixed field and another is said of the whole: for a model the field is not there. */
export function unfixed(issues: readonly Issue[], fixed: Fields): readonly Issue[] {
  return issues.map((issue) =>
    Object.hasOwn(fixed, issue.path[0] ?? '') ? { ...issue, path: [] } : issue,
  )
}
