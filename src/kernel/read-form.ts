import * as z from 'zod'

import { valueOf } from './form-schema.ts'
import type { ChoicesField, Form, FormField, FormValues, NumberField, TextField } from './form.ts'
import { isRecord } from './json.ts'

/** A value as it may stand in a filled-in form. */
type FormValue = string | number | boolean | readonly string[] | undefined

/**
 * What a person filled in, field by field; `undefined` when it does not fit the form. What the form did not ask for is
 * left out.
 */
export function readForm<F extends Form>(form: F, content: unknown): FormValues<F> | undefined {
  const values = fieldByField(form, content)
  return fits(form, values) ? values : undefined
}

/** Each field was checked by a schema of its own kind, which is what the type says of all of them together. */
function fits<F extends Form>(_form: F, values: unknown): values is FormValues<F> {
  return values !== undefined
}

function fieldByField(form: Form, content: unknown): object | undefined {
  if (!isRecord(content)) return undefined
  const read = Object.entries(form).map(([name, field]) => {
    const given = Object.hasOwn(content, name) ? content[name] : undefined
    return [name, valueSchema(field).safeParse(given)] as const
  })
  if (read.some(([, { success }]) => !success)) return undefined
  return Object.fromEntries(read.map(([name, { data }]) => [name, data]))
}

function valueSchema(field: FormField): z.ZodType<FormValue> {
  return field.optional === true ? kindSchema(field).optional() : kindSchema(field)
}

function kindSchema(field: FormField): z.ZodType<FormValue> {
  switch (field.type) {
    case 'text':
      return textSchema(field)
    case 'number':
      return numberSchema(field)
    case 'switch':
      return z.boolean()
    case 'choice':
      return z.enum(field.options.map(valueOf))
    default:
      return choicesSchema(field)
  }
}

function textSchema({ minLength = 0, maxLength = 10_000, format }: TextField) {
  const text = z.string().min(minLength).max(maxLength)
  return format === undefined ? text : text.pipe(FORMATS[format])
}

function numberSchema({ whole, min = -Infinity, max = Infinity }: NumberField) {
  return (whole === true ? z.int() : z.number()).min(min).max(max)
}

function choicesSchema({ options, fewest = 0, most = options.length }: ChoicesField) {
  const values = z.array(z.enum(options.map(valueOf)))
  return values.min(fewest).max(most).readonly()
}

const FORMATS = {
  email: z.email(),
  uri: z.url(),
  date: z.iso.date(),
  'date-time': z.iso.datetime({ offset: true, local: true }),
} as const
