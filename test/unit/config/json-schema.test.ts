import { Ajv } from 'ajv'
import { parse } from 'yaml'
import { expect, test } from 'vitest'

import { configJsonSchema } from '../../../src/config/json-schema.ts'
import { isRecord } from '../../../src/kernel/json.ts'
import { customers, GOOD, MODULES, reservations, withPart } from './deployment.ts'

const schema = configJsonSchema(MODULES)
const fits = new Ajv({ strict: false, validateFormats: false }).compile(schema)

test('an editor accepts what the server accepts', () => {
  expect(fits(parse(GOOD))).toBe(true)
})

test.each([
  ['port: 9000', 'prt: 9000'],
  ['port: 9000', 'port: 70000'],
  ['    profile: voice\n', ''],
  ['highestTier: write', 'highestTier: wirte'],
  ['restaurant: Olive', 'restarant: Olive'],
  ['customers: {}', 'costumers: {}'],
])('an editor underlines %s written as %s', (part, replacement) => {
  expect(fits(parse(withPart(part, replacement)))).toBe(false)
})

test('the same modules give the same bytes, in whichever order they come', () => {
  const bytes = JSON.stringify(configJsonSchema([reservations, customers]))
  expect(JSON.stringify(configJsonSchema([customers, reservations]))).toBe(bytes)
})

test('it has a title, and no bounds that only say "integer"', () => {
  expect(schema['title']).toBe('Toolcrib configuration')
  expect(JSON.stringify(schema)).not.toContain(String(Number.MAX_SAFE_INTEGER))
})

test('every key of ours is described for editors', () => {
  const { modules, ...ours } = properties(schema)
  expect(modules).toHaveProperty('description')
  expect(undescribed(ours, '')).toEqual([])
})

function properties(part: unknown): Readonly<Record<string, unknown>> {
  return isRecord(part) && isRecord(part['properties']) ? part['properties'] : {}
}

function undescribed(keys: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  return Object.entries(keys).flatMap(([key, part]) => {
    const inner = isRecord(part) ? properties(part['additionalProperties']) : {}
    const bare = isRecord(part) && part['description'] === undefined ? [`${path}${key}`] : []
    return [...bare, ...undescribed({ ...properties(part), ...inner }, `${path}${key}.`)]
  })
}
