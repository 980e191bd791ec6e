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

test('booking, changing and cancelling take a yes to what was read back, and reading does not', () => {
  const asking = reservations.tools.filter(({ facts }) => facts.gate !== 'auto')
  expect(asking.map(({ name, facts }) => [name, facts.gate])).toEqual([
    ['reservations_book', 'spoken'],
    ['reservations_change', 'spoken'],
    ['reservations_cancel', 'spoken'],
  ])
  for (const { facts } of asking)
    expect(facts).toMatchObject({ duplicatesWithinMs: 120_000, resumes: true })
})

test('only what acts on somebody’s reservation has to be covered by a grant', () => {
  const covered = reservations.tools.filter(({ facts }) => facts.hasSubjects)
  expect(covered.map(({ name }) => name)).toEqual(['reservations_change', 'reservations_cancel'])
})

test('the record tells what and when, and never who', () => {
  expect(Object.values(tools).map(({ name, facts }) => [name, ...facts.recorded])).toEqual([
    ['reservations_check', 'date', 'party_size', 'meal'],
    ['reservations_find_alternatives', 'date', 'party_size', 'meal'],
    ['reservations_look_up', 'code'],
    ['reservations_book', 'date', 'time', 'party_size'],
    ['reservations_change', 'code', 'date', 'time', 'party_size'],
    ['reservations_cancel', 'code'],
  ])
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
