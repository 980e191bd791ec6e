import { describe, expect, it } from 'vitest'

import type { CataloguedTool } from '../../../src/diff/catalogue.ts'
import { diffCatalogues } from '../../../src/diff/diff-catalogues.ts'
import { catalogueWith, CHECK, inputOf } from './catalogues.ts'

/** What becomes of one tool, as lines of severity, kind, audience and sentence. */
function changes(
  old: readonly CataloguedTool[],
  now: readonly CataloguedTool[],
): readonly string[] {
  return diffCatalogues(catalogueWith(old), catalogueWith(now)).map(
    (change) =>
      `${change.tool} ${change.severity} ${change.kind} for ${change.for}: ${change.sentence}`,
  )
}

const changed = (before: Partial<CataloguedTool>, after: Partial<CataloguedTool>) =>
  changes([{ ...CHECK, ...before }], [{ ...CHECK, ...after }]).map((line) =>
    line.replace('shop_check ', ''),
  )

describe('a tool', () => {
  it('that is gone breaks both, and one that is new breaks nobody', () => {
    const order = { ...CHECK, name: 'shop_order', description: 'Order an item.' }
    expect(changes([CHECK], [order])).toEqual([
      'shop_check breaking tool_removed for both: The tool is gone.',
      'shop_order feature tool_added for both: The tool is new.',
    ])
  })

  it('under another name is renamed, and not one gone and another one new', () => {
    expect(changes([CHECK], [{ ...CHECK, name: 'shop_count' }])).toEqual([
      'shop_check breaking tool_renamed for both: The tool is called shop_count now.',
    ])
  })

  it('is still recognised by what a model reads, and its other changes are told too', () => {
    const now = { ...CHECK, name: 'shop_count', tier: 'write' as const, title: 'Count' }
    expect(changes([CHECK], [now])).toEqual([
      'shop_check breaking tool_renamed for both: The tool is called shop_count now.',
      'shop_check breaking tier_raised for both: The tier is write now, and was read.',
      'shop_check patch title_changed for client: The title is "Count" now, and was "Check stock".',
    ])
  })

  it('that is alike in everything is preferred to one that only reads the same', () => {
    const other = { ...CHECK, name: 'shop_first', tier: 'write' as const }
    expect(changes([CHECK], [other, { ...CHECK, name: 'shop_second' }])).toEqual([
      'shop_check breaking tool_renamed for both: The tool is called shop_second now.',
      'shop_first feature tool_added for both: The tool is new.',
    ])
  })

  it('is known by its name first, even where two tools have changed places', () => {
    const order = { ...CHECK, name: 'shop_order', description: 'Order an item.' }
    const swapped = [
      { ...order, name: 'shop_check' },
      { ...CHECK, name: 'shop_order' },
    ]
    expect(changes([CHECK, order], swapped)).toEqual(
      ['shop_check', 'shop_order'].map(
        (name) =>
          `${name} patch description_changed for model: The description is another one, so a model may choose differently.`,
      ),
    )
  })

  it('of a module that is gone is gone, and is never taken for one of another module', () => {
    const old = catalogueWith([CHECK])
    const now = catalogueWith([{ ...CHECK, name: 'desk_check' }], '1.0.0', 'desk')
    expect(diffCatalogues(old, now).map(({ module, tool, kind }) => [module, tool, kind])).toEqual([
      ['desk', 'desk_check', 'tool_added'],
      ['shop', 'shop_check', 'tool_removed'],
    ])
  })
})

