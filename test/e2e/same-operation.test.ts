import { describe, expect, it } from 'vitest'

import { askRaw, ERAS, type Era, type RawAnswer } from '../support/raw-call.ts'
import { serveParcels } from '../support/serve-parcels.ts'

const KEY = 'dev.toolcrib/idempotency-key'
const REPLAYED = 'dev.toolcrib/replayed'

const asMeta = (key: unknown, args: object = { to: 'Ada' }) => ({
  name: 'parcels_post',
  arguments: args,
  _meta: { [KEY]: key },
})

const asArgument = (key: unknown, args: object = { to: 'Ada' }) => ({
  name: 'parcels_post',
  arguments: { ...args, idempotency_key: key },
})

async function openPost(planMs = 0) {
  const { parcels, urlFor } = await serveParcels({ planMs })
  return {
    parcels,
    call: (
      params: ReturnType<typeof asMeta | typeof asArgument>,
      era: Era = ERAS[0],
      by = 'desk',
    ) => askRaw(urlFor(by), era, params),
  }
}

const isReplay = ({ result }: RawAnswer): boolean => result._meta?.[REPLAYED] === true

describe.each([
  { where: 'in _meta', keyed: asMeta },
  { where: 'as an argument', keyed: asArgument },
])('calls with the same key $where', ({ keyed }) => {
  it.each(ERAS)('are one operation, and say so (%s)', async (era) => {
    const { parcels, call } = await openPost()
    const first = await call(keyed('the-same-key'), era)
    expect(first.said).toBe('Posted to Ada as number 1.')
    expect(isReplay(first)).toBe(false)
    const second = await call(keyed('the-same-key'), era)
    expect(second.said).toBe('Already done: Posted to Ada as number 1.')
    expect(isReplay(second)).toBe(true)
    expect(parcels.sent).toHaveLength(1)
  })

  it('have one effect, when a hundred come at once', async () => {
    const { parcels, call } = await openPost(20)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => call(keyed('a-hundred-times'), ERAS[at % 2])),
    )
    expect(parcels.sent).toEqual(['posted Ada 200'])
    const said = answers.map((answer) => answer.said)
    expect(said.filter((words) => words === 'Posted to Ada as number 1.')).toHaveLength(1)
    for (const words of said)
      expect(words).toMatch(/^(Already done: )?Posted to Ada as number 1\.$|^That is still being/)
    for (const answer of answers)
      expect(isReplay(answer)).toBe(answer.said.startsWith('Already done: '))
  })

  it('are told apart by their arguments, and refused', async () => {
    const { parcels, call } = await openPost()
    await call(keyed('the-same-key'))
    const other = await call(keyed('the-same-key', { to: 'Bob' }))
    expect(other.said).toMatch(/^This idempotency key was used for a different request\./)
    expect(isReplay(other)).toBe(false)
    expect(parcels.sent).toHaveLength(1)
  })

  it('of two clients are two operations', async () => {
    const { parcels, call } = await openPost()
    await call(keyed('the-same-key'))
    const other = await call(keyed('the-same-key'), ERAS[0], 'other')
    expect(other.said).toBe('Posted to Ada as number 2.')
    expect(parcels.sent).toHaveLength(2)
  })

  it('get the same refusal again', async () => {
    const { call } = await openPost()
    const nobody = { to: 'nobody' }
    const first = await call(keyed('the-same-key', nobody))
    expect(first.said).toBe('Nobody of that name lives here.')
    const second = await call(keyed('the-same-key', nobody))
    expect(second.said).toBe('Nobody of that name lives here.')
    expect([isReplay(first), isReplay(second)]).toEqual([false, true])
  })

  it.each([7, true, {}, ['the-same-key'], 'short', 'a'.repeat(300), 'with a blank in it'])(
    'are refused with one that cannot be kept: %j',
    async (key) => {
      const { parcels, call } = await openPost()
      const { status, said, result } = await call(keyed(key))
      expect({ status, isError: result.isError }).toEqual({ status: 200, isError: true })
      expect(said).toMatch(/^The idempotency key must be 8 to 255 printable characters/)
      expect(parcels.sent).toEqual([])
    },
  )
})

describe('calls without a key', () => {
  it('stand alone: two equal ones may both be meant', async () => {
    const { parcels, call } = await openPost()
    await call(asArgument(undefined))
    await call(asArgument(null))
    expect(parcels.sent).toHaveLength(2)
  })
})

describe('a voice client', () => {
  it('hears that it was done already, in one text and without metadata', async () => {
    const { call } = await openPost()
    await call(asMeta('the-same-key'), ERAS[0], 'voice')
    const { result } = await call(asMeta('the-same-key'), ERAS[0], 'voice')
    expect(result).toEqual({
      content: [{ type: 'text', text: 'Already done: Posted to Ada as number 1.' }],
    })
  })
})
