import * as z from 'zod'

import { propertiesOf } from '../kernel/json.ts'
import type { Module } from '../kernel/module.ts'
import { tier } from './words.ts'

const part = z.string().min(1).optional()

const USE =
  'Where the module is from: a built-in one, a path such as ./modules/parking.ts, or an npm package. Without it the built-in one of this name.'

const parts = {
  title: part.describe('The name that people see.'),
  does: part.describe('A full sentence: what the tool does.'),
  useWhen: part.describe('Completes "Call this when …".'),
  avoidWhen: part.describe('Completes "Do not call this when …"; name the tool to use instead.'),
  returns: part.describe('Completes "Returns …".'),
  tier: tier.optional().describe('A higher tier than its own; it can never be lowered.'),
}

/** One entry of `modules`, whatever the module: read leniently to learn what to load and how to mount it. */
export const anyMount = z.strictObject({
  use: z.string().min(1).optional().describe(USE),
  config: z.unknown().optional().describe('The settings of the module.'),
  only: z.array(z.string()).optional().describe('The short names of the tools to keep.'),
  tools: z
    .record(
      z.string(),
      z.strictObject({ ...parts, fixed: z.record(z.string(), z.unknown()).optional() }),
    )
    .optional()
    .describe('By its short name, what to change about a tool.'),
})

export type Mount = z.output<typeof anyMount>

/** One entry of `modules` for a known module: its own settings, tools and fields, and no others. */
export function mountSchema({ id, title, config, tools }: Module): z.ZodType {
  const shorts = tools.map(({ name, inputSchema }) => ({
    short: name.slice(id.length + 1),
    fields: Object.keys(propertiesOf(inputSchema)),
  }))
  const changes = shorts.map(({ short, fields }) => [short, changeSchema(fields).optional()])
  return z
    .strictObject({
      use: anyMount.shape.use,
      config: config.prefault({}).describe(title),
      only: z
        .array(z.enum(shorts.map(({ short }) => short)))
        .min(1)
        .optional()
        .describe('The short names of the tools to keep.'),
      tools: z
        .strictObject(Object.fromEntries(changes))
        .optional()
        .describe('By its short name, what to change about a tool.'),
    })
    .describe(title)
}

function changeSchema(fields: readonly string[]) {
  const values = fields.map((field) => [field, z.unknown().optional()])
  return z.strictObject({
    ...parts,
    fixed: z
      .strictObject(Object.fromEntries(values))
      .optional()
      .describe('Field → the value it always has. It vanishes from the schema that a model sees.'),
  })
}
