import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'

import { loadConfig } from '../../../../src/config/load.ts'
import { Problems } from '../../../../src/kernel/catalog.ts'
import admin from '../../../../tools/admin/module.ts'
import { MODULES } from '../../../../tools/index.ts'
import { callOf, said, startApp } from '../../../support/start-app.ts'
import { tempDir } from '../../../support/temp-dir.ts'

/** The example deployment, its module entries changed, with its data in a folder of the test's own. */
function example(change: (modules: Record<string, object>) => Record<string, object>): string {
  const config: unknown = parse(readFileSync('config/examples/approvals.yaml', 'utf8'))
  const { server, modules, ...rest } = Object(config)
  return stringify({ ...rest, server: { ...server, dataDir: 'data' }, modules: change(modules) })
}

test('both tools are privileged, have scopes of their own and can be run again', () => {
  expect(
    admin.tools.map(({ name, facts }) => [
      name,
      facts.tier,
      facts.gate,
      facts.scopes,
      facts.resumes,
    ]),
  ).toEqual([
    ['admin_set_closure', 'privileged', 'approval', ['admin:closures'], true],
    ['admin_export_customer', 'privileged', 'approval', ['admin:export'], true],
  ])
  expect(admin.tools.map(({ facts }) => facts.recorded)).toEqual([
    ['date', 'reservations', 'move_to'],
    [],
  ])
})

test('without the modules that it borrows from nothing starts, and both are named', () => {
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(
    file,
    `modules: { admin: {} }\nclients: { office: { profile: chat, highestTier: privileged, tools: { include: ['*'] }, scopes: ['admin:export'] } }\n`,
  )
  const load = () => loadConfig(file, { builtIn: MODULES, imported: new Map() }, {})
  expect(load).toThrow(Problems)
  expect(load).toThrow(
    /:1:12 {2}modules\.admin: borrows "reservations\.desk".* Add the module reservations to modules\./,
  )
  expect(load).toThrow(
    /:1:12 {2}modules\.admin: borrows "customers\.records".* Add the module customers to modules\./,
  )
})

test('it is mounted after those it borrows from, wherever it stands and whatever they are called', async () => {
  const yaml = example(({ reservations, customers }) => ({
    office: { use: 'admin' },
    people: { use: 'customers', ...customers },
    tables: { use: 'reservations', ...reservations },
    operations: {},
  }))
    .replaceAll('admin_', 'office_')
    .replaceAll('customers_', 'people_')
    .replaceAll('reservations_', 'tables_')
  const { app } = await startApp(yaml, MODULES)
  const tool = app.catalog.tools.find(({ name }) => name === 'office_set_closure')
  expect(tool?.description).toContain('use tables_cancel or tables_change')
  const prepared = tool?.prepare({ date: 'friday', reason: 'Fire', reservations: 'cancel' })
  if (!prepared || !('plan' in prepared)) throw new Error('It does not take this.')
  const plan = await prepared.plan({
    callId: 'c1',
    client: 'back_office',
    signal: new AbortController().signal,
    conversation: undefined,
    operationKey: undefined,
    standings: () => [],
    progress: () => {},
    ask: async () => ({ kind: 'unavailable' }),
  })
  expect(plan).toMatchObject({ resolved: { date: '2026-03-13' } })
})

test('the example: the office sees the tools, and no call of them runs unasked; the phone sees none', async () => {
  const { app, recorded } = await startApp(
    example((modules) => modules),
    MODULES,
  )
  const asked = callOf('back_office', 'admin_export_customer', { customer: 'C-101' })
  const outcome = await app.run(asked)
  expect(outcome.kind).not.toBe('success')
  const hidden = await app.run(callOf('phone', 'admin_export_customer', { customer: 'C-101' }))
  const missing = await app.run(callOf('phone', 'admin_export_nobody', { customer: 'C-101' }))
  expect(said(hidden)).toMatch(/^unknown_tool: /)
  expect(said(hidden).replaceAll('customer', 'nobody')).toBe(
    said(missing).replaceAll('customer', 'nobody'),
  )
  // In the log are the names of what was sent, and nothing that it stands for.
  const log = JSON.stringify(recorded.map(({ record }) => record))
  for (const fact of ['C-101', 'Moreno', '94110', '0132']) expect(log).not.toContain(fact)
})
