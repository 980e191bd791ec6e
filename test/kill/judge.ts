import type { Books } from './books.ts'
import type { ProviderMode } from './desk-module.ts'
import type { Effect } from './provider.ts'

/** How often each thing happened that must never happen, at the end of it all; and what did happen. */
export interface Verdict {
  readonly chainBreaks: number
  readonly duplicateEffects: number
  readonly clearancesUsedTwice: number
  readonly effectsWithoutIntent: number
  readonly effectsWithoutClearance: number
  /** Effects of which the books say, or the client was told, that they failed. */
  readonly effectsCalledFailed: number
  /** Effects that nobody knows of: neither a result nor a report of doubt. */
  readonly effectsUnaccounted: number
  /** Calls that the client was told had succeeded, for which the provider did nothing. */
  readonly successesWithoutEffect: number
  readonly operationsNotAtAnEnd: number
  readonly integrityFaults: number
  readonly seen: {
    readonly rows: number
    readonly requests: number
    readonly effects: number
    readonly states: Readonly<Record<string, number>>
    readonly resumedUnderTheirKey: number
  }
}

export interface Evidence {
  readonly mode: ProviderMode
  readonly books: Books
  readonly effects: readonly Effect[]
  /** What the client was told when it came with a code, by order. */
  readonly told: ReadonlyMap<string, readonly string[]>
}

/** What a client may be told last about an order whose effect there is. */
const TRUE_TO_SAY = new Set([
  'success',
  'in_doubt',
  'still_working',
  'confirmation_used',
  'approval_used',
])
/** What the record may say of a call whose effect there is. */
const TRUE_ON_RECORD = new Set(['success', 'in_doubt'])

export function judge({ mode, books, effects, told }: Evidence): Verdict {
  const { end, breaks } = books.chain()
  const calls = new Map(books.calls().map((row) => [row.call, row]))
  const results = books.results()
  const operations = books.operations()
  const byKey = new Map(operations.map((operation) => [operation.operationKey, operation]))
  const doubted = books.reportedInDoubt()
  const performed = effects.filter((effect) => effect.performed)
  const clearanceOf = ({ call }: Effect) => calls.get(call)?.clearance ?? undefined
  const requestsByKey = Map.groupBy(effects, ({ key }) => key)
  // Without keys each request is an effect, so that none may be sent twice.
  const perKey = mode === 'keys' ? Map.groupBy(performed, ({ key }) => key) : requestsByKey
  const perClearance = Map.groupBy(performed, clearanceOf)
  perClearance.delete(undefined)
  const claimedBy = Map.groupBy(operations, ({ clearance }) => clearance)
  claimedBy.delete(null)
  const performedFor = new Set(performed.map(({ order }) => order))
  const isAccountedFor = ({ call, key }: Effect): boolean => {
    const operation = byKey.get(key)
    if (operation?.state === 'succeeded')
      return results.get(operation.call)?.includes('success') === true
    return operation?.state === 'in_doubt' && (results.has(call) || doubted.has(operation.call))
  }
  const isCalledFailed = ({ call, key, order }: Effect): boolean =>
    byKey.get(key)?.state === 'failed' ||
    results.get(call)?.some((outcome) => !TRUE_ON_RECORD.has(outcome)) === true ||
    lastSaid(told.get(order)).some((outcome) => !TRUE_TO_SAY.has(outcome))
  return {
    chainBreaks: breaks.length,
    duplicateEffects: overOne(perKey),
    clearancesUsedTwice: overOne(perClearance) + overOne(claimedBy),
    effectsWithoutIntent: effects.filter(
      ({ hadIntent, operationState }) => !hadIntent || operationState !== 'committed',
    ).length,
    effectsWithoutClearance: effects.filter((effect) => {
      const row = calls.get(effect.call)
      const proof = row && PROOFS[row.tool]
      return !proof || row.proof !== proof || row.clearance === null || row.order !== effect.order
    }).length,
    effectsCalledFailed: performed.filter(isCalledFailed).length,
    effectsUnaccounted: performed.filter((effect) => !isAccountedFor(effect)).length,
    successesWithoutEffect: [...told].filter(
      ([order, outcomes]) => outcomes.includes('success') && !performedFor.has(order),
    ).length,
    operationsNotAtAnEnd: operations.filter(({ state }) => !ENDS.has(state)).length,
    integrityFaults: books.integrity() === 'ok' ? 0 : 1,
    seen: {
      rows: end.seq,
      requests: effects.length,
      effects: performed.length,
      states: tally(operations.map(({ state }) => state)),
      resumedUnderTheirKey: [...requestsByKey.values()].filter((of) => of.length > 1).length,
    },
  }
}

/** What each of the tools has to have been shown. */
const PROOFS: Readonly<Record<string, string>> = {
  desk_book: 'agent_attested',
  desk_rent: 'operator_approval',
}

const ENDS = new Set(['succeeded', 'failed', 'in_doubt', 'cancelled'])

function overOne(groups: ReadonlyMap<unknown, readonly unknown[]>): number {
  return [...groups.values()].reduce((sum, { length }) => sum + length - 1, 0)
}

function lastSaid(outcomes: readonly string[] = []): readonly string[] {
  return outcomes.slice(-1)
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(words.toSorted(), (word) => word)
  return Object.fromEntries([...groups].map(([word, { length }]) => [word, length]))
}
