import { describe, expect, it } from 'vitest'

import { PROFILE_NAMES, type ProfileName } from '../../../src/kernel/profile.ts'
import { describe as listed } from '../../../src/mcp/describe.ts'
import { connectInProcess } from '../../../src/testing/in-process-client.ts'
import { parcelsModule } from '../../support/parcels.ts'
import { serveParcels } from '../../support/serve-parcels.ts'

const { module } = parcelsModule()

/** The arguments that a profile's clients are shown of a tool, by name. */
function shown(name: string, profile: ProfileName, mayAsk?: () => boolean) {
  const tool = module.tools.find((each) => each.name === name)
  if (!tool) throw new Error(`There is no ${name}.`)
  return listed(tool, profile, mayAsk).inputSchema.properties ?? {}
}

describe('the server’s own arguments', () => {
  it.each([
    ['voice', 'parcels_list', []],
    ['voice', 'parcels_post', ['to', 'grams']],
    ['voice', 'parcels_send', ['to', 'grams', 'confirmation_code']],
    ['chat', 'parcels_post', ['to', 'grams']],
    ['chat', 'parcels_send', ['to', 'grams', 'confirmation_code']],
    ['full', 'parcels_list', []],
    ['full', 'parcels_post', ['to', 'grams', 'idempotency_key']],
    ['full', 'parcels_send', ['to', 'grams', 'confirmation_code', 'idempotency_key']],
  ] as const)('are for the profile %s, of %s: %j', (profile, name, fields) => {
    expect(Object.keys(shown(name, profile))).toEqual(fields)
  })

  it.each(PROFILE_NAMES)(
    'are plain texts that every model takes, and cost few words (%s)',
    (profile) => {
      for (const field of ['confirmation_code', 'idempotency_key']) {
        const schema = shown('parcels_send', profile)[field]
        if (schema === undefined) continue
        expect(schema).toEqual({ type: 'string', description: expect.any(String) })
        const { description } = schema as { description: string }
        expect(description.split(' ').length).toBeLessThanOrEqual(25)
      }
    },
  )

  it('are listed to the clients that a rule may ask', async () => {
    const { app } = await serveParcels()
    const credential = { kind: 'local', client: 'voice' } as const
    const client = await connectInProcess(app, { credential, narrowing: {} })
    const listings = await client.listTools()
    const withCode = listings.filter(({ inputSchema }) =>
      Object.hasOwn(inputSchema['properties'] ?? {}, 'confirmation_code'),
    )
    expect(withCode.map(({ name }) => name)).toEqual([
      'parcels_post',
      'parcels_return',
      'parcels_send',
    ])
    await client.close()
  })

  it('list a code wherever the client may be asked, whatever the tool itself asks for', () => {
    expect(shown('parcels_post', 'voice', () => true)).toHaveProperty('confirmation_code')
    expect(shown('parcels_send', 'voice', () => false)).not.toHaveProperty('confirmation_code')
  })
})