describe('the facts of a tool', () => {
  it.each<[string, Partial<CataloguedTool>, Partial<CataloguedTool>, readonly string[]]>([
    [
      'a higher tier',
      { tier: 'read' },
      { tier: 'write' },
      ['breaking tier_raised for both: The tier is write now, and was read.'],
    ],
    [
      'a lower tier',
      { tier: 'irreversible' },
      { tier: 'write' },
      ['feature tier_lowered for both: The tier is write now, and was irreversible.'],
    ],
    [
      'another scope',
      { scopes: ['shop:read'] },
      { scopes: ['shop:all'] },
      [
        'breaking scopes_added for client: The scope shop:all is asked for now.',
        'feature scopes_removed for client: The scope shop:read is no longer asked for.',
      ],
    ],
    [
      'a first need',
      { needs: [] },
      { needs: ['owner', 'code'] },
      ['breaking needs_narrower for model: A grant of owner or code is needed now.'],
    ],
    [
      'a second way to meet a need',
      { needs: ['owner'] },
      { needs: ['owner', 'code'] },
      ['feature needs_wider for model: A grant of code is enough, too.'],
    ],
    [
      'one way less to meet a need',
      { needs: ['owner', 'code'] },
      { needs: ['owner'] },
      ['breaking needs_narrower for model: A grant of code is no longer enough.'],
    ],
    [
      'no need any more',
      { needs: ['owner'] },
      { needs: [] },
      ['feature needs_wider for model: No grant is needed any more.'],
    ],
    [
      'a grant less and another more',
      { gives: ['owner'] },
      { gives: ['code'] },
      [
        'breaking gives_removed for model: It no longer gives a grant of owner.',
        'feature gives_added for model: It gives a grant of code now.',
      ],
    ],
    [
      'another description',
      {},
      { description: 'Count.' },
      [
        'patch description_changed for model: The description is another one, so a model may choose differently.',
      ],
    ],
    [
      'another title',
      {},
      { title: 'Count' },
      ['patch title_changed for client: The title is "Count" now, and was "Check stock".'],
    ],
    [
      'a detailed answer',
      { detailed: false },
      { detailed: true },
      [
        'feature input_wider for both: There is a detailed answer too, for which "response_format" is taken.',
      ],
    ],
    [
      'no detailed answer any more',
      { detailed: true },
      { detailed: false },
      [
        'breaking input_narrower for both: There is no detailed answer any more, and no "response_format" is taken.',
      ],
    ],
  ])('%s', (_what, before, after, told) => {
    expect(changed(before, after)).toEqual(told)
  })
})

/** What becomes of a field `x`, as severity and sentence. */
function fieldChanges(before: object, after: object): readonly string[] {
  const inputs = [before, after].map((x) => ({ input: inputOf({ x }) }))
  return changed(inputs[0] ?? {}, inputs[1] ?? {}).map((line) =>
    line.replace(/ input_(\w+) for \w+:/, ' $1:'),
  )
}

const text = { type: 'string' }
const list = (items: object) => ({ type: 'array', items })

