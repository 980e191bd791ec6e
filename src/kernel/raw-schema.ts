import type { ErrorObject, Options } from 'ajv'
import * as z from 'zod'

import { ajv2020Library, ajvLibrary } from './ajv-library.ts'
import type { Issue, JsonSchema, Parsed } from './input.ts'

/** Formats are judged as zod judges them, so that a tool may be written either way. Others are only words. */
const FORMATS: Readonly<Record<string, z.ZodType>> = {
  date: z.iso.date(),
  'date-time': z.iso.datetime({ offset: true, local: true }),
  time: z.iso.time().or(z.string().regex(/^\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/)),
  duration: z.iso.duration(),
  email: z.email(),
  hostname: z.hostname(),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  uri: z.url(),
  uuid: z.guid(),
}

const OPTIONS: Options = {
  allErrors: true,
  strict: false,
  useDefaults: true,
  logger: false,
  formats: Object.fromEntries(
    Object.entries(FORMATS).map(([name, format]) => [
      name,
      (text: string) => format.safeParse(text).success,
    ]),
  ),
}

/**
 * Judges arguments by a JSON Schema that was written as one. `dialect` is its `$schema`: draft 7, which most tools
 * from elsewhere are written in, or else 2020-12. Throws where the schema itself is wrong.
 */
export function rawParser(schema: JsonSchema, dialect: unknown): (raw: unknown) => Parsed<unknown> {
  const isOld = typeof dialect === 'string' && /draft-0[67]/.test(dialect)
  const ajv = isOld ? new (ajvLibrary().Ajv)(OPTIONS) : new (ajv2020Library().Ajv2020)(OPTIONS)
  if (!ajv.validateSchema(schema)) throw new TypeError(fault(ajv))
  const validate = ajv.compile(schema)
  return (raw) => {
    const value: unknown = structuredClone(raw)
    return validate(value)
      ? { ok: true, value }
      : { ok: false, issues: (validate.errors ?? []).map(fromAjvError) }
  }
}

/** The first one; the others mostly follow from it. */
function fault({ errors }: { readonly errors?: readonly ErrorObject[] | null }): string {
  const [first] = errors ?? []
  return first ? `${first.instancePath.slice(1).replaceAll('/', '.')} ${first.message}` : ''
}

function fromAjvError(error: ErrorObject): Issue {
  const path = error.instancePath.split('/').slice(1).map(unescaped)
  const { missingProperty, additionalProperty } = error.params
  const message = error.message ?? 'is not valid'
  if (typeof missingProperty === 'string')
    return { path: [...path, missingProperty], kind: 'other', message }
  if (typeof additionalProperty === 'string')
    return { path: [...path, additionalProperty], kind: 'unknown', message }
  return { path, kind: error.keyword === 'maxLength' ? 'too_long' : 'other', message }
}

/** A step of a JSON pointer. */
function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
