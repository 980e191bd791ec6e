import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'

import { connectClient, type AnyClient } from '../support/clients.ts'
import { MAIN, ROOT, runProgram, runToolcrib } from '../support/run-program.ts'
import { serveDeployment } from '../support/serve-deployment.ts'
import { tempDir } from '../support/temp-dir.ts'

/** The shipped example, served by itself, with a client's key and an operator's token. */
async function pierHouse() {
  const dir = tempDir()
  const file = join(dir, 'toolcrib.yaml')
  const shipped = readFileSync(join(ROOT, 'config', 'examples', 'approvals.yaml'), 'utf8')
  writeFileSync(
    file,
    shipped.replace('../../data/pier-house', 'data').replace('port: 8081', 'port: 0'),
  )
  const server = await serveDeployment(file)
  onTestFinished(() => server.stop())
  const made = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runToolcrib(...words, '--config', file)
    expect(code, stderr).toBe(0)
    return stdout.trim()
  }
  const client = async (name: string): Promise<AnyClient> => {
    const headers = { authorization: `Bearer ${await made('keys', 'add', name)}` }
    const target = { kind: 'http', url: `${server.url}/mcp`, headers } as const
    const connected = await connectClient('v2 (2026-07-28)', target)
    onTestFinished(() => connected.close())
    return connected
  }
  const operator = async (name: string) => {
    const env = { TOOLCRIB_OPERATOR_TOKEN: await made('operators', 'add', name) }
    return async (...words: readonly string[]): Promise<string> => {
      const args = [MAIN, 'approvals', ...words, '--server', server.adminUrl ?? '']
      const { code, stdout, stderr } = await runProgram(process.execPath, args, env)
      expect(code, stderr).toBe(0)
      return stdout
    }
  }
  return { client, operator }
}

const said = (answer: Awaited<ReturnType<AnyClient['call']>>): string =>
  answer.content[0]?.text ?? ''

it('a day is closed by itself once the manager has approved it, and every client knows', async () => {
  const { client, operator } = await pierHouse()
  const [office, phone, manager] = [
    await client('back_office'),
    await client('phone'),
    await operator('manager'),
  ]
  const visit = { date: 'saturday', party_size: 2, meal: 'dinner' }
  expect(said(await phone.call('reservations_check', visit))).not.toContain('There is no dinner')
  const closure = { date: 'saturday', reason: 'Burst pipe', reservations: 'cancel' }
  expect(said(await office.call('admin_set_closure', closure))).toContain('ticket A-101')
  const shown = await manager('show', 'A-101')
  expect(shown).toMatch(/\n {2}date = "saturday"\n/)
  expect(shown).toMatch(/\n {2}date = "\d{4}-\d\d-\d\d"\n/)
  const seen = /\nseen ([0-9a-f]{12})\n$/.exec(shown)?.[1] ?? ''
  await manager('approve', 'A-101', '--seen', seen)
  for (let at = 0; at < 100; at += 1) {
    const status = said(await office.call('operations_status', { ticket: 'A-101' }))
    if (status.includes('is done')) break
    await wait(100)
  }
  expect(said(await office.call('admin_set_closure', closure))).toMatch(
    /^Already done: We are closed on Saturday/,
  )
  expect(said(await phone.call('reservations_check', visit))).toContain(
    'There is no dinner on Saturday',
  )
}, 60_000)

it('a customer is exported only when two people have approved it', async () => {
  const { client, operator } = await pierHouse()
  const [office, manager, owner] = [
    await client('back_office'),
    await operator('manager'),
    await operator('owner'),
  ]
  const wish = { customer: 'C-101' }
  expect(said(await office.call('admin_export_customer', wish))).toContain('ticket A-101')
  const { seen } = JSON.parse(await manager('show', 'A-101', '--json'))
  expect(await manager('approve', 'A-101', '--seen', seen)).toContain('another operator')
  expect(said(await office.call('admin_export_customer', wish))).toContain('1 more colleague')
  await owner('approve', 'A-101', '--seen', seen)
  const exported = await office.call('admin_export_customer', wish)
  expect(said(exported)).toMatch(/^The export of .* has /)
}, 60_000)
