import fc from 'fast-check'

import { NASTY_BODIES } from './corpus-bodies.ts'
import { malformedBody } from './malformed-body.ts'
import type { WellFormed } from './well-formed.ts'

/** The corpus, and as many bodies as are asked for, `atOnce` at a time. The same seed makes the same ones. */
export function* malformedGroups(
  seed: number,
  amount: number,
  atOnce: number,
): Generator<readonly Buffer[]> {
  const corpus = NASTY_BODIES.map(({ body }) => body)
  for (let at = 0; at < corpus.length; at += atOnce) yield corpus.slice(at, at + atOnce)
  for (let made = 0; made < amount; made += atOnce)
    yield fc
      .sample(malformedBody, { seed: seed + made, numRuns: Math.min(atOnce, amount - made) })
      .map(({ body }) => body)
}

/** What a body is to a reader of lines. */
export function linesIn(body: Buffer): readonly Buffer[] {
  return body
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'))
}

/** With an id of its own, where it has the one of the request that it was made from. */
export function withId(line: Buffer, id: number): Buffer {
  return Buffer.from(line.toString('latin1').replace(/"id":[17](?=[,}])/, `"id":${id}`), 'latin1')
}

/** A good call as a line. */
export function lineOf({ message }: WellFormed, id: number): Buffer {
  return Buffer.from(JSON.stringify({ ...message, id }))
}
