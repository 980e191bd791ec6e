import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { CLIENT_KINDS, connectClient, type AnyClient } from '../support/clients.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN, runProgram, runToolcrib } from '../support/run-program.ts'
import { serveDeployment } from '../support/serve-deployment.ts'
import { tempDir } from '../support/temp-dir.ts'
import { servedDay } from '../support/visit.ts'

const MORE = `
rules:
  bookings: { tools: [reservations_book], gate: approval }
operators:
  day: { tools: ['reservations_*'] }
  night: { tools: ['reservations_*'], person: night }
  twin: { tools: ['reservations_*'], person: NIGHT }
  own: { tools: ['*'], person: harbor }
  kitchen: { tools: [customers_search, customers_verify] }
`

const BOOKING = {
  date: servedDay(),
  time: '19:30',
  party_size: 3,
  name: 'Lena Fischer',
  phone: '+1 415 555 0119',
}

interface House {
  readonly file: string
  /** The address of the operators' API. */
  readonly admin: string
  client(kind?: (typeof CLIENT_KINDS)[number]): Promise<AnyClient>
  /** Runs `toolcrib approvals` in a process of its own, as this operator. */
  approvals(
    operator: string,
    ...words: readonly string[]
  ): Promise<{ code: number | null; out: string; err: string }>
  tokenOf(operator: string): Promise<string>
}

async function house(more = MORE, how: 'here' | 'elsewhere' = 'here'): Promise<House> {
  const file = demoDeployment(tempDir())
  const config = readFileSync(file, 'utf8')
    .replace('  demo: true', '  admin: { port: 0 }\n  demo: true')
    .replace('    title: Phone agent', '    owner: Harbor\n    title: Phone agent')
  writeFileSync(file, `${config}${more}`)
  const server = await serveDeployment(file)
  onTestFinished(() => server.stop())
  const tokens = new Map<string, string>()
  const tokenOf = async (operator: string): Promise<string> => {
    const known = tokens.get(operator)
    if (known !== undefined) return known
    const added = await runToolcrib('operators', 'add', operator, '--config', file)
    expect(added.code, added.stderr).toBe(0)
    tokens.set(operator, added.stdout.trim())
    return added.stdout.trim()
  }
  const admin = server.adminUrl ?? ''
  return {
    file,
    admin,
    tokenOf,
    client: async (kind = 'v1') => {
      const client = await connectClient(kind, {
        kind: 'http',
        url: `${server.url}/mcp?client=voice`,
        headers: { 'toolcrib-conversation': 'call-1' },
      })
      onTestFinished(() => client.close())
      return client
    },
    async approvals(operator, ...words) {
      const where = how === 'here' ? ['--config', file] : ['--server', admin]
      const env = { TOOLCRIB_OPERATOR_TOKEN: await tokenOf(operator) }
      const args = [MAIN, 'approvals', ...words, ...where]
      const { code, stdout, stderr } = await runProgram(process.execPath, args, env)
      return { code, out: stdout, err: stderr }
    },
  }
}

const said = async (client: AnyClient, args: Record<string, unknown> = BOOKING) =>
  (await client.call('reservations_book', args)).content[0]?.text ?? ''

async function seenBy({ approvals }: House, operator: string, ticket: string): Promise<string> {
  const { out } = await approvals(operator, 'show', ticket, '--json')
  return String(JSON.parse(out).seen)
}

