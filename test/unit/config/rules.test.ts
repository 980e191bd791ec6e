import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { clientsOf } from '../../../src/config/clients.ts'
import type { ConfiguredRule } from '../../../src/config/rules.ts'
import { defineModule, toolsFor } from '../../../src/index.ts'
import { mayAsk } from '../../../src/kernel/access.ts'
import type { RuleFacts } from '../../../src/kernel/gate-rule.ts'
import { FLOORS, GATES, isStricter, strictest } from '../../../src/kernel/gate.ts'
import { TIERS } from '../../../src/kernel/tier.ts'
import { loadModules, problemsIn } from './deployment.ts'

const tool = toolsFor<object>()

/** What every tool of the shop has. */
const words = {
  title: 'It',
  does: 'Does it.',
  useWhen: 'asked',
  avoidWhen: 'not asked',
  returns: 'it',
  scopes: [],
  handler: () => ({}),
  concise: () => 'Done.',
}

const shop = defineModule({
  id: 'shop',
  title: 'The shop',
  version: '1.0.0',
  config: z.strictObject({}),
  setup: () => ({}),
  tools: [
    tool({
      ...words,
      name: 'pay',
      tier: 'write',
      input: z.strictObject({
        amount: z.number(),
        people: z.int(),
        note: z.string().optional(),
        tip: z.number().nullable().optional(),
        way: z.enum(['card', 'cash']).default('card'),
        lines: z.array(z.strictObject({ price: z.number() })).default([]),
        due: z.string(),
        free: z.unknown().optional(),
      }),
      examples: [{ amount: 12.5, people: 2, due: '2026-03-15T19:00:00+01:00' }],
    }),
    tool({
      ...words,
      name: 'tip',
      tier: 'write',
      input: z.strictObject({ amount: z.int() }),
      examples: [{ amount: 2 }],
    }),
    tool({
      ...words,
      name: 'look',
      tier: 'read',
      input: z.strictObject({}),
      examples: [{}],
    }),
    tool({
      ...words,
      name: 'order',
      tier: 'write',
      confirm: 'spoken',
      input: z.strictObject({ people: z.int() }),
      examples: [{ people: 2 }],
    }),
    tool({
      ...words,
      name: 'send',
      tier: 'irreversible',
      input: z.strictObject({ people: z.int() }),
      examples: [{ people: 2 }],
    }),
  ],
})

/** The file, with `rules` behind it. */
function yamlWith(rules: string): string {
  return `modules:
  shop: {}
clients:
  voice: { profile: voice, tools: { include: ['*'] }, highestTier: irreversible }
  desk: { profile: chat, tools: { include: ['*'] }, highestTier: irreversible }
rules:
${rules}`
}

function rulesOf(rules: string): readonly ConfiguredRule[] {
  return loadModules([shop], yamlWith(rules)).rules
}

/** The only rule of a file with this condition on `shop_pay`. */
function ruleWhen(when: string): ConfiguredRule {
  const [rule] = rulesOf(
    `  big: { tools: [shop_pay], gate: spoken, when: ${JSON.stringify(when)} }\n`,
  )
  if (!rule) throw new Error('There is no rule.')
  return rule
}

const PAID = { amount: 12.5, people: 2, way: 'card', lines: [], due: '2026-03-15T19:00:00+01:00' }
const NOW = Date.parse('2026-03-15T17:00:00Z')

function factsWith(args: object, resolved: object = {}): RuleFacts {
  return {
    arguments: { ...PAID, ...args },
    resolved: { ...resolved },
    nowMs: NOW,
  }
}

/** What is said of the file, without what is said of tools whose gate is not built yet. */
function amiss(rules: string): readonly string[] {
  const lines = problemsIn(() => loadModules([shop], yamlWith(rules)))
  return lines.filter((line) => line.startsWith('toolcrib.yaml:'))
}

/** The place and the sentence for one rule in a single line, which begins at line 7. */
function refusedRule(rule: string): string {
  const lines = amiss(`  big: ${rule}\n`)
  expect(lines).toHaveLength(1)
  return lines[0]?.replace('toolcrib.yaml:', '') ?? ''
}

