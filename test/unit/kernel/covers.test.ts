import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Grant } from '../../../src/kernel/conversation.ts'
import { covers } from '../../../src/kernel/covers.ts'
import type { Subject } from '../../../src/kernel/plan.ts'

/** Few words, so that grants and subjects keep meeting; among them names that every object inherits. */
const word = fc.constantFrom('', 'ada', 'ben', 'phone', 'constructor', '__proto__')
const facts = fc
  .array(fc.tuple(word, word), { maxLength: 3 })
  .map((pairs): Readonly<Record<string, string>> => Object.fromEntries(pairs))
const grant: fc.Arbitrary<Grant> = fc.record({ kind: word, subject: word, facts })
const subject: fc.Arbitrary<Subject> = fc
  .record({
    kind: word,
    subject: fc.option(word, { nil: undefined }),
    facts: fc.option(facts, { nil: undefined }),
  })
  .map(({ kind, ...about }) => ({
    kind,
    ...(about.subject !== undefined && { subject: about.subject }),
    ...(about.facts !== undefined && { facts: about.facts }),
  }))

const ADA: Grant = {
  kind: 'customer',
  subject: 'C-101',
  facts: { phone: '+14155550132', plainName: 'ada moreno' },
}

describe('a grant', () => {
  it('covers the subject that it names, whatever its facts', () => {
    expect(covers(ADA, { kind: 'customer', subject: 'C-101' })).toBe(true)
    expect(covers(ADA, { kind: 'customer', subject: 'C-102' })).toBe(false)
    const byId = { kind: 'customer', subject: 'C-101', facts: { phone: 'another' } }
    expect(covers(ADA, byId)).toBe(true)
  })

  it('covers a subject all of whose facts it has', () => {
    const facts = { phone: '+14155550132', plainName: 'ada moreno' }
    expect(covers(ADA, { kind: 'customer', facts })).toBe(true)
    expect(covers(ADA, { kind: 'customer', facts: { ...facts, plainName: 'ben okafor' } })).toBe(
      false,
    )
    expect(covers(ADA, { kind: 'customer', facts: { ...facts, city: 'Oslo' } })).toBe(false)
  })

  it('covers nothing of another kind', () => {
    expect(covers(ADA, { kind: 'reservation', subject: 'C-101' })).toBe(false)
  })

  it('covers nothing that says neither who nor what', () => {
    expect(covers(ADA, { kind: 'customer' })).toBe(false)
    expect(covers(ADA, { kind: 'customer', facts: {} })).toBe(false)
  })

  it('proves nothing by a fact that is empty', () => {
    const blank = { ...ADA, facts: { ...ADA.facts, phone: '' } }
    expect(covers(blank, { kind: 'customer', facts: { phone: '' } })).toBe(false)
  })

  it('does not prove what neither it nor the subject knows', () => {
    // A fact that a file without type checking has left undefined.
    const nothing: string = Reflect.get(ADA.facts, 'city')
    expect(covers(ADA, { kind: 'customer', facts: { city: nothing } })).toBe(false)
  })

  it('covers exactly what is of its kind and named by it, or described by facts that are all its own', () => {
    fc.assert(
      fc.property(grant, subject, (given, about) => {
        const own = new Map(Object.entries(given.facts))
        const described = Object.entries(about.facts ?? {})
        const hasAll = described.every(([name, fact]) => fact !== '' && own.get(name) === fact)
        const isNamed = about.subject === given.subject
        expect(covers(given, about)).toBe(
          given.kind === about.kind && (isNamed || (described.length > 0 && hasAll)),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('that covers a subject covers it as well with more facts, and with another subject never by fewer', () => {
    fc.assert(
      fc.property(grant, facts, subject, (given, more, about) => {
        const richer = { ...given, facts: { ...more, ...given.facts } }
        expect(covers(richer, about) || !covers(given, about)).toBe(true)
        const stricter = { ...about, facts: { ...more, ...about.facts } }
        const isDescribed = Object.keys(about.facts ?? {}).length > 0
        expect(covers(given, about) || !isDescribed || !covers(given, stricter)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
