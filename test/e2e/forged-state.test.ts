import { describe, expect, it } from 'vitest'

import { askRaw, type RawAnswer, type RawParams } from '../support/raw-call.ts'
import { serveParcels, type ServedParcels } from '../support/serve-parcels.ts'

const FORMS = { elicitation: { form: {} } }
const ADA = { to: 'Ada', grams: 300 }
const YES = { confirm: { action: 'accept', content: { confirm: true } } }

interface Desk {
  readonly served: ServedParcels
  /** Calls `parcels_send` for Ada, or whatever `params` say instead. */
  call(params?: Partial<RawParams>, by?: string, handle?: string): Promise<RawAnswer>
}

async function openDesk(): Promise<Desk> {
  const served = await serveParcels()
  return {
    served,
    call: (params = {}, by = 'desk', handle = 'call-1') =>
      askRaw(
        served.urlFor(by),
        '2026-07-28',
        { name: 'parcels_send', arguments: ADA, ...params },
        { capabilities: FORMS, headers: { 'toolcrib-conversation': handle } },
      ),
  }
}

/** The state that the server sent along with its question. */
async function asked({ call }: Desk, ...how: Parameters<Desk['call']>): Promise<string> {
  const { status, result } = await call(...how)
  expect({ status, kind: result.resultType }).toEqual({ status: 200, kind: 'input_required' })
  return result.requestState ?? ''
}

/** What the client was answered, and what the house has done. */
function seen({ status, result, said }: RawAnswer, { served }: Desk) {
  return { status, isError: result.isError, said, sent: served.parcels.sent }
}

/** A refusal in words, and nothing done. */
function refusal(words: RegExp) {
  return { status: 200, isError: true, said: expect.stringMatching(words), sent: [] }
}

const AGAIN = 'Read this back to the caller: sending 300 grams to ada'

describe('S25: an answer from a dialog', () => {
  it('counts with the state that came with its question, once', async () => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const first = await desk.call({ requestState, inputResponses: YES })
    expect(first.said).toBe('Sent to Ada as number 1.')
    const second = await desk.call({ requestState, inputResponses: YES })
    expect(second.result.isError).toBe(true)
    expect(second.said).toMatch(/^That answer has been used already\. Read this back/)
    expect(desk.served.parcels.sent).toEqual(['sent Ada 300'])
  })

  it('counts for nothing without a state, and is asked for as if it were not there', async () => {
    const desk = await openDesk()
    const { status, result } = await desk.call({ inputResponses: YES })
    expect({ status, kind: result.resultType }).toEqual({ status: 200, kind: 'input_required' })
    expect(desk.served.parcels.sent).toEqual([])
  })

  it.each([
    ['made up', () => 'forged'],
    ['empty', () => ''],
    ['a number', () => 7],
    ['an object', () => ({ id: 1 })],
    ['a list', () => []],
    ['null', () => null],
    ['very long', () => 'a'.repeat(8_000)],
    ['without its signature', (real: string) => real.split('.')[0]],
    ['with another signature', (real: string) => `${real.slice(0, -4)}0000`],
    ['with more behind it', (real: string) => `${real}.more`],
  ])('is refused with a state that is %s', async (_what, forge) => {
    const desk = await openDesk()
    const requestState = forge(await asked(desk))
    const answer = await desk.call({ requestState, inputResponses: YES })
    expect(seen(answer, desk)).toEqual(refusal(/^That is not the answer for this request\./))
    expect(answer.said).toContain(AGAIN)
  })

  it('is refused from another client', async () => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const answer = await desk.call({ requestState, inputResponses: YES }, 'other')
    expect(seen(answer, desk)).toEqual(refusal(/^That is not the answer for this request\./))
    // And was not spent by that.
    expect((await desk.call({ requestState, inputResponses: YES })).said).toContain('Sent to Ada')
  })

  it('is refused in another conversation', async () => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const answer = await desk.call({ requestState, inputResponses: YES }, 'desk', 'call-2')
    expect(seen(answer, desk)).toEqual(refusal(/^That is not the answer for this request\./))
  })

  it('is refused for other arguments, and is void then', async () => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const more = { to: 'Ada', grams: 301 }
    const answer = await desk.call({ arguments: more, requestState, inputResponses: YES })
    expect(seen(answer, desk)).toEqual(
      refusal(/^Something is different from what was confirmed\. Read this back/),
    )
    expect(answer.said).toContain('sending 301 grams to ada')
    const back = await desk.call({ requestState, inputResponses: YES })
    expect(seen(back, desk)).toEqual(refusal(/^That answer does not count any more\./))
  })

  it('is refused for another tool that says the same', async () => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const answer = await desk.call({ name: 'parcels_return', requestState, inputResponses: YES })
    expect(seen(answer, desk)).toEqual(refusal(/^That is not the answer for this request\./))
  })

  it.each([
    ['are no answers at all', 'yes'],
    ['are a list', [YES]],
    ['answer something else', { other: YES.confirm }],
    ['are wrapped', { confirm: { method: 'elicitation/create', result: YES.confirm } }],
    ['are only a flag', { confirm: true }],
  ])('has its agent ask when the answers %s', async (_what, inputResponses) => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    expect(seen(await desk.call({ requestState, inputResponses }), desk)).toEqual(
      refusal(/^Read this back/),
    )
  })

  it.each([
    ['a text', { confirm: { action: 'accept', content: { confirm: 'true' } } }],
    ['a number', { confirm: { action: 'accept', content: { confirm: 1 } } }],
    ['nothing', { confirm: { action: 'accept' } }],
    ['a no', { confirm: { action: 'accept', content: { confirm: false } } }],
    ['a refusal', { confirm: { action: 'decline', content: { confirm: true } } }],
  ])('is no yes when it is %s', async (_what, inputResponses) => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const answer = await desk.call({ requestState, inputResponses })
    expect(seen(answer, desk)).toEqual(refusal(/^The person did not agree/))
    // A no is the end of the question.
    const later = await desk.call({ requestState, inputResponses: YES })
    expect(seen(later, desk)).toEqual(refusal(/^That answer does not count any more\./))
  })

  it('is not asked for again in circles, however often it is forged', async () => {
    const desk = await openDesk()
    for (let time = 0; time < 3; time += 1)
      expect(seen(await desk.call({ requestState: 'forged', inputResponses: YES }), desk)).toEqual(
        refusal(/^That is not the answer/),
      )
  })
})

describe('a state that arrives in the 2025 era', () => {
  it('is not read: that era has none', async () => {
    const desk = await openDesk()
    const requestState = await asked(desk)
    const answer = await askRaw(
      desk.served.urlFor('desk'),
      '2025-11-25',
      { name: 'parcels_send', arguments: ADA, requestState, inputResponses: YES },
      { headers: { 'toolcrib-conversation': 'call-1' } },
    )
    expect(seen(answer, desk)).toEqual(refusal(/^Read this back to the caller/))
  })
})

describe('a client that does not show forms', () => {
  it.each([{}, { elicitation: { url: {} } }, { sampling: {} }])(
    'is answered with a code: %j',
    async (capabilities) => {
      const served = await serveParcels()
      const call = { name: 'parcels_send', arguments: ADA }
      const { said } = await askRaw(served.urlFor('desk'), '2026-07-28', call, { capabilities })
      expect(said).toMatch(/^Read this back to the caller: .* confirmation_code \d{4}\.$/)
      expect(served.parcels.sent).toEqual([])
    },
  )
})