/** Binds each name to seven times the one before it, and searches in the last. */
function bound([from = '', name, ...more]: readonly string[]): string {
  if (name === undefined) return `!${from}.contains("x")`
  return `cel.bind(${name}, ${Array(7).fill(from).join(' + ')}, ${bound([name, ...more])})`
}

function refusedWhen(when: string): string {
  const line = refusedRule(`{ tools: [shop_pay], gate: spoken, when: ${JSON.stringify(when)} }`)
  expect(line).toMatch(/^7:49 {2}rules\.big\.when: /)
  return line.replace(/^7:49 {2}rules\.big\.when: /, '')
}

describe('a rule can only ask for more', () => {
  test.each([
    [
      '{ tools: [shop_pay], gate: auto }',
      "7:35  rules.big.gate: a rule can only ask for more than the tool's tier does, never less. Write spoken, delivered or approval.",
    ],
    [
      '{ tools: [shop_pay], gate: spokn }',
      '7:35  rules.big.gate: must be spoken, delivered or approval, not "spokn". Did you mean "spoken"?',
    ],
    [
      '{ tools: [shop_send], gate: spoken }',
      '7:36  rules.big.gate: shop_send is irreversible and asks for a delivered code already; spoken would be less, and a rule can only ask for more.',
    ],
    [
      '{ tools: [shop_send], gate: delivered }',
      '7:36  rules.big.gate: shop_send is irreversible and asks for a delivered code already, so this rule would ask for nothing more.',
    ],
    [
      '{ tools: [shop_pay, shop_order], gate: spoken }',
      '7:47  rules.big.gate: shop_order asks for a spoken yes already, so this rule would ask for nothing more.',
    ],
    [
      '{ tools: [shop_look], gate: spoken }',
      '7:36  rules.big.gate: shop_look only reads, and what only reads is never held up.',
    ],
    [
      '{ tools: ["shop_s*"], gate: spoken }',
      '7:36  rules.big.gate: shop_send is irreversible and asks for a delivered code already; spoken would be less, and a rule can only ask for more.',
    ],
  ])('%s is refused', (rule, line) => {
    expect(refusedRule(rule)).toBe(line)
  })

  test('a pattern raises those of its tools that ask for less, and leaves the others as they are', () => {
    const [rule] = rulesOf('  all: { tools: ["shop_*"], gate: spoken }\n')
    const names = shop.tools.map(({ name }) => name)
    expect(names.filter((name) => rule?.concerns('voice', name))).toEqual(['shop_pay', 'shop_tip'])
  })

  test('so no call ever meets less than its floor, whatever the rules are', () => {
    const gate = fc.constantFrom('spoken', 'delivered')
    const names = shop.tools.map(({ name }) => name)
    const written = fc.record({
      tools: fc.array(fc.constantFrom(...names, '*', 'shop_*', 'shop_s*'), { minLength: 1 }),
      gate,
      when: fc.option(fc.constantFrom('true', 'false', 'now < now', '1 / 0 > 0'), {
        nil: undefined,
      }),
      clients: fc.option(fc.subarray(['voice', 'desk'], { minLength: 1 }), { nil: undefined }),
    })
    let loaded = 0
    fc.assert(
      fc.property(fc.array(written, { maxLength: 4 }), (all) => {
        const text = all.map((rule, at) => `  r${at}: ${JSON.stringify(rule)}\n`).join('')
        if (amiss(text || '  {}\n').length > 0) return
        loaded++
        const { rules } = loadModules([shop], yamlWith(text || '  {}\n'))
        for (const { name, facts } of shop.tools) {
          const calls = ['voice', 'desk'].map((client) =>
            rules.filter(
              (rule) =>
                rule.concerns(client, name) &&
                rule.applies({ arguments: {}, resolved: {}, nowMs: NOW }),
            ),
          )
          for (const applying of calls) {
            const met = strictest([facts.gate, ...applying.map((rule) => rule.gate)])
            expect(isStricter(FLOORS[facts.tier], met)).toBe(false)
            for (const rule of applying) expect(isStricter(rule.gate, facts.gate)).toBe(true)
          }
        }
      }),
    )
    expect(loaded).toBeGreaterThan(5)
  })

  test('no floor is below another one of a milder tier', () => {
    for (const [at, tier] of TIERS.entries())
      for (const milder of TIERS.slice(0, at))
        expect(GATES.indexOf(FLOORS[tier])).toBeGreaterThanOrEqual(GATES.indexOf(FLOORS[milder]))
  })
})

