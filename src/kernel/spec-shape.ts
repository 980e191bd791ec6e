import * as z from 'zod'

import { isOffer } from './offer.ts'
import { TIERS } from './tier.ts'

const words = z.array(z.string()).optional()
const func = z.custom((value) => typeof value === 'function', 'must be a function')

const offers = z.array(z.custom(isOffer, 'must be made by defineOffer')).optional()

/** Of an object schema's root. Anything else there is a field that lost its `properties`. */
const KEYWORDS: ReadonlySet<string> = new Set(
  '$schema $id $ref $defs $anchor $comment $vocabulary $dynamicRef $dynamicAnchor definitions type properties required additionalProperties patternProperties propertyNames minProperties maxProperties unevaluatedProperties dependentRequired dependentSchemas dependencies allOf anyOf oneOf not if then else enum const title description default examples deprecated readOnly writeOnly nullable discriminator'.split(
    ' ',
  ),
)

/** What is no object schema would be taken for a JSON Schema without a rule, and let every argument through. */
function inputFault(input: unknown): string | undefined {
  if (input instanceof z.ZodObject) return undefined
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return 'must be z.strictObject({ … }) or a JSON Schema'
  if (isZod(input)) return 'is a zod schema of another kind; write z.strictObject({ … }) of "zod"'
  if (Object.values(input).some(isZod)) return 'is a bare shape; write z.strictObject({ … })'
  const stray = Object.keys(input).find((key) => !KEYWORDS.has(key) && !key.startsWith('x-'))
  if (stray === undefined) return undefined
  return `"${stray}" is no keyword of JSON Schema; fields belong below "properties"`
}

function isZod(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('_zod' in value || '_def' in value)
}

/** The plain parts of a tool, as far as a file without type checking can get them wrong. */
const toolShape = z.looseObject({
  name: z.string(),
  title: z.string(),
  does: z.string(),
  useWhen: z.string(),
  avoidWhen: z.string(),
  returns: z.string(),
  examples: z.array(z.looseObject({})),
  // An unknown tier must never be taken for the mildest.
  tier: z.enum(TIERS),
  scopes: z.array(z.string()),
  needs: words,
  gives: words,
  timeoutMs: z.number().positive().optional(),
  // An unknown gate must never be taken for none.
  confirm: z.enum(['spoken', 'delivered']).optional(),
  plan: func.optional(),
  subjects: func.optional(),
  unknownSubject: func.optional(),
  duplicatesWithinMs: z.number().positive().optional(),
  resumes: z.boolean().optional(),
  recorded: words,
  input: z.custom().superRefine((input, context) => {
    const fault = inputFault(input)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  }),
  handler: func,
  concise: func,
  detailed: func.optional(),
  attachments: func.optional(),
})

const moduleShape = z.looseObject({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  config: z.custom(
    (value) => typeof value === 'object' && value !== null && '_zod' in value,
    'must be a zod schema, such as z.strictObject({})',
  ),
  lends: offers,
  borrows: offers,
  setup: func,
  dispose: func.optional(),
  health: func.optional(),
  tools: z.array(z.looseObject({ name: z.string() })).min(1),
})

/** Throws with all that is amiss. Types say the same to authors who check them; Node runs files that nobody did. */
export function checkToolSpec(spec: object): void {
  check('tool', toolShape, spec)
}

/** The same for a module. */
export function checkModuleSpec(spec: object): void {
  check('module', moduleShape, spec)
}

function check(what: string, shape: z.ZodType, spec: object): void {
  const read = shape.safeParse(spec)
  if (read.success) return
  const called = 'name' in spec ? spec.name : 'id' in spec ? spec.id : undefined
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new TypeError(
    `the ${what}${typeof called === 'string' ? ` "${called}"` : ''} is not complete: ${faults.join('; ')}`,
  )
}
