import { describe, expect, it } from 'vitest'

import { connectClient } from '../support/clients.ts'
import { askRaw, ERAS, type Era } from '../support/raw-call.ts'
import { sendModern } from '../support/post-raw.ts'
import { serveDesk } from '../support/serve-desk.ts'
import { serveParcels, type ServedParcels } from '../support/serve-parcels.ts'

const PATIENCE = { timeout: 60_000 }

describe('many clients at once', PATIENCE, () => {
  it.each(ERAS)('CVE-2026-25536: 200 of %s, each hears only its own', async (era) => {
    const served = await serveDesk()
    const canaries = Array.from({ length: 200 }, (_, at) => `canary-${at}-of-${era}`)
    const heard = await Promise.all(
      canaries.map(async (text, at) => {
        const url = served.urlFor(at % 2 === 0 ? 'a' : 'b')
        return (await askRaw(url, era, { name: 'desk_echo', arguments: { text } })).said
      }),
    )
    expect(heard).toEqual(canaries)
  })

  it('CVE-2026-25536: 40 with sessions and calls of the same ids, each hears only its own', async () => {
    const served = await serveDesk()
    const clients = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        connectClient(
          'v1',
          { kind: 'http', url: served.urlFor(at % 2 === 0 ? 'a' : 'b') },
          async () => ({ action: 'accept', content: { which: at % 3 === 0 ? 'first' : 'second' } }),
        ),
      ),
    )
    const heard = await Promise.all(
      clients.map(async (client, at) => {
        const { content } = await client.call('desk_which', { name: `canary-${at}` })
        return content[0]?.text
      }),
    )
    expect(heard).toEqual(
      clients.map((_, at) => `It is the ${at % 3 === 0 ? 'first' : 'second'} canary-${at}.`),
    )
    await Promise.all(clients.map((client) => client.close()))
  })
})

const OWN = { desk: 'canary-of-desk', other: 'canary-of-other' } as const

/** What one tenant does from beginning to end: every sort of answer, the errors and the remembered ones among them. */
async function day(served: ServedParcels, era: Era, tenant: keyof typeof OWN): Promise<string[]> {
  const url = served.urlFor(tenant)
  const heard: string[] = []
  const call = async (name: string, args: object, meta: object = {}) => {
    const _meta = { ...meta }
    const headers = { 'toolcrib-conversation': 'room-1' }
    const { said } = await askRaw(url, era, { name, arguments: args, _meta }, { headers })
    heard.push(said)
    return said
  }
  const to = OWN[tenant]
  const key = { 'dev.toolcrib/idempotency-key': 'the-same-key' }
  heard.push((await sendModern(url, 'tools/list')).text)
  await call('parcels_post', { to }, key)
  await call('parcels_post', { to }, key)
  await call('parcels_post', { to: `${to}!` }, key)
  const question = await call('parcels_send', { to })
  const code = /confirmation_code (\d{4})/.exec(question)?.[1] ?? ''
  await call('parcels_send', { to, confirmation_code: code === '0000' ? '0001' : '0000' })
  await call('parcels_send', { to, confirmation_code: code })
  await call('parcels_send', { to, confirmation_code: code })
  await call('parcels_post', { to, grams: 9_000 })
  await call('parcels_post', { to: 'nobody' })
  await call(`parcels_${to}`, {})
  return heard
}

/** Numbers count what all tenants sent together, and codes are made up. */
function comparable(heard: readonly string[]): readonly string[] {
  return heard.map((said) => said.replaceAll(/(number|confirmation_code) \d+/g, '$1 N'))
}

describe('two tenants in one house', PATIENCE, () => {
  it.each(ERAS)(
    'Asana: hear what each would hear alone, and nothing of the other, %s',
    async (era) => {
      const together = await serveParcels()
      const [desk, other] = await Promise.all([
        day(together, era, 'desk'),
        day(together, era, 'other'),
      ])
      expect(desk.join('\n')).toContain(OWN.desk)
      expect(desk.join('\n')).not.toContain(OWN.other)
      expect(other.join('\n')).not.toContain(OWN.desk)
      const alone = await serveParcels()
      expect(comparable(desk)).toEqual(comparable(await day(alone, era, 'desk')))
      const next = await serveParcels()
      expect(comparable(other)).toEqual(comparable(await day(next, era, 'other')))
    },
  )
})
