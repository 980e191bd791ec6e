import type { Ajv2020 } from 'ajv/dist/2020.js'

import { ajv2020Library } from './ajv-library.ts'
import type { JsonSchema } from './input.ts'

type Judge = (value: unknown) => boolean

const judges = new WeakMap<JsonSchema, Judge>()

/**
 * Whether a value fits a schema as it stands. Formats are not judged: the tool's own check does that. A schema that
 * cannot be judged on its own fits nothing. Each schema object is compiled once.
 */
export function fits(value: unknown, schema: JsonSchema): boolean {
  const judge = judges.get(schema) ?? judgeOf(schema)
  judges.set(schema, judge)
  return judge(value)
}

// One for all, as making one takes longer than a call may. What is asked of it are parts of schemas that have been
// checked as a whole.
let shared: Ajv2020 | undefined

function ajvForParts(): Ajv2020 {
  shared ??= new (ajv2020Library().Ajv2020)({
    strict: false,
    logger: false,
    validateFormats: false,
    validateSchema: false,
  })
  return shared
}

function judgeOf(schema: JsonSchema): Judge {
  const ajv = ajvForParts()
  try {
    const validate = ajv.compile(schema)
    return (value) => validate(value)
  } catch {
    return () => false
  } finally {
    // It would keep every schema for ever, and refuse a second one of the same name.
    ajv.removeSchema(schema)
  }
}
