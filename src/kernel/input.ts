import * as z from 'zod'

import { dropFlagged } from './drop-flagged.ts'
import { excessOf, inlinedIfPossible } from './inline-refs.ts'
import { protoKeysIn } from './proto-key.ts'
import { rawParser } from './raw-schema.ts'
import { watched } from './watched-parse.ts'

/** A JSON Schema object, as plain data. */
export interface JsonSchema {
  /** A keyword of JSON Schema 2020-12 and its value. */
  readonly [keyword: string]: unknown
}

/** What an author may write for a tool's input: a zod object, or a raw JSON Schema for a tool made elsewhere. */
export type InputSchema = z.ZodObject | JsonSchema

/** The handler's view of the input: typed for zod, a plain record for a raw JSON Schema. */
export type InputOf<I extends InputSchema> = I extends z.ZodObject
  ? z.output<I>
  : Readonly<Record<string, unknown>>

/** The input as a caller writes it, before defaults and transforms. */
export type RawInputOf<I extends InputSchema> = I extends z.ZodObject
  ? z.input<I>
  : Readonly<Record<string, unknown>>

/** One thing wrong with the arguments: where, and what would be right. */
export interface Issue {
  /** Names of nested fields, outermost first; empty for the arguments as a whole. */
  readonly path: readonly string[]
  /** Why it is wrong, where that changes what to say; `custom`: by a rule of the author's own. */
  readonly kind: 'unknown' | 'too_long' | 'custom' | 'other'
  /** The author's or the validator's words, used when the schema alone does not say what is valid. */
  readonly message: string
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** Both kinds of schema behind one face. */
export interface Input<T> {
  /** The schema as JSON, for listings, coercion and messages; without references, unless it refers to itself. */
  readonly json: JsonSchema
  parse(raw: unknown): Parsed<T>
}

export function inputOf<I extends InputSchema>(schema: I): Input<InputOf<I>>
export function inputOf(schema: InputSchema): Input<unknown> {
  return watched(schema instanceof z.ZodObject ? zodInput(schema) : rawInput(schema))
}

function zodInput(schema: z.ZodObject): Input<unknown> {
  return {
    json: inlinedIfPossible(jsonSchemaOf(schema, 'input')),
    parse(raw) {
      const result = schema.safeParse(raw)
      const odd = protoKeysIn(raw)
      if (odd.length > 0) return { ok: false, issues: odd }
      return result.success
        ? { ok: true, value: result.data }
        : { ok: false, issues: result.error.issues.flatMap(fromZodIssue) }
    },
  }
}

/**
 * zod's JSON Schema without what no model needs: the dialect, and the bounds that only restate "integer"; and without
 * patterns that JSON Schema would read otherwise than they were meant.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: ({ path, message }) => {
      const steps = path.filter((step) => step !== 'properties').map(String)
      throw new TypeError(steps.length > 0 ? `${message}, at "${steps.join('.')}"` : message)
    },
    override: ({ zodSchema, jsonSchema }) => {
      dropFlagged(jsonSchema, zodSchema)
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.type === 'object') jsonSchema.required ??= []
    },
  })
  return json
}

function fromZodIssue(issue: z.core.$ZodIssue): readonly Issue[] {
  const path = issue.path.map(String)
  const { message } = issue
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], kind: 'unknown', message }))
    case 'too_big':
      return [{ path, kind: 'too_long', message }]
    case 'custom':
      return [{ path, kind: 'custom', message }]
    default:
      return [{ path, kind: 'other', message }]
  }
}

function rawInput({ $schema: dialect, ...schema }: JsonSchema): Input<unknown> {
  const excess = excessOf(schema)
  if (excess !== undefined) throw new TypeError(`it ${excess}`)
  return {
    json: inlinedIfPossible({
      type: 'object',
      ...schema,
      properties: schema['properties'] ?? {},
      required: schema['required'] ?? [],
    }),
    parse: rawParser(schema, dialect),
  }
}
