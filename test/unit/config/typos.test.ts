import fc from 'fast-check'
import { isMap, isScalar, parseDocument, visit } from 'yaml'
import { expect, test } from 'vitest'

import { GOOD, problemsOf, withPart } from './deployment.ts'

/** Every key stands in it once, so that each can be misspelt. */
const FULL = withPart(
  'port: 9000',
  `host: 127.0.0.1
  port: 9000
  dataDir: ../data
  demo: false
  locale: en-US
  allowedHosts: []
  allowedOrigins: []
  maxBodyBytes: 1000`,
  GOOD,
)
  .replace(
    'customers: {}',
    'customers: { use: customers, config: {}, only: [find], tools: { find: { title: Find, does: It finds., useWhen: asked, avoidWhen: not, returns: it, tier: read, fixed: {} } } }',
  )
  .replace('profile: voice', 'title: Phone\n    profile: voice\n    credential: { env: VOICE_KEY }')

/** Where the keys that we define stand: names of clients, toolsets and of modules that say "use" may be anything. */
const KEYS: { start: number; key: string }[] = []
visit(parseDocument(FULL), {
  Pair(_index, { key }, ancestors) {
    const depth = ancestors.filter(isMap).length
    if (!isScalar(key) || !key.range) return
    if (depth === 2 && /booking|voice|customers/.test(String(key.value))) return
    KEYS.push({ start: key.range[0], key: String(key.value) })
  },
})

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split(''))

/** One slip of the finger: a letter dropped, doubled up, wrong, or swapped with the next. */
const slip = fc.record({
  kind: fc.constantFrom('drop', 'insert', 'replace', 'swap'),
  place: fc.nat(),
  letter,
})

type Slip = typeof slip extends fc.Arbitrary<infer S> ? S : never

function misspell(key: string, { kind, place, letter }: Slip): string {
  const at = place % key.length
  const [before, sign, after] = [key.slice(0, at), key.charAt(at), key.slice(at + 1)]
  if (kind === 'drop') return before + after
  if (kind === 'insert') return before + letter + sign + after
  if (kind === 'replace') return before + letter + after
  return before + after.charAt(0) + sign + after.slice(1)
}

test('the full text loads, so that only the slips are refused', () => {
  expect(KEYS.length).toBeGreaterThan(20)
  expect(problemsOf(FULL, { VOICE_KEY: 'k'.repeat(32) })).toEqual([])
})

test('a slip in any key is always refused, at its place, with a suggestion', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), slip, ({ start, key }, how) => {
      const typo = misspell(key, how)
      fc.pre(typo !== key)
      const problems = problemsOf(FULL.slice(0, start) + typo + FULL.slice(start + key.length), {
        VOICE_KEY: 'k'.repeat(32),
      })
      const before = FULL.slice(0, start).split('\n')
      const place = `toolcrib.yaml:${before.length}:${(before.at(-1) ?? '').length + 1}  `
      expect(problems).toContainEqual(
        expect.stringMatching(new RegExp(`^${place}.*Did you mean "\\w+"\\?$`)),
      )
    }),
    { numRuns: 300 },
  )
})
