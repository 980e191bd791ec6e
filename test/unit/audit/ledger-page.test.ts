import Sqlite from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

import { exportLine } from '../../../src/audit/export-row.ts'
import { openLedger } from '../../../src/audit/open-ledger.ts'
import { ROOT } from '../../support/run-program.ts'
import { ledgerFile } from '../../support/ledger-file.ts'

const page = readFileSync(join(ROOT, 'docs/ledger.md'), 'utf8')

const queries = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql)

/** A call that was refused, one that has a result, and one that has none. */
function threeCalls(): string {
  const call = (verdict: string, outcome: string | null): string =>
    JSON.stringify({
      client: 'voice',
      tool: 'shop_refund',
      decision: { verdict, rule: 'validate' },
      result: outcome === null ? null : { outcome },
    })
  const ledger = ledgerFile()
  ledger.append(
    { call: 'c1', body: call('refused', 'invalid_input') },
    { call: 'c2', body: call('allowed', null) },
    { call: 'c3', body: call('allowed', null) },
    { call: 'c2', kind: 'result', body: '{"outcome":"success"}' },
  )
  return ledger.file
}

it('the page of the ledger shows SQL that works', () => {
  const database = new Sqlite(threeCalls(), { readonly: true })
  onTestFinished(() => void database.close())
  expect(queries.map((sql) => database.prepare(sql).all())).toStrictEqual([
    [
      {
        time: '2026-03-10 17:00:01',
        call: 'c1',
        tool: 'shop_refund',
        rule: 'validate',
        outcome: 'invalid_input',
      },
    ],
    [{ seq: 3, call: 'c3', tool: 'shop_refund', conversation: 'voice/job-1' }],
  ])
})

it('every view that the page names is there', () => {
  const database = new Sqlite(threeCalls(), { readonly: true })
  onTestFinished(() => void database.close())
  const [, list = ''] = /Each kind of row has a view: (.*?)\. Open/.exec(page) ?? []
  const views = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck().all()
  expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toStrictEqual(views)
})

it('the chain can be computed from an export as the page says', () => {
  const ledger = openLedger(threeCalls())
  onTestFinished(() => ledger.close())
  let previous = Buffer.alloc(32)
  for (const row of ledger.rows()) {
    const { seq, atMs, kind, conversation, call, body, hash } = JSON.parse(exportLine(row))
    const text = JSON.stringify([seq, atMs, kind, conversation, call, body])
    previous = createHash('sha256').update(previous).update(text).digest()
    expect(hash).toBe(previous.toString('hex'))
  }
})

it('and names every view that there is, each of which can be asked', () => {
  const database = new Sqlite(threeCalls(), { readonly: true })
  onTestFinished(() => void database.close())
  const views = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
    .pluck()
    .all()
    .map(String)
  const [, list = ''] = /Each kind of row has a view: (.*?)\. Open/.exec(page) ?? []
  const named = [...list.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
  expect(new Set(named)).toEqual(new Set(views))
  for (const view of views) expect(database.prepare(`SELECT * FROM ${view}`).all()).toBeDefined()
})
