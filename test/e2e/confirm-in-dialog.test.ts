import { describe, expect, it, onTestFinished } from 'vitest'

import {
  connectClient,
  type AnyClient,
  type ClientKind,
  type Person,
  type Target,
} from '../support/clients.ts'
import { parcelsOverStdio, serveParcels } from '../support/serve-parcels.ts'

/** Starting a process on a busy machine takes its time. */
const PATIENCE = { timeout: 60_000 }

const ADA = { to: ' Ada ', grams: 300 }
const QUESTION = 'Confirm: sending 300 grams to ada.'
const BY_CODE =
  /^Read this back to the caller: sending 300 grams to ada\. .* confirmation_code \d{4}\.$/

/** Opens a way to the parcels. An agent's yes counts after so many seconds, a person's in a dialog at once. */
type Open = (confirmAfterSeconds?: number) => Promise<Target>

const overStdio: Open = async (confirmAfterSeconds = 60) => ({
  kind: 'stdio',
  command: process.execPath,
  args: parcelsOverStdio('desk', { confirmAfterSeconds }),
})

const httpTo =
  (client: string): Open =>
  async (confirmAfterSeconds = 60) => {
    const { urlFor } = await serveParcels({ confirmAfterSeconds })
    return { kind: 'http', url: urlFor(client) }
  }

const overHttp = httpTo('desk')

const ASKABLE: readonly { kind: ClientKind; over: string; open: Open }[] = [
  { kind: 'v1', over: 'stdio', open: overStdio },
  { kind: 'v2 (2025 era)', over: 'stdio', open: overStdio },
  { kind: 'v2 (2026-07-28)', over: 'stdio', open: overStdio },
  { kind: 'v1', over: 'HTTP', open: overHttp },
  { kind: 'v2 (2025 era)', over: 'HTTP', open: overHttp },
  { kind: 'v2 (2026-07-28)', over: 'HTTP', open: overHttp },
]

/** What a client came to with a person who answers like this, and what that person was shown. */
async function sendWith(kind: ClientKind, target: Target, answer?: Awaited<ReturnType<Person>>) {
  const shown: string[] = []
  const person: Person | undefined = answer && (async (question) => (shown.push(question), answer))
  const client = await connectClient(kind, target, person)
  onTestFinished(() => client.close())
  const result = await client.call('parcels_send', ADA)
  const said = result.content[0]?.text ?? ''
  return { client, shown, said, isError: result.isError ?? false, sent: await sentBy(client) }
}

async function sentBy(client: AnyClient): Promise<unknown> {
  const { structuredContent } = await client.call('parcels_list', {})
  return (structuredContent as { sent: unknown }).sent
}

describe.each(ASKABLE)('a $kind client that shows forms, over $over', PATIENCE, (way) => {
  const send = async (answer?: Awaited<ReturnType<Person>>, confirmAfterSeconds?: number) =>
    sendWith(way.kind, await way.open(confirmAfterSeconds), answer)

  it('runs the call when its person confirms what the server says it is', async () => {
    const { shown, said, isError, sent } = await send({
      action: 'accept',
      content: { confirm: true },
    })
    expect({ shown, said, isError }).toEqual({
      shown: [QUESTION],
      said: 'Sent to  Ada  as number 1.',
      isError: false,
    })
    expect(sent).toEqual(['sent  Ada  300'])
  })

  it.each([
    ['declines', { action: 'decline' }],
    ['accepts the form, but says no in it', { action: 'accept', content: { confirm: false } }],
    ['accepts the form without a word', { action: 'accept', content: {} }],
  ] as const)('does not when its person %s', async (_how, answer) => {
    const { shown, said, isError, sent } = await send(answer)
    expect(shown).toEqual([QUESTION])
    expect({ isError, sent }).toEqual({ isError: true, sent: [] })
    // A client that checks its own form gives up on it; then the agent asks.
    expect(said).toMatch(/^The person did not agree|^Read this back/)
  })

  it('has its agent ask instead when its person closes the dialog, and the code works', async () => {
    const { client, said, isError, sent } = await send({ action: 'cancel' }, 0)
    expect(said).toMatch(BY_CODE)
    expect({ isError, sent }).toEqual({ isError: true, sent: [] })
    const code = /\d{4}/.exec(said.slice(said.indexOf('confirmation_code')))?.[0] ?? ''
    const confirmed = await client.call('parcels_send', { ...ADA, confirmation_code: code })
    expect(confirmed.content[0]?.text).toBe('Sent to  Ada  as number 1.')
    expect(await sentBy(client)).toEqual(['sent  Ada  300'])
  })

  it('has its agent ask when it does not show forms', async () => {
    const { said, isError, sent } = await send()
    expect(said).toMatch(BY_CODE)
    expect({ isError, sent }).toEqual({ isError: true, sent: [] })
  })
})

describe.each(['v1', 'v2 (2025 era)'] as const)('a %s client over HTTP', PATIENCE, (kind) => {
  it('that is served without a session cannot be asked: its agent asks', async () => {
    const yes = { action: 'accept', content: { confirm: true } } as const
    const { shown, said, isError, sent } = await sendWith(kind, await httpTo('loose')(), yes)
    expect(said).toMatch(BY_CODE)
    expect({ shown, isError, sent }).toEqual({ shown: [], isError: true, sent: [] })
  })
})

describe('a 2025-era client that cannot ask after all', PATIENCE, () => {
  it('has its agent ask', async () => {
    const client = await connectClient('v1', await overStdio(), () =>
      Promise.reject(new Error('no screen')),
    )
    onTestFinished(() => client.close())
    const { content, isError } = await client.call('parcels_send', ADA)
    expect(content[0]?.text).toMatch(BY_CODE)
    expect(isError).toBe(true)
  })
})

describe('a person who takes longer than any deadline', PATIENCE, () => {
  it('is waited for, because no call runs meanwhile', async () => {
    const answered = Promise.withResolvers<Awaited<ReturnType<Person>>>()
    const asked = Promise.withResolvers<void>()
    const client = await connectClient(
      'v1',
      {
        kind: 'stdio',
        command: process.execPath,
        // A voice client's calls end after 4 s.
        args: parcelsOverStdio('voice'),
      },
      () => {
        asked.resolve()
        return answered.promise
      },
    )
    onTestFinished(() => client.close())
    const called = client.call('parcels_send', ADA)
    await asked.promise
    setTimeout(() => answered.resolve({ action: 'accept', content: { confirm: true } }), 4_500)
    expect((await called).content).toEqual([{ type: 'text', text: 'Sent to  Ada  as number 1.' }])
  })
})