describe('the input', () => {
  it.each<[string, object, object, readonly string[]]>([
    [
      'a type',
      text,
      { type: 'boolean' },
      ['breaking narrower: "x" is true or false now, and was a text.'],
    ],
    [
      'number to whole number',
      { type: 'number' },
      { type: 'integer' },
      ['breaking narrower: "x" can no longer be a number.'],
    ],
    [
      'whole number to number',
      { type: 'integer' },
      { type: 'number' },
      ['feature wider: "x" can be a number too.'],
    ],
    ['null, too', text, { type: ['string', 'null'] }, ['feature wider: "x" can be null too.']],
    [
      'no null any more',
      { type: ['string', 'null'] },
      text,
      ['breaking narrower: "x" can no longer be null.'],
    ],
    ['any type', text, {}, ['feature wider: "x" can be anything now.']],
    ['one type of all', {}, text, ['breaking narrower: "x" can only be a text now.']],
    [
      'a choice gone',
      { ...text, enum: ['a', 'b'] },
      { ...text, enum: ['a'] },
      ['breaking narrower: "x" can no longer be "b".'],
    ],
    [
      'a new choice',
      { ...text, enum: ['a'] },
      { ...text, enum: ['b', 'a'] },
      ['feature wider: "x" can be "b" too.'],
    ],
    ['the order of choices', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['b', 'a'] }, []],
    [
      'choices where there were none',
      text,
      { ...text, enum: ['a', 'b'] },
      ['breaking narrower: "x" can only be "a" or "b" now.'],
    ],
    [
      'no choices any more',
      { ...text, const: 'a' },
      text,
      ['feature wider: "x" can be more than "a" now.'],
    ],
    [
      'less room for a text',
      { ...text, maxLength: 20 },
      { ...text, maxLength: 10 },
      [
        'breaking narrower: "x" must be at most 10 characters long now, and not at most 20 characters long.',
      ],
    ],
    [
      'more room for a text',
      { ...text, maxLength: 10 },
      { ...text, maxLength: 20 },
      [
        'feature wider: "x" must be at most 20 characters long now, and not at most 10 characters long.',
      ],
    ],
    [
      'a first limit',
      { type: 'number' },
      { type: 'number', minimum: 1 },
      ['breaking narrower: "x" must be at least 1 now.'],
    ],
    [
      'no limit any more',
      { type: 'number', maximum: 5 },
      { type: 'number' },
      ['feature wider: "x" need not be at most 5 any more.'],
    ],
    [
      'the number itself left out',
      { type: 'number', maximum: 5 },
      { type: 'number', exclusiveMaximum: 5 },
      ['breaking narrower: "x" must be less than 5 now, and not at most 5.'],
    ],
    [
      'the same limit in other words',
      { type: 'integer', exclusiveMinimum: 0 },
      { type: 'integer', minimum: 1 },
      [],
    ],
    ['a length of at least nothing', text, { ...text, minLength: 0 }, []],
    [
      'a shorter list',
      { ...list(text), maxItems: 3 },
      { ...list(text), maxItems: 2 },
      ['breaking narrower: "x" must be at most 2 items long now, and not at most 3 items long.'],
    ],
    [
      'an item',
      list(text),
      list({ ...text, maxLength: 3 }),
      ['breaking narrower: Each item of "x" must be at most 3 characters long now.'],
    ],
    [
      'a pattern',
      text,
      { ...text, pattern: '^a' },
      ['breaking narrower: "x" has a "pattern" to meet now.'],
    ],
    [
      'another pattern',
      { ...text, pattern: '^b' },
      { ...text, pattern: '^a' },
      ['breaking narrower: "x" has another "pattern" to meet.'],
    ],
    [
      'no pattern any more',
      { ...text, pattern: '^b' },
      text,
      ['feature wider: "x" has no "pattern" to meet any more.'],
    ],
    [
      'words',
      { ...text, description: 'a' },
      { ...text, description: 'b' },
      ['patch described: "x" is described in other words.'],
    ],
    [
      'a default',
      { ...text, default: 'a' },
      { ...text, default: 'b' },
      ['breaking narrower: "x", left out, means "b" now, and meant "a".'],
    ],
    [
      'a default that is gone',
      { ...text, default: 'a' },
      text,
      ['breaking narrower: "x", left out, no longer means "a".'],
    ],
    [
      'a default that is told now',
      text,
      { ...text, default: 'b' },
      ['patch described: "x" is described in other words.'],
    ],
    [
      'one more alternative',
      text,
      { anyOf: [text, { type: 'null' }] },
      ['feature wider: "x" has one more alternative.'],
    ],
    [
      'one alternative less',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [text] },
      ['breaking narrower: "x" has lost one of its alternatives.'],
    ],
    [
      'an alternative',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [{ ...text, maxLength: 3 }, { type: 'null' }] },
      ['breaking narrower: "x" must be at most 3 characters long now.'],
    ],
    [
      'the order of alternatives',
      { anyOf: [text, { type: 'null' }] },
      { oneOf: [{ type: 'null' }, text] },
      [],
    ],
    [
      'a limit that a stricter one makes idle',
      { type: 'number', minimum: 0, exclusiveMinimum: 5 },
      { type: 'number', exclusiveMinimum: 5 },
      [],
    ],
    [
      'a limit with room below it',
      { type: 'number', exclusiveMinimum: 0 },
      { type: 'number', minimum: 1 },
      ['breaking narrower: "x" must be at least 1 now, and not more than 0.'],
    ],
    [
      'a list that may be shorter',
      { ...list(text), minItems: 2 },
      { ...list(text), minItems: 1 },
      ['feature wider: "x" must be at least 1 item long now, and not at least 2 items long.'],
    ],
    [
      'a named field among fields of one kind',
      { type: 'object', additionalProperties: text },
      { type: 'object', properties: { y: { type: 'integer' } }, additionalProperties: text },
      [
        'breaking narrower: "x.y" is a whole number now, and was a text.',
        'feature wider: "x.y" is a new field, and optional.',
      ],
    ],
    [
      'an inner field',
      inputOf({ y: text }),
      inputOf({ y: text, z: text }, ['z']),
      ['breaking narrower: "x.z" is a new field, and required.'],
    ],
    [
      'values of unnamed fields',
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: { type: 'boolean' } },
      ['breaking narrower: Each other field of "x" is true or false now, and was a text.'],
    ],
  ])('%s', (_what, before, after, told) => {
    expect(fieldChanges(before, after)).toEqual(told)
  })

  it.each<[string, object, object, readonly string[]]>([
    [
      'a new field that is required',
      inputOf({}),
      inputOf({ y: text }, ['y']),
      ['breaking input_narrower for both: "y" is a new field, and required.'],
    ],
    [
      'a new field that is optional',
      inputOf({}),
      inputOf({ y: text }),
      ['feature input_wider for both: "y" is a new field, and optional.'],
    ],
    [
      'a field gone',
      inputOf({ y: text }),
      inputOf({}),
      ['breaking input_narrower for both: "y" is no longer a field.'],
    ],
    [
      'a field required now',
      inputOf({ y: text }),
      inputOf({ y: text }, ['y']),
      ['breaking input_narrower for both: "y" is required now.'],
    ],
    [
      'a field optional now',
      inputOf({ y: text }, ['y']),
      inputOf({ y: text }),
      ['feature input_wider for both: "y" is optional now.'],
    ],
    [
      'no other fields any more',
      { type: 'object' },
      inputOf({}),
      ['breaking input_narrower for both: The input takes no other fields any more.'],
    ],
    [
      'other fields, too',
      inputOf({}),
      { type: 'object' },
      ['feature input_wider for both: The input takes other fields too.'],
    ],
  ])('%s', (_what, before, after, told) => {
    expect(changed({ input: { ...before } }, { input: { ...after } })).toEqual(told)
  })
})

