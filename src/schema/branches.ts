import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { choicesOf, typeOf } from '../kernel/schema-types.ts'
import { conjoin } from './conjoin.ts'

/** A choice of more than this is nothing that a model chooses well from, and could be made to take long. */
const MOST_BRANCHES = 100

/** Keywords that narrow what is valid in a way that neither a portable keyword nor a short sentence can say. */
const REFUSED =
  'not if then else contains patternProperties dependentSchemas $dynamicRef $recursiveRef $ref'.split(
    ' ',
  )

/** Everything a schema allows, as schemas of one type each and without null; or why it cannot be told apart. */
export type Branches = readonly JsonSchema[] | string

/** Takes `allOf`, `anyOf`, `oneOf`, lists of types and choices without a type apart. None is left: only null fits. */
export function branchesIn(schema: JsonSchema): Branches {
  const { allOf, anyOf, oneOf, ...own } = schema
  if (Array.isArray(allOf)) return ofAll({ ...schema, allOf })
  if (anyOf !== undefined && oneOf !== undefined) return 'uses anyOf and oneOf together'
  const offered = anyOf ?? oneOf
  return Array.isArray(offered) ? ofChoice(offered, own) : ofTypes(own)
}

function ofAll({ allOf, ...own }: JsonSchema & { readonly allOf: readonly unknown[] }): Branches {
  const parts = allOf.filter(isRecord)
  const whole = parts.reduce<JsonSchema | string>(
    (made, part) => (typeof made === 'string' ? made : conjoin(made, part)),
    own,
  )
  return typeof whole === 'string' ? whole : branchesIn(whole)
}

function ofChoice(offered: readonly unknown[], own: JsonSchema): Branches {
  if (offered.length > MOST_BRANCHES)
    return `is a choice between more than ${MOST_BRANCHES} schemas`
  const each = offered.map((branch): Branches => {
    if (!isRecord(branch)) return 'is a choice with a branch that is no schema'
    const whole = conjoin(asserted(own), branch)
    return typeof whole === 'string' ? whole : branchesIn(whole)
  })
  return joined(each)
}

/** What a schema says of itself is not said of each of its branches. */
function asserted({
  description: _said,
  default: _default,
  title: _title,
  ...rest
}: JsonSchema): JsonSchema {
  return rest
}

function ofTypes(schema: JsonSchema): Branches {
  const refused = REFUSED.filter((keyword) => keyword in schema)
  if (refused.length > 0) return `uses ${refused.join(', ')}, which cannot be said to every model`
  const { type, const: _only, ...rest } = schema
  const choices = choicesOf(schema)
  const types =
    typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : inferred(schema)
  // Two parts that ask for different types leave nothing that fits.
  if (Array.isArray(type) && type.length === 0) return []
  if (types.length === 0) return 'does not say of which type it is'
  const plain = types.filter((each) => each !== 'null')
  const shared = plain.length > 1 ? asserted(rest) : rest
  return plain
    .map((each) =>
      choices ? listed(shared, ofType(choices, each), each) : { type: each, ...shared },
    )
    .filter((branch) => choicesOf(branch)?.length !== 0)
}

/** zod calls every numeric literal a number, even where only whole ones are listed. */
function listed(schema: JsonSchema, values: readonly unknown[], type: string): JsonSchema {
  const isWhole = type === 'number' && values.every((value) => Number.isInteger(value))
  return { type: isWhole ? 'integer' : type, ...schema, enum: values }
}

function inferred(schema: JsonSchema): readonly string[] {
  const choices = choicesOf(schema)
  if (choices) return [...new Set(choices.map(typeOf))]
  if (isRecord(schema['properties'])) return ['object']
  return isRecord(schema['items']) || Array.isArray(schema['prefixItems']) ? ['array'] : []
}

function ofType(choices: readonly unknown[], type: string): readonly unknown[] {
  return choices.filter(
    (value) => typeOf(value) === type || (type === 'number' && typeof value === 'number'),
  )
}

function joined(each: readonly Branches[]): Branches {
  const found: JsonSchema[] = []
  for (const branches of each) {
    if (typeof branches === 'string') return branches
    found.push(...branches)
    if (found.length > MOST_BRANCHES)
      return `is a choice between more than ${MOST_BRANCHES} schemas`
  }
  return found
}
