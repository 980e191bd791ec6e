import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

import { createLogger, withoutSecrets } from '../../../src/observe/logger.ts'

/** What the log of one error comes to, as the line that is written. */
function logged(err: unknown, known: readonly string[] = []): string {
  const lines: string[] = []
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) })
  withoutSecrets(logger, known).error({ err }, 'call')
  return lines.join('')
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const wordOf = (length: { minLength: number; maxLength: number }) =>
  fc.string({ ...length, unit: fc.constantFrom(...BASE64URL.split('')) })

/** What must not be found, the form in which it comes, and what of it may stay. */
interface Planted {
  readonly secret: string
  readonly written: string
  readonly known?: boolean
}

/** No word of a stack's own, where it would be found though nobody has leaked it. */
const unlikeCode = (text: string): string => `${text}Zq7`

const password = fc
  .string({
    minLength: 6,
    maxLength: 40,
    unit: fc.constantFrom(...`${BASE64URL}!$&*+,;=:/?#@%~'`.split('')),
  })
  // That would be a port and a path.
  .filter((text) => !/^\d{2,5}\//.test(text))
  .map(unlikeCode)
const segment = wordOf({ minLength: 12, maxLength: 60 })

const planted: fc.Arbitrary<Planted> = fc.oneof(
  password.map((secret) => ({ secret, written: `postgres://user:${secret}@db.example:5432/main` })),
  segment.map((secret) => ({ secret, written: `https://${secret}@git.example/repo` })),
  fc
    .record({
      kind: fc.constantFrom('tck', 'tco'),
      id: fc.stringMatching(/^[a-z0-9]{8}$/),
      secret: wordOf({ minLength: 43, maxLength: 43 }),
    })
    .map(({ kind, id, secret }) => ({ secret, written: `${kind}_${id}_${secret}` })),
  fc.tuple(segment, segment).map(([body, secret]) => ({
    secret,
    written: `eyJhbGciOiJFUzI1NiJ9.${body}.${secret}`,
  })),
  segment.map((secret) => ({ secret, written: `Bearer ${secret}` })),
  segment.map((secret) => ({ secret, written: `authorization: Basic ${secret}` })),
  segment.map((secret) => ({ secret, written: `Server=db;Password=${secret};Timeout=5` })),
  fc
    .string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
    .filter((text) => /^\S.*\S$/.test(text) && !/["\\]/.test(text))
    .map(unlikeCode)
    .map((secret) => ({ secret, written: secret, known: true })),
)

const around = fc.constantFrom('', ' ', ' connecting to ', "'", '(', '\n')

/** Every place of an error from which it reaches a log. */
const PLACES: readonly ((text: string) => unknown)[] = [
  (text) => new Error(text),
  (text) => text,
  (text) => ({ message: text, deep: { list: [text] } }),
  (text) => new Error('outer', { cause: new Error('middle', { cause: new Error(text) }) }),
  (text) => new AggregateError([new Error(text)], 'all failed'),
  (text) => Object.assign(new Error('request failed'), { config: { headers: { note: [text] } } }),
  (text) => Object.assign(new Error('request failed'), { [text]: true }),
  (text) => Object.assign(new Error('x'), { stack: `Error: ${text}\n    at file.ts:1:1` }),
  (text) => Object.assign(new Error('x'), { inner: new Error(text) }),
]

describe('what is logged of an error', () => {
  it('never has a secret in it, wherever in the error it stands', () => {
    fc.assert(
      fc.property(
        planted,
        around,
        around,
        fc.constantFrom(...PLACES),
        ({ secret, written, known }, before, after, place) => {
          const text = logged(place(`${before}${written}${after}`), known ? [secret] : [])
          const said = text.replace(/^\{"level":"error","time":"[^"]+"/, '')
          // A line of JSON escapes some signs; none of them are in a secret here.
          expect(said).not.toContain(secret)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('has every other text as it was', () => {
    const words = fc.array(
      fc.oneof(
        fc.string({ maxLength: 20, unit: 'grapheme' }),
        fc.constantFrom(
          'http://127.0.0.1:5432/a/b',
          'ada@example.com',
          'M-1842',
          'tck_abc',
          'ey.e',
        ),
        fc.constantFrom('https://db.example:8443/x?mail=ada@example.com', 'a token is missing'),
      ),
      { maxLength: 8 },
    )
    const harmless = words
      .map((all) => all.join(' '))
      .filter(
        (text) => !/bearer|authorization|=|:\/\/\S*:\D|eyJ|:\/\/\S*[^\s/?#]*@[^e]/i.test(text),
      )
    fc.assert(
      fc.property(harmless, (text) => {
        const line: { err: { message: string } } = JSON.parse(
          logged(new Error(text), ['unmet-value']),
        )
        expect(line.err.message).toBe(JSON.parse(JSON.stringify(text)))
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['postgres://user:p4ss@db:5432/x', 'postgres://…@db:5432/x'],
    ['postgres://user:p@ss/w?rd@db/x', 'postgres://…@db/x'],
    ['redis://:hunter2@cache', 'redis://…@cache'],
    ['http://db:5432/x@y', 'http://db:5432/x@y'],
    [`key tck_abcd1234_${'x'.repeat(43)} is bad`, 'key tck_abcd1234_… is bad'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic …'],
    ['bearer abc.def', 'bearer …'],
    ['/mcp?access_token=abcdef&x=1', '/mcp?access_token=…&x=1'],
  ])('%s is logged as %s', (text, said) => {
    expect(JSON.parse(logged(new Error(text)))).toMatchObject({ err: { message: said } })
  })

  it('leaves out fields that are secrets by their name, numbers as they are, and what leads in circles', () => {
    const error = Object.assign(new Error('x'), { status: 401, auth: { password: 'a' }, self: {} })
    error.self = error.auth
    expect(JSON.parse(logged(error))).toMatchObject({
      err: { type: 'Error', status: 401, auth: { password: '…' }, self: '…' },
    })
  })

  it('is one line whatever the error does, and takes no long time for a long text', () => {
    const trap = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    expect(JSON.parse(logged(trap))).toMatchObject({ msg: 'call', err: '…' })
    const begun = performance.now()
    for (const part of ['://', 'eyJaaaa.', 'Bearer ', '://a:b', 'authorization: ', 'password='])
      logged(part.repeat(20_000))
    expect(performance.now() - begun).toBeLessThan(3_000)
  })
})