describe('references', () => {
  const listOf = ($defs: object) => ({ ...inputOf({ x: { $ref: '#/$defs/part' } }), $defs })

  it('are followed, so that only what fits decides', () => {
    const before = listOf({ part: text })
    expect(changed({ input: before }, { input: inputOf({ x: text }) })).toEqual([])
    expect(changed({ input: before }, { input: listOf({ part: { type: 'boolean' } }) })).toEqual([
      'breaking input_narrower for both: "x" is true or false now, and was a text.',
    ])
  })

  it('without an end are only told to be others, which is breaking', () => {
    const part = (more: object) =>
      listOf({ part: { ...inputOf({ y: { $ref: '#/$defs/part' } }), ...more } })
    expect(changed({ input: part({}) }, { input: part({ required: ['y'] }) })).toEqual([
      'breaking input_narrower for both: The input has another "$defs" to meet.',
    ])
  })
})

describe('the value, which only a client reads', () => {
  it.each<[string, object, object, readonly string[]]>([
    [
      'a field gone',
      inputOf({ y: text }),
      inputOf({}),
      ['breaking output_weaker for client: "y" is no longer a field.'],
    ],
    [
      'a new field',
      inputOf({}),
      inputOf({ y: text }, ['y']),
      ['feature output_stronger for client: "y" is a new field, and required.'],
    ],
    [
      'a new field that may be missing, at any depth',
      inputOf({ rows: { type: 'array', items: inputOf({}) } }),
      inputOf({ rows: { type: 'array', items: inputOf({ y: text }) } }),
      ['feature output_stronger for client: "rows.[].y" is a new field, and optional.'],
    ],
    [
      'a field that may be missing now',
      inputOf({ y: text }, ['y']),
      inputOf({ y: text }),
      ['breaking output_weaker for client: "y" is optional now.'],
    ],
    [
      'a field that is always there now',
      inputOf({ y: text }),
      inputOf({ y: text }, ['y']),
      ['feature output_stronger for client: "y" is required now.'],
    ],
    [
      'a type',
      inputOf({ y: text }),
      inputOf({ y: { type: 'integer' } }),
      ['breaking output_weaker for client: "y" is a whole number now, and was a text.'],
    ],
    [
      'a value that a client may not know',
      inputOf({ y: { enum: ['a'] } }),
      inputOf({ y: { enum: ['a', 'b'] } }),
      ['breaking output_weaker for client: "y" can be "b" too.'],
    ],
    [
      'words',
      inputOf({ y: text }),
      inputOf({ y: { ...text, description: 'Why.' } }),
      ['patch output_described for client: "y" is described in other words.'],
    ],
    [
      'a default, which no reader sees',
      inputOf({ y: { ...text, default: 'a' } }),
      inputOf({ y: { ...text, default: 'b' } }),
      ['patch output_described for client: "y" is described in other words.'],
    ],
    ['room for other fields', inputOf({}), { type: 'object', properties: {}, required: [] }, []],
  ])('%s', (_what, before, after, told) => {
    expect(changed({ output: { ...before } }, { output: { ...after } })).toEqual(told)
  })

  it('with a schema promises more than without', () => {
    const { output: _output, ...bare } = CHECK
    expect(changes([bare], [CHECK])).toEqual([
      'shop_check feature output_stronger for client: The value has a schema now.',
    ])
    expect(changes([CHECK], [bare])).toEqual([
      'shop_check breaking output_weaker for client: The value has no schema any more.',
    ])
  })
})
