import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { mountsIn } from '../../../src/config/mounts.ts'
import { configSchema } from '../../../src/config/schema.ts'
import { checkShape } from '../../../src/config/shape.ts'
import { sayFinding } from '../../../src/config/finding.ts'
import type { Module } from '../../../src/index.ts'
import { moduleOf, problemsOf, withPart } from './deployment.ts'

describe('the settings of a module', () => {
  test('are refused where they stand, like everything else', () => {
    const settings =
      'restaurant: O, largestParty: 50, lagestParty: 1, meals: [{ meal: dinnr }, { mael: lunch }], deposit: { cents: 1.5 }'
    expect(problemsOf(withPart('restaurant: Olive', settings))).toEqual([
      'toolcrib.yaml:4:41  modules.reservations.config.restaurant: must have at least 2 characters.',
      'toolcrib.yaml:4:58  modules.reservations.config.largestParty: must be at most 40.',
      'toolcrib.yaml:4:62  modules.reservations.config.lagestParty: there is no such key. Did you mean "largestParty"?',
      'toolcrib.yaml:4:94  modules.reservations.config.meals[0].meal: must be lunch or dinner. Did you mean "dinner"?',
      'toolcrib.yaml:4:103  modules.reservations.config.meals[1].meal: is missing. It must be lunch or dinner.',
      'toolcrib.yaml:4:105  modules.reservations.config.meals[1].mael: there is no such key. Did you mean "meal"?',
      'toolcrib.yaml:4:139  modules.reservations.config.deposit.cents: must be a whole number, not a number with a fraction.',
    ])
  })

  test('an unknown key in one form of several is compared with the keys of that form', () => {
    expect(
      problemsOf(withPart('restaurant: Olive', 'restaurant: Olive, deposit: { cents: 1, x: 2 }')),
    ).toEqual([
      'toolcrib.yaml:4:69  modules.reservations.config.deposit.x: there is no such key. Valid keys: cents.',
    ])
  })

  test('may be left empty only as {}', () => {
    expect(problemsOf(withPart('customers: {}', 'customers:'))).toEqual([
      'toolcrib.yaml:5:3  modules.customers: is empty. Write keys and values below it, or {} for none.',
    ])
  })

  test('are never repeated, because only their author knows which are secret', () => {
    const text = withPart('restaurant: Olive', 'restaurant: 4711, meals: [{ meal: hunter2 }]')
    expect(problemsOf(text).join('\n')).not.toMatch(/4711|hunter2/)
  })
})

describe('sentences for what modules may ask', () => {
  const says = (setting: z.ZodType, value: unknown): readonly string[] => {
    const module = moduleOf('shop', z.strictObject({ setting }), { look: ['read'] })
    const config = {
      modules: { shop: { config: { setting: value } } },
      clients: { voice: { profile: 'voice' } },
    }
    const shape = checkShape(configSchema(mountsOf(module)), config)
    return shape.ok ? [] : shape.findings.map(sayFinding)
  }
  const kinds = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('smtp'), host: z.string() }),
    z.strictObject({ kind: z.literal('none') }),
  ])

  test.each<[string, z.ZodType, unknown, string]>([
    [
      'the author’s own words',
      z.string().regex(/^a/, 'Begin it with an a.'),
      'b',
      'Begin it with an a.',
    ],
    ['a form', z.string().regex(/^a+$/), 'b', 'must be in the form /^a+$/.'],
    ['a well-known form', z.email(), 'b', 'must be a valid email.'],
    ['a step', z.int().multipleOf(5), 7, 'must be a multiple of 5, not a number.'],
    ['an open bound', z.number().gt(0), 0, 'must be more than 0.'],
    ['an upper open bound', z.number().lt(9), 9, 'must be less than 9.'],
    ['an empty list', z.array(z.string()).min(1), [], 'must not be empty.'],
    ['a long text', z.string().max(2), 'abc', 'must have at most 2 characters.'],
    ['one word', z.literal('on'), 'off', 'must be on.'],
    [
      'no form of several',
      z.union([z.string(), z.int()]),
      true,
      'fits none of the forms that are allowed here.',
    ],
    ['a rule without words', z.string().refine(() => false), 'a', 'is not valid.'],
  ])('%s', (_what, setting, value, sentence) => {
    expect(says(setting, value)).toEqual([`modules.shop.config.setting: ${sentence}`])
  })

  test('a kind that chooses the form', () => {
    expect(says(kinds, { kind: 'smpt' })).toEqual([
      'modules.shop.config.setting.kind: must be smtp or none.',
    ])
    expect(says(kinds, { kind: 'smtp', hots: 'x' })).toEqual([
      'modules.shop.config.setting.host: is missing. It must be text.',
      'modules.shop.config.setting.hots: there is no such key. Did you mean "host"?',
    ])
  })

  test('a key of a map that does not fit', () => {
    const days = z.record(z.enum(['mon', 'tue']), z.string())
    expect(says(days, { mon: 'x', tue: 'y', wed: 'z' })).toEqual([
      'modules.shop.config.setting.wed: there is no such key. Valid keys: mon, tue.',
    ])
  })
})

describe('a module whose settings would drop unknown keys', () => {
  const findings = (config: z.ZodType) =>
    mountsOf(moduleOf('shop', config, { look: ['read'] })).findings

  test('is refused, because a misspelt setting would be ignored', () => {
    const open = z.strictObject({ mail: z.object({ host: z.string() }).optional() })
    expect(findings(open).map(sayFinding)).toEqual([
      'modules.shop: its settings would drop unknown keys without a word (config.properties.mail); use z.strictObject or z.looseObject.',
    ])
  })

  test('unless it says that it takes any key', () => {
    expect(findings(z.strictObject({ extra: z.looseObject({}) }))).toEqual([])
  })
})

function mountsOf(module: Module) {
  return mountsIn({ [module.id]: {} }, { builtIn: [module], imported: new Map() })
}
