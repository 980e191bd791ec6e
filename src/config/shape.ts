import type * as z from 'zod'

import { explain } from './explain.ts'
import type { Finding, Path } from './finding.ts'
import { keysAt } from './schema-at.ts'
import { suggest } from './suggest.ts'

type Shape<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** Checks a value against a schema, and says in our words what does not fit. */
export function checkShape<S extends z.ZodType>(schema: S, value: unknown): Shape<z.output<S>> {
  const result = schema.safeParse(value, { error: explain })
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, findings: result.error.issues.flatMap((issue) => findingsOf(issue, schema)) }
}

function findingsOf(issue: z.core.$ZodIssue, schema: z.ZodType): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys') {
    const valid = keysAt(schema, path)
    return issue.keys.map((key) => unknownKey(path, key, valid))
  }
  if (issue.code === 'invalid_union') {
    const meant = meantOption(issue.errors)
    if (meant)
      return meant.flatMap((inner) =>
        findingsOf({ ...inner, path: [...issue.path, ...inner.path] }, schema),
      )
  }
  const at = issue.code === 'invalid_key' ? 'key' : 'value'
  return [{ path, at, sentence: issue.message }]
}

/** The one option that the value has the kind of, if there is one: what is amiss in it is what a person needs. */
function meantOption(options: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const meant = options.filter((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
  )
  return meant.length === 1 ? meant[0] : undefined
}

function unknownKey(parent: Path, key: string, valid: readonly string[]): Finding {
  const path = [...parent, key]
  // `credential: { sk-live-1 }` is YAML for a map with that key, so a key in this place may be the secret itself.
  if (['credential', 'password'].includes(String(parent.at(-1))))
    return {
      path,
      at: 'key',
      hidesKey: true,
      sentence: `holds a key that is not known. ${suggest(key, valid, 'Valid keys')}`,
    }
  return { path, at: 'key', sentence: `there is no such key. ${suggest(key, valid, 'Valid keys')}` }
}