describe('names and forms in a rule', () => {
  test.each([
    [
      '{ tools: [shop_pey], gate: spoken }',
      '7:18  rules.big.tools: no tool is called "shop_pey". Did you mean "shop_pay"?',
    ],
    [
      '{ tools: [shop_pay], clients: [vioce], gate: spoken }',
      '7:39  rules.big.clients: no client is called "vioce". Did you mean "voice"?',
    ],
    ['{ tools: [], gate: spoken }', '7:17  rules.big.tools: must not be empty.'],
    [
      '{ tools: [shop_pay], clients: [], gate: spoken }',
      '7:38  rules.big.clients: must not be empty.',
    ],
    [
      '{ tools: [shop_pay], gate: spoken, wehn: "true" }',
      '7:43  rules.big.wehn: there is no such key. Did you mean "when"?',
    ],
    [
      '{ tools: [shop_pay], gate: spoken, when: true }',
      '7:49  rules.big.when: must be text, not true or false.',
    ],
    [
      '{ tools: [shop_pay] }',
      '7:3  rules.big.gate: is missing. It must be spoken, delivered or approval.',
    ],
  ])('%s is refused', (rule, line) => {
    expect(refusedRule(rule)).toBe(line)
  })

  test('the same name twice is refused', () => {
    expect(
      amiss(
        '  big: { tools: [shop_pay], gate: spoken }\n  big: { tools: [shop_pay], gate: spoken }\n',
      ),
    ).toEqual(['toolcrib.yaml:8:3  this key is written twice in the same place. Remove one.'])
  })

  test('everything that is amiss in several rules is said at once, in the order of the file', () => {
    const lines = amiss(`  one: { tools: [shop_pay], gate: auto, when: arguments.amont > 3 }
  two: { tools: [shop_sned, shop_send], clients: [disk], gate: spoken }
`)
    expect(lines.map((line) => line.replace(/ {2}.*/, ''))).toEqual([
      'toolcrib.yaml:7:35',
      'toolcrib.yaml:7:47',
      'toolcrib.yaml:8:18',
      'toolcrib.yaml:8:51',
      'toolcrib.yaml:8:64',
    ])
  })
})

describe('a condition that cannot be meant', () => {
  test.each([
    [
      'arguments.amont > 50',
      'shop_pay has no argument "amont". Did you mean "amount"? What the tool looks up itself is read as resolved.amont.',
    ],
    [
      'has(arguments.zebra)',
      'shop_pay has no argument "zebra". Its arguments: amount, people, note, tip, way, lines, due, free. What the tool looks up itself is read as resolved.zebra.',
    ],
    ['argument.amount > 50', 'there is no "argument". Did you mean "arguments"?'],
    [
      'arguments.way > 50',
      '"arguments.way > 50" cannot be worked out for shop_pay: no such overload: string > int.',
    ],
    ['arguments.people', 'must be true or false, and comes to int.'],
    [
      'arguments.amount > ',
      'cannot be read at character 20: Unexpected token: EOF. Write a CEL expression, such as arguments.amount > 50.',
    ],
    ['size(arguments) > 3', 'arguments is read by name, such as arguments.amount.'],
    ['[1].exists(resolved, resolved > 0)', 'resolved is read by name, such as resolved.amount.'],
    ['resolved[arguments.way] > 3', 'resolved is read by name, such as resolved.amount.'],
    [
      'arguments.note == "x"',
      'a call of shop_pay may leave "note" out, and then this cannot be worked out. Write has(arguments.note) && before it.',
    ],
    [
      'timestamp(arguments.way) < now',
      'cannot be worked out for the example {"amount":12.5,"people":2,"due":"2026-03-15T19:00:00+01:00"} of shop_pay: it fails (invalid_timestamp).',
    ],
    [
      'arguments.people > 1 ? arguments.lines.size() : 3',
      'must be true or false, and comes to int.',
    ],
    [
      Array(60).fill('now < now').join(' || '),
      'is too long or too deeply nested. Split it into several rules.',
    ],
    [
      `${'('.repeat(40)}true${')'.repeat(40)}`,
      'is too long or too deeply nested. Split it into several rules.',
    ],
  ])('%s', (when, sentence) => {
    expect(refusedWhen(when)).toBe(sentence)
  })

  test('is refused for the tool that lacks the argument, though another one has it', () => {
    expect(
      refusedRule(
        '{ tools: [shop_pay, shop_order], gate: delivered, when: arguments.amount > 50 }',
      ),
    ).toMatch(/^7:64 {2}rules\.big\.when: shop_order has no argument "amount"\./)
  })
})

