import fc from 'fast-check'

/** What stands where something else is expected. */

export const LONG = 'x'.repeat(20_000)

/** One a little deeper than is read, one much deeper. */
export const DEEP = {
  array: '['.repeat(70) + ']'.repeat(70),
  object: '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000),
} as const

/** Values that no field expects. Own keys called `__proto__` are what JSON makes of them. */
export const ODD_VALUE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0.5,
    1e308,
    2 ** 53 + 2,
    '',
    '\u0000',
    '\ud800',
    'x\udfff',
    '__proto__',
    '../..',
    LONG,
    [],
    {},
    [[]],
    [null],
    'tools/call',
    'server/discover',
    '2026-07-28',
    '2099-01-01',
    JSON.parse(DEEP.array),
    JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}'),
    { 'io.modelcontextprotocol/protocolVersion': 7 },
    { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
