import { describe, expect, it } from 'vitest'

import { lint, passes } from '../../../src/lint/lint.ts'
import { RULES } from '../../../src/lint/rules.ts'
import { lintedFrom } from '../../../src/lint/sketch.ts'

const ids = RULES.map(({ id }) => id)

describe.each(RULES)('the rule $id', (rule) => {
  it('rejects its bad example', () => {
    const found = lint(lintedFrom(rule.bad), [rule])
    expect(found.length).toBeGreaterThan(0)
    for (const { says } of found) expect(says).toMatch(/^[A-Z"].*[.!?]$/s)
  })

  it('accepts its good example, and so does every other rule', () => {
    expect(lint(lintedFrom(rule.good))).toEqual([])
  })

  it('says in sentences what it wants and why', () => {
    expect(rule.title).toMatch(/^[A-Z"].*\.$/)
    expect(rule.why).toMatch(/^[A-Z"].*\.$/)
  })
})

it('rules have ids of their own, in families', () => {
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids)
    expect(id).toMatch(
      /^(name|tier|describe|param|schema|return|set)-[a-z-]+$|^(overlap|example-valid|hidden-characters)$/,
    )
})

it('warnings let a catalogue pass, unless it is strict; errors never do', () => {
  const finding = { rule: 'overlap', on: 'tool', name: 'shop_check', says: 'Too near.' } as const
  const warnings = [{ ...finding, level: 'warning' } as const]
  expect([passes([]), passes([], true)]).toEqual([true, true])
  expect([passes(warnings), passes(warnings, true)]).toEqual([true, false])
  expect(passes([...warnings, { ...finding, level: 'error' }])).toBe(false)
})
