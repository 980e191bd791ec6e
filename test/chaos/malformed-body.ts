import fc from 'fast-check'

import { DEEP, ODD_VALUE } from './odd-values.ts'
import { WELL_FORMED, type WellFormed } from './well-formed.ts'

/** A body gone wrong, for any transport, and the good request that it was made from. */
export interface MalformedBody {
  readonly seed: WellFormed
  readonly body: Buffer
}

const SEED = fc.constantFrom(...WELL_FORMED)

type Path = readonly (string | number)[]
type Entries = readonly (readonly [string, unknown])[]
type Change = (key: string, old: unknown) => Entries

const CHANGES = {
  replace: (odd: unknown) => (key: string) => [[key, odd]],
  drop: () => () => [],
  // Another spelling of a key is another key (CVE-2026-27896).
  respell: () => (key: string, old: unknown) => [[key.toUpperCase(), old]],
  add: (odd: unknown) => (key: string, old: unknown) => [
    [key, old],
    [typeof odd === 'string' && odd.length < 50 ? odd : 'extra', odd],
  ],
} satisfies Readonly<Record<string, (odd: unknown) => Change>>

/** One of the body's values changed, wherever it is. */
const structure = fc
  .record({
    seed: SEED,
    how: fc.constantFrom('replace', 'drop', 'respell', 'add'),
    odd: ODD_VALUE,
    where: fc.nat(),
  })
  .map(({ seed, how, odd, where }) => {
    const paths = pathsIn(seed.message)
    const path = paths[where % paths.length] ?? []
    const changed = changedAt(seed.message, path, CHANGES[how](odd))
    return { seed, body: Buffer.from(JSON.stringify(changed) ?? '') }
  })

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}

function changedAt(value: unknown, path: Path, change: Change): unknown {
  const [first, ...rest] = path
  if (first === undefined || typeof value !== 'object' || value === null)
    return change('', value)[0]?.[1]
  const entries = Object.entries(value).flatMap(([key, inner]): Entries => {
    if (key !== String(first)) return [[key, inner]]
    return rest.length === 0 ? change(key, inner) : [[key, changedAt(inner, rest, change)]]
  })
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

const SIGNS = '\u0000 " { } [ ] , : \\ \n \uFEFF é 1e999 NaN \\ud800 - //'.split(' ')

const TEXT_CHANGES: readonly ((text: string, at: number) => string)[] = [
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(at),
  (text, at) => text.slice(0, at) + (SIGNS[at % SIGNS.length] ?? '') + text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text) => `\uFEFF${text}`,
  (text) => `[${text}]`,
  (text) => `[${text},${text}]`,
  (text) => text + text,
  (text) => `${text}\n${text}`,
  (text) => text.replace('"jsonrpc"', '"jsonrpc":"1.0","jsonrpc"'),
  (text) => text.replace('"method"', '"method":"tools/list","method"'),
  (text) => text.replace('"method"', '"m\\u0065thod":"tools/list","method"'),
  (text) => text.replace('"params":{', '"params":{"__proto__":{"name":"x"},'),
  (text) => text.replace('"id":1', `"id":${'9'.repeat(400)}`),
  (text) => text.replace('"params":{', `"params":{"deep":${DEEP.object},`),
  (text) => text.replace('"params":{', `"params":{"deep":${DEEP.array},`),
]

/** The body's text, of which little is JSON any more. */
const text = fc
  .record({ seed: SEED, change: fc.constantFrom(...TEXT_CHANGES), where: fc.nat() })
  .map(({ seed, change, where }) => {
    const good = JSON.stringify(seed.message)
    return { seed, body: Buffer.from(change(good, where % good.length)) }
  })

/** Not UTF-8, in the ways in which something is not: a stray byte, an overlong one, a surrogate, a cut one. */
const STRAY = ['ff', 'c080', 'eda080', 'e282', 'f8888080', '80', '00', 'fe'].map((hex) =>
  Buffer.from(hex, 'hex'),
)

const encoding = fc
  .record({ seed: SEED, stray: fc.constantFrom(...STRAY), where: fc.nat() })
  .map(({ seed, stray, where }) => {
    const good = Buffer.from(JSON.stringify(seed.message))
    const at = where % good.length
    return { seed, body: Buffer.concat([good.subarray(0, at), stray, good.subarray(at)]) }
  })

export const malformedBody: fc.Arbitrary<MalformedBody> = fc.oneof(
  { weight: 6, arbitrary: structure },
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: encoding },
)
