import * as z from 'zod'

import { defineModule, toolsFor, type Module } from '../../src/index.ts'
import { ASKING_TOOLS } from './asking-tools.ts'
import { CONTENT_TOOLS } from './content-tools.ts'
import type { FixtureServices } from './fixture-services.ts'
import { words } from './fixture-words.ts'
import { MOVING_TOOLS } from './moving-tools.ts'

/**
 * The tools that the suite calls by name. All its names but one begin with `test_`, so they are the tools of a module
 * `test`, as any module's tools are named; nothing in the product knows of them.
 */
export function testModule(changeTools: FixtureServices['changeTools']): Module {
  return defineModule({
    id: 'test',
    title: 'Conformance',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: (_config, { clock }): FixtureServices => ({ clock, changeTools }),
    tools: [...CONTENT_TOOLS, ...MOVING_TOOLS, ...ASKING_TOOLS],
  })
}

/** The module of `json_schema_2020_12_tool`, the one name that begins otherwise. */
export const jsonModule: Module = defineModule({
  id: 'json',
  title: 'JSON Schema',
  version: '1.0.0',
  config: z.strictObject({}),
  setup: () => ({}),
  tools: [
    toolsFor<object>()({
      ...words('schema_2020_12_tool'),
      examples: [{ name: 'Ada', phone: '555', contact_method: 'phone' }],
      input: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        $defs: {
          address: {
            $anchor: 'addressDef',
            type: 'object',
            properties: { street: { type: 'string' }, city: { type: 'string' } },
          },
        },
        properties: {
          name: { type: 'string' },
          address: { $ref: '#/$defs/address' },
          contact_method: { type: 'string', enum: ['phone', 'email'] },
          phone: { type: 'string' },
          email: { type: 'string' },
        },
        allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
        if: { properties: { contact_method: { const: 'phone' } }, required: ['contact_method'] },
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        then: { required: ['phone'] },
        else: { required: ['email'] },
        additionalProperties: false,
      },
      handler: () => ({}),
      concise: () => 'It fits.',
    }),
  ],
})