describe('a condition', () => {
  test.each<[string, object, object]>([
    ['arguments.amount > 50', { amount: 50.5 }, { amount: 50 }],
    ['arguments.amount == 50', { amount: 50 }, { amount: 50.5 }],
    ['arguments.people > 7.5', { people: 8 }, { people: 7 }],
    ['arguments.people * 1.5 > 10', { people: 7 }, { people: 6 }],
    ['arguments.amount * 2 >= 21', { amount: 10.5 }, { amount: 10 }],
    ['arguments.people in [3, 5]', { people: 5 }, { people: 4 }],
    ['arguments.way != "card"', { way: 'cash' }, { way: 'card' }],
    ['has(arguments.note) && arguments.note.contains("gift")', { note: 'a gift' }, {}],
    ['has(arguments.tip) && arguments.tip != null && arguments.tip > 5', { tip: 6 }, { tip: null }],
    ['!has(arguments.note)', {}, { note: 'x' }],
    ['arguments["amount"] > 50', { amount: 51 }, { amount: 49 }],
    [
      'arguments.lines.exists(l, l.price > 9.5)',
      { lines: [{ price: 10 }] },
      { lines: [{ price: 9 }] },
    ],
    [
      'timestamp(arguments.due) - now < duration("2h")',
      { due: '2026-03-15T19:59:59+01:00' },
      { due: '2026-03-15T20:00:00+01:00' },
    ],
    [
      'timestamp(arguments.due) < now',
      { due: '2026-03-15T16:59:59Z' },
      { due: '2026-03-15T17:00:01Z' },
    ],
  ])('%s applies to %o and not to %o', (when, holding, other) => {
    const rule = ruleWhen(when)
    expect(rule.judge(factsWith(holding))).toEqual({ holds: true })
    expect(rule.judge(factsWith(other))).toEqual({ holds: false })
    expect([rule.applies(factsWith(holding)), rule.applies(factsWith(other))]).toEqual([
      true,
      false,
    ])
  })

  test('reads what the tool looked up, whole numbers and others alike', () => {
    const soon = ruleWhen('timestamp(resolved.starts_at) - now < duration("2h")')
    expect(soon.resolved).toEqual(['starts_at'])
    expect(soon.judge(factsWith({}, { starts_at: '2026-03-15T18:59:00Z' }))).toEqual({
      holds: true,
    })
    expect(soon.judge(factsWith({}, { starts_at: '2026-03-15T19:01:00Z' }))).toEqual({
      holds: false,
    })
    const dear = ruleWhen('resolved.price * 1.2 > 60 || resolved.price == 7')
    expect([51, 50, 50.5, 7].map((price) => dear.applies(factsWith({}, { price })))).toEqual([
      true,
      false,
      true,
      true,
    ])
  })

  test('may be about several tools, of which each has the argument, be it of another type', () => {
    const [rule] = rulesOf(
      '  big: { tools: [shop_pay, shop_tip], gate: delivered, when: arguments.amount > 50 }\n',
    )
    const amounts = [51, 50, 50.5, 'many']
    expect(amounts.map((amount) => rule?.judge(factsWith({ amount })))).toEqual([
      { holds: true },
      { holds: false },
      { holds: true },
      { fault: 'it fails (no_such_overload)' },
    ])
  })

  test('may be left out: the rule then applies to every call', () => {
    const [rule] = rulesOf('  all: { tools: [shop_pay], gate: spoken, clients: [desk] }\n')
    expect(rule?.applies(factsWith({}))).toBe(true)
    expect([rule?.concerns('desk', 'shop_pay'), rule?.concerns('voice', 'shop_pay')]).toEqual([
      true,
      false,
    ])
    expect(rule?.concerns('desk', 'shop_look')).toBe(false)
  })
})

