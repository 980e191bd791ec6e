import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { tooLarge } from '../kernel/schema-size.ts'
import { mapSubschemas } from '../kernel/subschemas.ts'
import { GEMINI_RULES } from './gemini-rules.ts'
import { OTHER_RULES } from './other-rules.ts'
import { ROOT, sayPlace, type Place } from './pass.ts'
import { PROVIDERS, type Provider, type ProviderRule, type Visited } from './provider-rule.ts'

/** The matrix: what which provider does not take. */
export const PROVIDER_RULES: readonly ProviderRule[] = [...OTHER_RULES, ...GEMINI_RULES]

/** A rule that a schema breaks, and in words where and how. */
export interface Objection {
  readonly rule: ProviderRule
  readonly problem: string
}

/** What each provider objects to, in words. A schema is portable when no provider objects to anything. */
export function portability(schema: JsonSchema): ReadonlyMap<Provider, readonly string[]> {
  const all = objections(schema)
  return new Map(
    PROVIDERS.map((provider) => [
      provider,
      all.filter(({ rule }) => rule.providers.includes(provider)).map(({ problem }) => problem),
    ]),
  )
}

/** Every rule that the schema breaks, once for each place, in the order of the schema. */
export function objections(schema: JsonSchema): readonly Objection[] {
  const found: Objection[] = []
  const look = (visited: Visited, place: Place) => {
    for (const rule of PROVIDER_RULES) {
      const fault = rule.breaks(visited)
      if (fault !== undefined) found.push({ rule, problem: `${sayPlace(place)} ${fault}` })
    }
  }
  const root = { schema, isRoot: true, keyword: '', field: undefined }
  if (tooLarge(schema) === undefined) visit(root, ROOT, look)
  else look(root, ROOT)
  return found
}

function visit(
  visited: Visited,
  place: Place,
  look: (visited: Visited, place: Place) => void,
): void {
  look(visited, place)
  if (!isRecord(visited.schema)) return
  mapSubschemas(visited.schema, (schema, keyword, step) => {
    const field = keyword === 'properties' ? step : undefined
    visit({ schema, isRoot: false, keyword, field }, [...place, ...stepTo(keyword, step)], look)
  })
}

/** Branches of a choice stand where the choice stands. */
function stepTo(keyword: string, step: string): Place {
  if (keyword === 'properties') return [step]
  return keyword === 'items' || keyword === 'prefixItems' ? ['[]'] : []
}
