import fc from 'fast-check'

import { malformedBody } from './malformed-body.ts'
import { LONG } from './odd-values.ts'
import { bytesOf, WELL_FORMED } from './well-formed.ts'

/** Bytes to be sent; those whose framing is in doubt have to be sent alone. */
export interface Malformed {
  readonly bytes: Buffer
  readonly isAlone: boolean
}

const SEED = fc.constantFrom(...WELL_FORMED)

const HEADER_NAMES =
  'host origin authorization content-type accept mcp-protocol-version mcp-method mcp-name mcp-session-id mcp-param-date last-event-id toolcrib-conversation toolcrib-acting-user content-encoding x-forwarded-for forwarded range cookie x-http-method-override'.split(
    ' ',
  )

const HEADER_VALUES = [
  ...'x 2025-11-25 2026-07-28 2099-12-31 1.0 tools/call ping =?base64?!!!?= =?base64?dG9vbHMvY2FsbA==?= text/plain */* Bearer null localhost:1 gzip %00 -1 0x10'.split(
    ' ',
  ),
  '',
  ' ',
  '\u00ff\u00fe',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'Bearer  x y',
  'Basic eDp5',
  'http://evil.example',
  'evil.example',
  'a, b',
  'x'.repeat(9_000),
  LONG,
]

/** One header put in the place of a good one, beside it, or missing. */
const headers = fc
  .record({
    seed: SEED,
    name: fc.constantFrom(...HEADER_NAMES),
    value: fc.oneof(fc.constantFrom(...HEADER_VALUES), fc.stringMatching(/^[ -~]{0,60}$/)),
    how: fc.constantFrom('replace', 'double', 'drop'),
  })
  .map(({ seed, name, value, how }) => {
    const others = seed.headers.filter(([other]) => how === 'double' || other !== name)
    const changed = how === 'drop' ? others : [...others, [name, value] as const]
    return bytesOf(changed, JSON.stringify(seed.message))
  })

const METHODS = 'GET HEAD PUT DELETE PATCH OPTIONS TRACE CONNECT PROPFIND QUERY post PRI FOO'.split(
  ' ',
)

const TARGETS = [
  ...'/ /mcp/ //mcp /mcp/../mcp /%6dcp /mcp%00 /mcp? /mcp?tools= /mcp?tools=%ff /mcp?client=honest /mcp?conversation=%ff%fe /mcp?access_token=x /guest/mcp /__proto__/mcp /constructor/mcp /nothing/mcp * mcp /mcp#x /healthz /openapi.json http://evil.example/mcp http://localhost/mcp'.split(
    ' ',
  ),
  '',
  '/mcp\t',
  '/mcp\u00ff',
  `/${LONG}`,
  `/mcp?tools=${'a,'.repeat(4_000)}`,
]

const VERSION = fc.oneof(
  { weight: 8, arbitrary: fc.constant('HTTP/1.1') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', ''),
  },
)

/** The first line of a request. */
const line = fc
  .record({
    seed: SEED,
    method: fc.oneof(fc.constant('POST'), fc.constantFrom(...METHODS, '')),
    target: fc.oneof(
      fc.constant('/mcp'),
      fc.constantFrom(...TARGETS),
      fc.stringMatching(/^\/[!-~]{0,40}$/),
    ),
    version: VERSION,
  })
  .map(({ seed, method, target, version }) =>
    bytesOf(seed.headers, JSON.stringify(seed.message), `${method} ${target} ${version}`),
  )

const EDIT = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) })

/** The bytes of a request with some of them changed, wherever that may be, and sometimes cut off. */
const wire = fc
  .record({
    seed: SEED,
    cut: fc.option(fc.nat(), { freq: 3 }),
    edits: fc.array(EDIT, { minLength: 1, maxLength: 6 }),
  })
  .map(({ seed, cut, edits }) => {
    const bytes = bytesOf(seed.headers, JSON.stringify(seed.message))
    for (const { at, byte } of edits) bytes[at % bytes.length] = byte
    return cut === null ? bytes : bytes.subarray(0, cut % bytes.length)
  })

const noise = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes))

/** Requests over HTTP, of which most get as far as their body. */
const malformedRequest: fc.Arbitrary<Malformed> = fc.oneof(
  {
    weight: 80,
    arbitrary: malformedBody.map(({ seed, body }) => together(bytesOf(seed.headers, body))),
  },
  { weight: 10, arbitrary: headers.map(together) },
  { weight: 4, arbitrary: line.map(alone) },
  { weight: 4, arbitrary: wire.map(alone) },
  { weight: 2, arbitrary: noise.map(alone) },
)

function together(bytes: Buffer): Malformed {
  return { bytes, isAlone: false }
}

function alone(bytes: Buffer): Malformed {
  return { bytes, isAlone: true }
}

/** What a seed makes is made in parts of this size, so that not all of it is held at once. */
const PART = 250

/** As many as are asked for. The same seed makes the same ones. */
export function* malformedRequests(seed: number, amount: number): Generator<Malformed> {
  for (let made = 0; made < amount; made += PART)
    yield* fc.sample(malformedRequest, {
      seed: seed + made,
      numRuns: Math.min(PART, amount - made),
    })
}