describe('a condition that cannot be worked out for a call', () => {
  test.each<[string, object, object, string]>([
    ['resolved.starts_at > 5', {}, {}, 'there is no "starts_at"'],
    ['timestamp(resolved.at) < now', {}, { at: 'friday' }, 'it fails (invalid_timestamp)'],
    ['resolved.price > 5', {}, { price: 'many' }, 'it fails (no_such_overload)'],
    ['resolved.price', {}, { price: 3 }, 'it is not true or false'],
    ['arguments.amount > 50', { amount: '3' }, {}, 'a value is not of the type double'],
    ['arguments.people == 50', { people: 3.5 }, {}, 'a value is not of the type int'],
    ['arguments.due == "x"', { due: new Date(0) }, {}, 'a value is not of the type string'],
    ['arguments.amount > 50', { amount: undefined }, {}, 'there is no "amount"'],
    [
      'arguments.way == "x"',
      { way: 'y'.repeat(10_001) },
      {},
      'a text is longer than 10000 characters',
    ],
    [
      'has(arguments.free) && arguments.free == 3',
      { free: new Date(0) },
      {},
      'a value is not plain JSON',
    ],
    ['resolved.n / 0 > 5', {}, { n: 3 }, 'it fails (division_by_zero)'],
  ])('%s applies to %o and %o: it fails closed', (when, args, resolved, fault) => {
    const rule = ruleWhen(when)
    expect(rule.judge(factsWith(args, resolved))).toEqual({ fault })
    expect(rule.applies(factsWith(args, resolved))).toBe(true)
  })

  test.each([
    [
      'a regular expression that backtracks',
      'arguments.due.matches("^(2+)+$")',
      { due: `${'2'.repeat(40)}x` },
    ],
    [
      'loops within loops',
      'arguments.lines.all(a, arguments.lines.all(b, arguments.lines.all(c, c.price >= 0.0)))',
      { lines: Array.from({ length: 2_000 }, () => ({ price: 1 })) },
    ],
    [
      'a text that grows and grows',
      bound(['arguments.due', 'a', 'b', 'c', 'd', 'e', 'f']),
      { due: 'y'.repeat(9_999) },
    ],
  ])('%s is cut off, and applies', (_what, when, args) => {
    const rule = ruleWhen(when)
    const begun = performance.now()
    expect(rule.judge(factsWith(args))).toHaveProperty('fault')
    expect(rule.applies(factsWith(args))).toBe(true)
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  test('is worked out again for the next call', () => {
    const rule = ruleWhen(
      'arguments.lines.all(a, arguments.lines.all(b, arguments.lines.all(c, c.price >= a.price)))',
    )
    const many = Array.from({ length: 2_000 }, () => ({ price: 1 }))
    expect(rule.judge(factsWith({ lines: many }))).toEqual({ fault: 'it takes too long' })
    expect(rule.judge(factsWith({ lines: [{ price: 1 }] }))).toEqual({ holds: true })
    expect(rule.judge(factsWith({ lines: [] }))).toEqual({ holds: true })
  })
})

test('a client may be asked by exactly those tools that ask by themselves or by a rule that concerns it', () => {
  const rules = '  some: { tools: [shop_pay], clients: [desk], gate: spoken, when: "false" }\n'
  const config = loadModules([shop], yamlWith(rules))
  const asked = clientsOf(config).map(({ name, access }) => [
    name,
    shop.tools.filter((each) => mayAsk(each, access)).map((each) => each.name),
  ])
  expect(asked).toEqual([
    ['voice', ['shop_order', 'shop_send']],
    ['desk', ['shop_pay', 'shop_order', 'shop_send']],
  ])
})
