import { describe, expect, it, onTestFinished } from 'vitest'

import { turnedClock } from '../../src/testing/turned-clock.ts'
import { CLIENT_KINDS, connectClient, onlyText, type ClientKind } from '../support/clients.ts'
import { serveParcels } from '../support/serve-parcels.ts'

const ADA = { to: 'Ada', grams: 300 }
const SECOND = 1_000

/** A phone agent, with nobody's form to fill in, whose clock is turned by hand. */
async function openCall(kind: ClientKind) {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const { parcels, urlFor } = await serveParcels({ clock, confirmAfterSeconds: 2 })
  const connect = async (name: string, handle: string) => {
    const headers = { 'toolcrib-conversation': handle }
    const client = await connectClient(kind, { kind: 'http', url: urlFor(name), headers })
    onTestFinished(() => client.close())
    return async (args: object, tool = 'parcels_send') => {
      const result = await client.call(tool, { ...args })
      return `${result.isError === true ? 'refused' : 'done'}: ${onlyText(result)}`
    }
  }
  return { clock, parcels, connect, call: await connect('voice', 'call-1') }
}

function codeIn(said: string): string {
  return /confirmation_code (\d{4})\.$/.exec(said)?.[1] ?? ''
}

describe.each(CLIENT_KINDS)('a phone agent with a %s client over HTTP', (kind) => {
  it('reads back what the server says, and sends the code after its caller’s yes', async () => {
    const { clock, parcels, call } = await openCall(kind)
    const question = await call({ to: ' ADA ', grams: '300' })
    expect(question).toMatch(
      /^refused: Read this back to the caller: sending 300 grams to ada\. When they say yes, send the same request again with confirmation_code \d{4}\.$/,
    )
    const confirmed = { to: ' ADA ', grams: 300, confirmation_code: codeIn(question) }
    expect(await call(confirmed)).toMatch(/^refused: Nobody can have answered yet\./)
    expect(parcels.sent).toEqual([])
    clock.turn(2 * SECOND)
    expect(await call(confirmed)).toBe('done: Sent to  ADA  as number 1.')
    expect(await call(confirmed)).toMatch(/^refused: That code has been used already\./)
    expect(parcels.sent).toHaveLength(1)
  })

  it.each([
    ['with other arguments', async ({ call }, code) => call({ to: 'Bob', grams: 300, ...code })],
    [
      'with other arguments that were left out',
      async ({ call }, code) => call({ to: 'Ada', ...code }),
    ],
    ['on another tool', async ({ call }, code) => call({ ...ADA, ...code }, 'parcels_return')],
    [
      'in another conversation',
      async ({ connect }, code) => (await connect('voice', 'call-2'))({ ...ADA, ...code }),
    ],
    [
      'from another client',
      async ({ connect }, code) => (await connect('phone', 'call-1'))({ ...ADA, ...code }),
    ],
    [
      'after its time',
      async ({ clock, call }, code) => {
        clock.turn(5 * 60 * SECOND)
        return call({ ...ADA, ...code })
      },
    ],
  ] satisfies readonly (readonly [
    string,
    (opened: Awaited<ReturnType<typeof openCall>>, code: object) => Promise<string>,
  ])[])('is refused %s, and asked anew', async (_how, misuse) => {
    const opened = await openCall(kind)
    const code = { confirmation_code: codeIn(await opened.call(ADA)) }
    opened.clock.turn(2 * SECOND)
    expect(await misuse(opened, code)).toMatch(
      /^refused: .*Read this back to the caller: .* confirmation_code \d{4}\.$/,
    )
    expect(opened.parcels.sent).toEqual([])
  })

  it('cannot guess its code', async () => {
    const { clock, parcels, call } = await openCall(kind)
    const code = codeIn(await call(ADA))
    clock.turn(2 * SECOND)
    const wrong = (Number(code) + 1).toString().padStart(4, '0').slice(-4)
    const said = await call({ ...ADA, confirmation_code: wrong })
    expect(said).toMatch(/^refused: That is not the code for this request\. Read this back/)
    // The question was put anew, and the old code went with it.
    expect(await call({ ...ADA, confirmation_code: code })).toMatch(/^refused: /)
    expect(parcels.sent).toEqual([])
  })
})
