import * as z from 'zod'

import type { JsonSchema } from '../kernel/input.ts'
import type { Module } from '../kernel/module.ts'
import { openConfigSchema } from './schema.ts'

/**
 * The file's schema for editors. Draft 7, because not every editor reads newer ones. The order of `modules` does
 * not matter, so the same modules always give the same bytes.
 */
export function configJsonSchema(modules: readonly Module[]): JsonSchema {
  const inOrder = modules.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const { $schema, ...json } = z.toJSONSchema(openConfigSchema(inOrder), {
    io: 'input',
    target: 'draft-7',
    // A module may check what JSON Schema cannot say; editors then simply do not check it.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return { $schema, title: 'Toolcrib configuration', ...json }
}
