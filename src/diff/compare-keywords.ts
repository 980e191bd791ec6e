import { isDeepStrictEqual } from 'node:util'

import type { JsonSchema } from '../kernel/input.ts'
import { about, type Place, type SchemaDifference } from './schema-difference.ts'

/** Keywords that tell a reader something and refuse no value. */
const WORDS = /^(title|description|examples|deprecated|default|readOnly|writeOnly|\$\w+|x-.*)$/

/** Keywords whose meaning another comparison knows. */
const COMPARED = new Set(
  (
    'type enum const properties required additionalProperties items anyOf oneOf minimum maximum ' +
    'exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems'
  ).split(' '),
)

/** References are rules: what they point at decides what fits. */
const REFERENCES = new Set(['$ref', '$defs', '$dynamicRef'])

export function isWord(keyword: string): boolean {
  return WORDS.test(keyword) && !REFERENCES.has(keyword)
}

/** Rules that cannot be compared by size, such as patterns: there, gone, or another one. */
export function compareKeywords(
  before: JsonSchema,
  after: JsonSchema,
  place: Place,
): readonly SchemaDifference[] {
  return changed(before, after)
    .filter((keyword) => !isWord(keyword) && !COMPARED.has(keyword))
    .map((keyword) => {
      if (before[keyword] === undefined)
        return about(place, 'narrower', ` has a "${keyword}" to meet now.`)
      if (after[keyword] === undefined)
        return about(place, 'wider', ` has no "${keyword}" to meet any more.`)
      return about(place, 'replaced', ` has another "${keyword}" to meet.`)
    })
}

/**
 * Words that read differently. Another default, or none any more, is more than that: it changes what a call means that
 * leaves the field out.
 */
export function compareWords(
  before: JsonSchema,
  after: JsonSchema,
  place: Place,
): readonly SchemaDifference[] {
  const words = changed(before, after).filter(isWord)
  const [was, is] = [before['default'], after['default']]
  const isOther = place.use === 'input' && words.includes('default') && was !== undefined
  if (isOther) {
    const now = is === undefined ? 'no longer means' : `means ${say(is)} now, and meant`
    return [about(place, 'replaced', `, left out, ${now} ${say(was)}.`)]
  }
  return words.length === 0 ? [] : [about(place, 'described', ' is described in other words.')]
}

function changed(before: JsonSchema, after: JsonSchema): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (keyword) => !isDeepStrictEqual(before[keyword], after[keyword]),
  )
}

function say(value: unknown): string {
  return JSON.stringify(value)
}
