import { inlinedIfPossible } from '../kernel/inline-refs.ts'
import type { JsonSchema } from '../kernel/input.ts'
import { isAtMost } from '../kernel/tier.ts'
import type { CataloguedTool } from './catalogue.ts'
import type { ChangeKind } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import { rootOf, type Effect, type SchemaDifference, type Use } from './schema-difference.ts'

/** A change of one tool, before it is known what that does to whom. */
export type ToolChange = readonly [kind: ChangeKind, sentence: string]

type Compare = (old: CataloguedTool, now: CataloguedTool) => readonly ToolChange[]

/** All that is different between two tools that are the same one, but for their names. */
export const compareTools: Compare = (old, now) =>
  [inputs, details, outputs, tiers, scopes, needs, gives, words].flatMap((compare) =>
    compare(old, now),
  )

const INPUT_KINDS: Readonly<Record<Effect, ChangeKind>> = {
  narrower: 'input_narrower',
  wider: 'input_wider',
  // What no longer fits is what a caller runs into; that something else fits is no help to it.
  replaced: 'input_narrower',
  described: 'input_described',
}

/** A value that can be less than before is more for a reader to count on, and the other way round. */
const OUTPUT_KINDS: Readonly<Record<Effect, ChangeKind>> = {
  narrower: 'output_stronger',
  wider: 'output_weaker',
  replaced: 'output_weaker',
  described: 'output_described',
}

const inputs: Compare = (old, now) =>
  differences(old.input, now.input, 'input').map(({ effect, sentence }) => [
    INPUT_KINDS[effect],
    sentence,
  ])

const details: Compare = (old, now) => {
  if (old.detailed === now.detailed) return []
  return now.detailed
    ? [['input_wider', 'There is a detailed answer too, for which "response_format" is taken.']]
    : [
        [
          'input_narrower',
          'There is no detailed answer any more, and no "response_format" is taken.',
        ],
      ]
}

const outputs: Compare = ({ output: old }, { output: now }) => {
  if (!old && !now) return []
  if (!old) return [['output_stronger', 'The value has a schema now.']]
  if (!now) return [['output_weaker', 'The value has no schema any more.']]
  return differences(old, now, 'output').map(({ effect, sentence }) => [
    OUTPUT_KINDS[effect],
    sentence,
  ])
}

const tiers: Compare = ({ tier: old }, { tier: now }) => {
  if (old === now) return []
  const kind = isAtMost(old, now) ? 'tier_raised' : 'tier_lowered'
  return [[kind, `The tier is ${now} now, and was ${old}.`]]
}

const scopes: Compare = (old, now) => [
  ...beyond(now.scopes, old.scopes).map((scope): ToolChange => [
    'scopes_added',
    `The scope ${scope} is asked for now.`,
  ]),
  ...beyond(old.scopes, now.scopes).map((scope): ToolChange => [
    'scopes_removed',
    `The scope ${scope} is no longer asked for.`,
  ]),
]

/** One of the grants is enough, so each further one is another way in; and none at all is an open door. */
const needs: Compare = ({ needs: old }, { needs: now }) => {
  if (old.length === 0 && now.length > 0)
    return [['needs_narrower', `A grant of ${now.join(' or ')} is needed now.`]]
  if (old.length > 0 && now.length === 0) return [['needs_wider', 'No grant is needed any more.']]
  return [
    ...beyond(old, now).map((kind): ToolChange => [
      'needs_narrower',
      `A grant of ${kind} is no longer enough.`,
    ]),
    ...beyond(now, old).map((kind): ToolChange => [
      'needs_wider',
      `A grant of ${kind} is enough, too.`,
    ]),
  ]
}

const gives: Compare = (old, now) => [
  ...beyond(old.gives, now.gives).map((kind): ToolChange => [
    'gives_removed',
    `It no longer gives a grant of ${kind}.`,
  ]),
  ...beyond(now.gives, old.gives).map((kind): ToolChange => [
    'gives_added',
    `It gives a grant of ${kind} now.`,
  ]),
]

const words: Compare = (old, now) => [
  ...changed(old.description, now.description, [
    'description_changed',
    'The description is another one, so a model may choose differently.',
  ]),
  ...changed(old.title, now.title, [
    'title_changed',
    `The title is "${now.title}" now, and was "${old.title}".`,
  ]),
]

/** With references inlined, so that a change behind one is told at each place that refers to it. */
function differences(old: JsonSchema, now: JsonSchema, use: Use): readonly SchemaDifference[] {
  return compareSchemas(inlinedIfPossible(old), inlinedIfPossible(now), rootOf(use))
}

function changed(old: string, now: string, change: ToolChange): readonly ToolChange[] {
  return old === now ? [] : [change]
}

function beyond(all: readonly string[], others: readonly string[]): readonly string[] {
  return all.filter((one) => !others.includes(one))
}
