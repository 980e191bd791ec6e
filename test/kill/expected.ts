import type { ProviderMode } from './desk-module.ts'
import type { CodePoint } from './fail-points.ts'
import type { Outcome } from './named-points.ts'

/** What a retry may come to: what it is told, the requests that the provider got, and the effects. */
export type Allowed = readonly (readonly [told: string, requests: number, effects: number])[]

/** Nothing had begun, so the retry does it. */
const DONE_BY_RETRY: Allowed = [['success', 1, 1]]
/** Another process's row says that it was done. */
const REPLAYED: Allowed = [['success, replayed', 1, 1]]
/** It may have begun, and nobody can tell. */
const NEVER_SENT: Allowed = [['in_doubt', 0, 0]]
const SENT: Allowed = [['in_doubt', 1, 1]]
/** The provider is asked again, and knows the key. */
const RESUMED: Allowed = [['success', 2, 1]]

const EARLY = {
  'before-issue': DONE_BY_RETRY,
  'in-issue': DONE_BY_RETRY,
  'after-issue': DONE_BY_RETRY,
  'before-claim': DONE_BY_RETRY,
  'in-claim': DONE_BY_RETRY,
  'after-claim': DONE_BY_RETRY,
  'before-commit': DONE_BY_RETRY,
} as const

const LATE = { 'after-finish': REPLAYED, 'before-answer': REPLAYED } as const

/** What has to come of a kill at each point. Where something was in another's hands there is more than one answer. */
export const EXPECTED: Readonly<Record<ProviderMode, Readonly<Record<CodePoint, Allowed>>>> = {
  keys: {
    ...EARLY,
    'in-commit': DONE_BY_RETRY,
    'after-commit': DONE_BY_RETRY,
    'before-effect': DONE_BY_RETRY,
    'in-effect': [...DONE_BY_RETRY, ...RESUMED],
    'after-effect': RESUMED,
    'before-finish': RESUMED,
    'in-finish': [...RESUMED, ...REPLAYED],
    ...LATE,
  },
  none: {
    ...EARLY,
    'in-commit': [...DONE_BY_RETRY, ...NEVER_SENT],
    'after-commit': NEVER_SENT,
    'before-effect': NEVER_SENT,
    'in-effect': [...NEVER_SENT, ...SENT],
    'after-effect': SENT,
    'before-finish': SENT,
    'in-finish': [...SENT, ...REPLAYED],
    ...LATE,
  },
}

/** Whether that is what had to come of it, and the code is good for nothing any more. */
export function isExpected(mode: ProviderMode, outcome: Outcome): boolean {
  const { point, told, requests, effects, codeAgain } = outcome
  return (
    codeAgain === 'confirmation_used' &&
    EXPECTED[mode][point].some(
      ([words, asked, done]) => words === told && asked === requests && done === effects,
    )
  )
}
