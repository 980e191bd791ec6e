import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { lintedDeployment } from '../../../src/cli/linted-deployment.ts'
import { clientsOf } from '../../../src/config/clients.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { maySee } from '../../../src/kernel/access.ts'
import { lint } from '../../../src/lint/lint.ts'
import admin from '../../../tools/admin/module.ts'
import customers from '../../../tools/customers/module.ts'
import messages from '../../../tools/messages/module.ts'
import operations from '../../../tools/operations/module.ts'
import reservations from '../../../tools/reservations/module.ts'

const MODULES = [reservations, customers, messages, operations, admin]

/** Every variable that the file names is set, each to a key of its own. */
function loadWithKeys(file: string) {
  const variables = readFileSync(file, 'utf8').matchAll(/env: (\w+)/g)
  const env = Object.fromEntries(
    [...variables].map(([, name = '']) => [name, `a-long-and-random-key-of-${name}`]),
  )
  return loadConfig(file, { builtIn: MODULES, imported: new Map() }, env)
}

const EXAMPLES = globSync('config/{,examples/}*.yaml').toSorted()

test.each(EXAMPLES)('%s loads', (file) => {
  expect(() => loadWithKeys(file)).not.toThrow()
})

test.each(EXAMPLES)('of %s no tool misleads a model', async (file) => {
  const linted = await lintedDeployment(loadWithKeys(file), { client: undefined, isStatic: true })
  expect(lint(linted)).toEqual([])
})

test.each([
  [
    'config/examples/keys.yaml',
    {
      phone: [
        'customers_verify',
        'reservations_book',
        'reservations_cancel',
        'reservations_change',
        'reservations_check',
        'reservations_find_alternatives',
        'reservations_look_up',
      ],
      desk: [
        'customers_search',
        'reservations_check',
        'reservations_find_alternatives',
        'reservations_look_up',
      ],
    },
  ],
  [
    'config/examples/oauth.yaml',
    {
      staff: [
        'reservations_book',
        'reservations_cancel',
        'reservations_change',
        'reservations_check',
        'reservations_find_alternatives',
        'reservations_look_up',
      ],
      manager: [
        'customers_search',
        'reservations_book',
        'reservations_cancel',
        'reservations_change',
        'reservations_check',
        'reservations_find_alternatives',
        'reservations_look_up',
      ],
      exchange: ['reservations_check'],
    },
  ],
  [
    'config/examples/stdio.yaml',
    { desktop: ['reservations_check', 'reservations_find_alternatives'] },
  ],
])('the clients of %s see what its comments say', (file, seen) => {
  const tools = MODULES.flatMap((module) => module.tools)
  const views = clientsOf(loadWithKeys(file)).map(({ name, access }) => [
    name,
    tools
      .filter((tool) => maySee(tool, access))
      .map((tool) => tool.name)
      .toSorted(),
  ])
  expect(Object.fromEntries(views)).toEqual(seen)
})

test('the rules of the example with gates ask for a code for many guests, and at short notice', () => {
  const { rules } = loadWithKeys('config/examples/gates.yaml')
  const starting = (resolved: object, partySize: number) =>
    rules
      .filter((rule) =>
        rule.applies({ arguments: { party_size: partySize }, resolved: { ...resolved }, nowMs: 0 }),
      )
      .map(({ id }) => id)
  expect(starting({ starts_at: '1970-01-01T02:30:00Z' }, 8)).toEqual([])
  expect(starting({ starts_at: '1970-01-01T02:30:00Z' }, 9)).toEqual(['large_party'])
  expect(starting({ starts_at: '1970-01-01T01:30:00Z' }, 8)).toEqual(['short_notice'])
  expect(starting({}, 8)).toEqual(['short_notice'])
})

test('the example with keys starts only when every key is there', () => {
  expect(() =>
    loadConfig(
      'config/examples/keys.yaml',
      { builtIn: MODULES, imported: new Map() },
      { VOICE_KEY: 'a'.repeat(32) },
    ),
  ).toThrow(
    /^config\/examples\/keys\.yaml:\d+:\d+ {2}clients\.desk\.credential\.env: the environment variable DESK_KEY is not set\. Set it to the key of this client\.$/,
  )
})
