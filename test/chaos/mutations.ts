import fc from 'fast-check'

import { bytesOf, WELL_FORMED, type WellFormed } from './well-formed.ts'

/** Requests gone wrong, made from good ones. The same seed makes the same requests. */

/** Bytes to be sent; those whose framing is in doubt have to be sent alone. */
export interface Malformed {
  readonly bytes: Buffer
  readonly isAlone: boolean
}

const LONG = 'x'.repeat(20_000)
const DEEP = { array: '['.repeat(70) + ']'.repeat(70), object: '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000) }

/** Values that no field expects. Own keys called `__proto__` are what JSON makes of them. */
const ODD: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, -1, 0.5, 1e308, 2 ** 53 + 2, '', '\u0000', '\ud800', 'x\udfff', '__proto__', '../..',
    LONG, [], {}, [[]], [null], 'tools/call', 'server/discover', '2026-07-28', '2099-01-01',
    JSON.parse(DEEP.array), JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}'),
    { 'io.modelcontextprotocol/protocolVersion': 7 },
    { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

type Path = readonly (string | number)[]

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}

/** `value` with what is at `path` changed by `change`; an entry that it makes `undefined` is gone. */
function changedAt(value: unknown, path: Path, change: (key: string, old: unknown) => readonly (readonly [string, unknown])[]): unknown {
  const [first, ...rest] = path
  if (first === undefined || typeof value !== 'object' || value === null)
    return change('', value)[0]?.[1]
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    if (key !== String(first)) return [[key, inner] as const]
    return rest.length === 0 ? change(key, inner) : [[key, changedAt(inner, rest, change)] as const]
  })
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

const CHANGES = {
  replace: (odd: unknown) => (key: string) => [[key, odd] as const],
  drop: () => () => [],
  // Another spelling of a key is another key (CVE-2026-27896).
  respell: () => (key: string, old: unknown) => [[key.toUpperCase(), old] as const],
  add: (odd: unknown) => (key: string, old: unknown) =>
    [[key, old], [typeof odd === 'string' && odd.length < 50 ? odd : 'extra', odd]] as const,
} as const

const SEED = fc.constantFrom(...WELL_FORMED)

/** The body's values. */
const structure = fc
  .record({
    seed: SEED,
    how: fc.constantFrom('replace', 'drop', 'respell', 'add'),
    odd: ODD,
    where: fc.nat(),
  })
  .map(({ seed, how, odd, where }) => {
    const paths = pathsIn(seed.message)
    const path = paths[where % paths.length] ?? []
    const changed = changedAt(seed.message, path, CHANGES[how](odd))
    return { seed, body: Buffer.from(JSON.stringify(changed) ?? '') }
  })

const SIGNS = ['\u0000', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', '\uFEFF', 'é', '1e999', 'NaN', '\\ud800', '-', '//']

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

/** Bodies gone wrong, for any transport. */
export const malformedBody: fc.Arbitrary<{ readonly seed: WellFormed; readonly body: Buffer }> =
  fc.oneof(
    { weight: 6, arbitrary: structure },
    { weight: 3, arbitrary: text },
    { weight: 1, arbitrary: encoding },
  )

const HEADER_VALUES = [
  '', ' ', 'x', '\u00ff\u00fe', '2025-11-25', '2026-07-28', '2099-12-31', '1.0', 'tools/call', 'ping', '=?base64?!!!?=',
  '=?base64?dG9vbHMvY2FsbA==?=', 'text/plain', 'application/json; charset=utf-16', 'application/json, text/plain', '*/*',
  'Bearer', 'Bearer  x y', 'Basic eDp5', 'null', 'http://evil.example', 'evil.example', 'localhost:1', 'gzip', 'x'.repeat(9_000), LONG, '%00', 'a, b', '-1', '0x10',
] as const

const HEADER_NAMES = [
  'host', 'origin', 'authorization', 'content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id',
  'mcp-param-date', 'last-event-id', 'toolcrib-conversation', 'content-encoding', 'x-forwarded-for', 'forwarded', 'range', 'cookie', 'x-http-method-override',
] as const

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

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'QUERY', 'post', 'PRI', 'FOO', ''] as const

const TARGETS = [
  '/', '/mcp/', '//mcp', '/mcp/../mcp', '/%6dcp', '/mcp%00', '/mcp?', '/mcp?tools=', '/mcp?tools=%ff', '/mcp?client=honest', '/mcp?conversation=%ff%fe',
  '/mcp?access_token=x', '/guest/mcp', '/__proto__/mcp', '/constructor/mcp', '/nothing/mcp', '*', 'mcp', '/mcp#x', '/healthz', '/openapi.json',
  'http://evil.example/mcp', 'http://localhost/mcp', '/mcp\t', '/mcp\u00ff', `/${LONG}`, `/mcp?tools=${'a,'.repeat(4_000)}`,
] as const

const line = fc
  .record({
    seed: SEED,
    method: fc.oneof(fc.constant('POST'), fc.constantFrom(...METHODS)),
    target: fc.oneof(fc.constant('/mcp'), fc.constantFrom(...TARGETS), fc.stringMatching(/^\/[!-~]{0,40}$/)),
    version: fc.oneof({ weight: 8, arbitrary: fc.constant('HTTP/1.1') }, { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', '') }),
  })
  .map(({ seed, method, target, version }) =>
    bytesOf(seed.headers, JSON.stringify(seed.message), `${method} ${target} ${version}`),
  )

/** The bytes of a request, cut off, or with some of them changed, wherever that may be. */
const wire = fc
  .record({
    seed: SEED,
    cut: fc.option(fc.nat(), { freq: 3 }),
    edits: fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 6 }),
  })
  .map(({ seed, cut, edits }) => {
    const bytes = bytesOf(seed.headers, JSON.stringify(seed.message))
    for (const { at, byte } of edits) bytes[at % bytes.length] = byte
    return cut === null ? bytes : bytes.subarray(0, cut % bytes.length)
  })

const noise = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes))

/** Requests over HTTP, of which most get as far as their body. */
export const malformedRequest: fc.Arbitrary<Malformed> = fc.oneof(
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
