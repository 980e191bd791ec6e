import { expect, test } from 'vitest'
import * as z from 'zod'

import reservations from '../../../../tools/reservations/module.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { turnedClock } from '../../../../src/testing/turned-clock.ts'
import { fakeHost } from './fake-host.ts'
import { mounted, TUESDAY } from './mounted.ts'
import { HARBOR } from './restaurants.ts'

const tools = Object.fromEntries(reservations.tools.map((tool) => [tool.name, tool]))

test('reading is for readers, and writing needs its own scope', () => {
  const tiers = Object.values(tools).map(({ name, facts }) => [name, facts.tier, ...facts.scopes])
  expect(tiers).toEqual([
    ['reservations_check', 'read', 'reservations:read'],
    ['reservations_find_alternatives', 'read', 'reservations:read'],
    ['reservations_look_up', 'read', 'reservations:read'],
    ['reservations_book', 'write', 'reservations:write'],
    ['reservations_change', 'write', 'reservations:write'],
    ['reservations_cancel', 'write', 'reservations:write'],
  ])
})

test('changing and cancelling need a grant, which booking gives', () => {
  expect(tools['reservations_change']?.facts.needs).toEqual(['customer', 'reservation'])
  expect(tools['reservations_cancel']?.facts.needs).toEqual(['customer', 'reservation'])
  expect(tools['reservations_book']?.facts.gives).toEqual(['reservation'])
})

const portable = z.strictObject({
  type: z.enum(['string', 'integer', 'boolean']),
  description: z.string().min(20),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
})

test.each(reservations.tools)('every field of $name is one scalar with a description', (tool) => {
  const fields = z.record(z.string(), portable).parse(tool.inputSchema['properties'])
  const unbounded = Object.values(fields).filter(
    ({ type, enum: choices, maxLength }) => type === 'string' && !choices && !maxLength,
  )
  expect(unbounded).toEqual([])
})

test('nothing that the configuration fixes can be set by a model', () => {
  const schemas = JSON.stringify(reservations.tools.map(({ inputSchema }) => inputSchema))
  expect(schemas).not.toMatch(/restaurant_id|time_?zone|table/i)
})

test('it is healthy until it is closed', async () => {
  const { module } = await mounted()
  expect(await module.health()).toEqual({ ok: true })
  await module.close()
  expect(await module.health()).toEqual({
    ok: false,
    why: 'The reservations database does not answer.',
  })
})

test('a database does not open for another restaurant', async () => {
  const dir = tempDir()
  await mounted({ dir })
  const host = fakeHost(turnedClock(TUESDAY), dir)
  await expect(reservations.mount({ ...HARBOR, id: 'pier-nine' }, host)).rejects.toThrow(
    'This database belongs to the restaurant "harbor-table", not "pier-nine".',
  )
})