describe.each(['here', 'elsewhere'] as const)('an operator on the command line, %s', (how) => {
  it('looks at a ticket and approves it, and the same call then runs', async () => {
    const at = await house(MORE, how)
    const client = await at.client()
    expect(await said(client)).toContain('was asked just now as ticket A-101')
    const listed = await at.approvals('day', 'list')
    expect(listed.out).toMatch(/^TICKET +STATE +TOOL/)
    expect(listed.out).toMatch(/A-101 +pending +reservations_book +voice/)
    const shown = await at.approvals('day', 'show', 'a101')
    expect(shown.out).toContain('Ticket A-101')
    expect(shown.out).toMatch(/\n {2}party_size = 3\n/)
    expect(shown.out).toMatch(/\n {2}name = "Lena Fischer"\n/)
    const seen = /\nseen ([0-9a-f]{12})\n$/.exec(shown.out)?.[1] ?? ''
    expect((await at.approvals('day', 'approve', 'A-101', '--seen', seen)).out).toBe(
      'Ticket A-101 is approved.\n',
    )
    expect(await said(client)).toContain('Booked for')
    expect(await said(client)).toContain('Already done')
    expect((await at.approvals('day', 'list')).out).toBe('Nothing waits for you.\n')
    expect((await at.approvals('day', 'list', '--all')).out).toContain('used')
    const before = async (ticket: string) =>
      (await at.approvals('day', 'list', '--all', '--before', ticket)).out
    expect(await before('A-102')).toContain('A-101')
    expect(await before('A-101')).toBe('There are no tickets.\n')
  }, 60_000)

  it('denies it with a reason that reaches the caller', async () => {
    const at = await house(MORE, how)
    const client = await at.client()
    await said(client)
    const seen = await seenBy(at, 'day', 'A-101')
    const without = await at.approvals('day', 'deny', 'A-101', '--seen', seen)
    expect(without).toMatchObject({ code: 2, err: expect.stringContaining('--reason TEXT') })
    const words = ['--seen', seen, '--reason', 'the kitchen is closed then']
    const denied = await at.approvals('day', 'deny', 'A-101', ...words, '--json')
    expect(JSON.parse(denied.out)).toMatchObject({ kind: 'denied', ticket: { state: 'denied' } })
    expect(await said(client)).toContain('saying: "the kitchen is closed then"')
  }, 60_000)

  it('is refused, in words and with 5, what is not theirs to decide or was not looked at', async () => {
    const at = await house(MORE, how)
    await said(await at.client())
    const seen = await seenBy(at, 'day', 'A-101')
    const blind = await at.approvals('day', 'approve', 'A-101', '--seen', '000000000000')
    expect(blind).toMatchObject({ code: 5, err: expect.stringContaining('Look at ticket A-101') })
    const own = await at.approvals('own', 'approve', 'A-101', '--seen', seen)
    expect(own).toMatchObject({ code: 5, err: expect.stringContaining('is your own') })
    const other = await at.approvals('kitchen', 'approve', 'A-101', '--seen', seen, '--json')
    expect(JSON.parse(other.out)).toMatchObject({ kind: 'refused', code: 'unknown_ticket' })
    expect((await at.approvals('kitchen', 'list')).out).toBe('Nothing waits for you.\n')
    expect(await at.approvals('day', 'approve', 'A-101')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Say that with --seen CODE.'),
    })
  }, 60_000)

  it('watches tickets come and go', async () => {
    const at = await house(MORE, how)
    await at.tokenOf('day')
    const watching = at.approvals('day', 'watch', '--json', '--for', '6')
    await new Promise((resolve) => void setTimeout(resolve, 2_500))
    const client = await at.client()
    await said(client)
    const words = ['--seen', await seenBy(at, 'day', 'A-101')]
    await at.approvals('day', 'approve', 'A-101', ...words)
    await said(client)
    const lines = (await watching).out.trim().split('\n')
    expect(
      lines.map((line) => JSON.parse(line)).map(({ event, number }) => `${event} ${number}`),
    ).toEqual(['asked A-101', 'approved A-101', 'used A-101'])
  }, 60_000)
})

describe('four eyes over two command lines', () => {
  it('need two persons', async () => {
    const at = await house(`${MORE}approvals: { operators: 2 }\n`)
    const client = await at.client('v2 (2026-07-28)')
    await said(client)
    const seen = await seenBy(at, 'day', 'A-101')
    const first = await at.approvals('night', 'approve', 'A-101', '--seen', seen)
    expect(first.out).toContain('another operator has to approve it too')
    const twin = await at.approvals('twin', 'approve', 'A-101', '--seen', seen)
    expect(twin).toMatchObject({ code: 5, err: expect.stringContaining('somebody else has to') })
    expect(await said(client)).toContain('still waits for 1 more colleague')
    expect((await at.approvals('day', 'approve', 'A-101', '--seen', seen)).code).toBe(0)
    expect(await said(client)).toContain('Booked for')
  }, 60_000)
})

describe('who is no operator', () => {
  it("gets nowhere: a client's key, a guess, a revoked token", async () => {
    const at = await house()
    const key = (await runToolcrib('keys', 'add', 'voice', '--config', at.file)).stdout.trim()
    const old = await at.tokenOf('day')
    const rotated = await runToolcrib('operators', 'rotate', 'day', '--config', at.file)
    for (const token of [key, 'tco_guess', old])
      for (const where of [
        ['--config', at.file],
        ['--server', at.admin],
      ]) {
        const args = [MAIN, 'approvals', 'list', ...where]
        const env = { TOOLCRIB_OPERATOR_TOKEN: token }
        const { code, stderr } = await runProgram(process.execPath, args, env)
        expect({ code, stderr }).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("no operator's"),
        })
        expect(stderr).not.toContain(token)
      }
    const tokenFile = join(dirname(at.file), 'token')
    writeFileSync(tokenFile, rotated.stdout)
    const args = [MAIN, 'approvals', 'list', '--config', at.file, '--token-file', tokenFile]
    const { code, stdout } = await runProgram(process.execPath, args)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing waits for you.\n' })
  }, 60_000)

  it('is told how to become one, and never sends a token in clear text', async () => {
    const { code, stderr } = await runToolcrib(
      'approvals',
      'list',
      '--server',
      'http://desk.example.com',
    )
    expect(code).toBe(2)
    expect(stderr).toContain('TOOLCRIB_OPERATOR_TOKEN')
    const env = { TOOLCRIB_OPERATOR_TOKEN: 'tco_x' }
    const args = [MAIN, 'approvals', 'list', '--server', 'http://desk.example.com']
    const refused = await runProgram(process.execPath, args, env)
    expect(refused.stderr).toContain('--server must be https')
  })
})
