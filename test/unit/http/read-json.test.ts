import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'

import { readJson } from '../../../src/http/read-json.ts'

const MAX_BYTES = 1_000_000

/** A request whose body comes in these parts. */
function requestOf(parts: Iterable<Buffer>): IncomingMessage {
  return Object.assign(Readable.from(parts), { headers: {} }) as unknown as IncomingMessage
}

function partsOf(text: string, bytes: number): readonly Buffer[] {
  const count = Math.ceil(text.length / bytes)
  return Array.from({ length: count }, (_, at) =>
    Buffer.from(text.slice(at * bytes).slice(0, bytes)),
  )
}

const LONG = JSON.stringify({ text: 'x'.repeat(900_000) })

it('a body is read whatever parts it comes in, as long as they are no crumbs', async () => {
  for (const bytes of [65_536, 1_400, 300])
    expect(await readJson(requestOf(partsOf(LONG, bytes)), MAX_BYTES)).toMatchObject({ ok: true })
  const short = JSON.stringify({ text: 'x'.repeat(900) })
  expect(await readJson(requestOf(partsOf(short, 1)), MAX_BYTES)).toMatchObject({ ok: true })
})

it('a body in crumbs is refused, however small it is', async () => {
  const text = JSON.stringify({ text: 'x'.repeat(20_000) })
  const body = await readJson(requestOf(partsOf(text, 1)), MAX_BYTES)
  expect(body).toMatchObject({ ok: false, problem: 'too_large' })
})
