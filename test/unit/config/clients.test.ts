import { expect, test } from 'vitest'

import { clientsOf } from '../../../src/config/clients.ts'
import { maySee } from '../../../src/kernel/access.ts'
import { GOOD, load, MODULES, withPart } from './deployment.ts'

test('a client is cleared for its tools and for those of its toolsets', () => {
  expect(clientsOf(load(GOOD))).toEqual([
    {
      name: 'voice',
      profile: 'voice',
      user: undefined,
      callsPerMinute: 6_000,
      confirmAfterMs: 2_000,
      sessions: 'auto',
      access: {
        include: ['customers_*', 'reservations_check', 'reservations_book'],
        exclude: [],
        highestTier: 'write',
        scopes: ['reservations:read', 'reservations:write', 'customers:read'],
        narrowings: [],
        asks: [],
      },
    },
  ])
})

test('what is excluded stays away, even when a toolset brings it', () => {
  const [client] = clientsOf(load(withPart('exclude: []', 'exclude: [reservations_book]')))
  const names = MODULES.flatMap(({ tools }) => tools)
    .filter((tool) => client && maySee(tool, client.access))
    .map(({ name }) => name)
  expect(names).toEqual(['reservations_check', 'customers_find'])
})

test('clients are frozen to the last leaf', () => {
  const [client] = clientsOf(load(GOOD))
  const parts = [client, client?.access, client?.access.include]
  expect(parts.map((part) => part && Object.isFrozen(part))).toEqual([true, true, true])
})
