import { existsSync, readdirSync } from 'node:fs'
import { setImmediate as nextTick } from 'node:timers/promises'
import * as z from 'zod'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { defineModule, openDatabase, type Module } from '../../src/index.ts'
import { openTestModule, turnedClock, type TestSetting } from '../../src/testing.ts'
import customers from '../../tools/customers/module.ts'
import { SECRET, shopModule } from '../support/shop.ts'
import { tempDir } from '../support/temp-dir.ts'

async function opened(module: Module, setting?: TestSetting) {
  const test = await openTestModule(module, setting)
  onTestFinished(() => test.close())
  return test
}

const openShop = async (setting?: TestSetting) => {
  const { module, shop } = shopModule()
  return { shop, ...(await opened(module, setting)) }
}

const words = {
  useWhen: 'a test needs it',
  avoidWhen: 'no test needs it',
  returns: 'what a test expects',
  tier: 'read',
  scopes: [],
  examples: [{}],
  input: z.strictObject({}),
} as const

/** Keeps how often it was opened, and says when and where it is. */
const diary = defineModule({
  id: 'diary',
  title: 'Diary',
  version: '1.0.0',
  config: z.strictObject({ greeting: z.string().default('Hello') }),
  setup({ greeting }, { clock, dataDir, speech }) {
    const file = `${dataDir}/diary.db`
    const database = openDatabase(file, 'CREATE TABLE IF NOT EXISTS openings (at INTEGER)')
    database.prepare<[number]>('INSERT INTO openings VALUES (?)').run(clock.now())
    return { greeting, clock, dataDir, speech, database }
  },
  dispose: ({ database }) => void database.close(),
  tools: (tool) => [
    tool({
      ...words,
      name: 'read',
      title: 'Read',
      does: 'Say how often the diary was opened.',
      handler: (_input, { database, clock, dataDir }) => {
        const count = database.prepare('SELECT count(*) FROM openings').pluck().get()
        return { openings: z.int().parse(count), now: clock.now(), dataDir }
      },
      concise: ({ openings }, { greeting, speech }) =>
        `${greeting}, ${speech.count(openings, 'opening')}.`,
    }),
  ],
})

describe('a module under test', () => {
  it('answers as a client would read it', async () => {
    const { callTool } = await openShop()
    expect(await callTool('shop_check', { item: 'mug', count: 2 })).toEqual({
      text: '2 of mug are in stock.',
      isError: false,
      code: 'success',
      value: { item: 'mug', count: 2 },
      cause: undefined,
    })
  })

  it('shapes its answer for the profile', async () => {
    const { callTool } = await openShop()
    const mug = { item: 'mug', count: 2 }
    const { text } = await callTool('shop_check', mug, { profile: 'chat' })
    expect(text).toBe('2 of mug are in stock, in the back room, on shelf 4.')
  })

  it('forgives the form of arguments, and refuses their substance with a code', async () => {
    const { callTool } = await openShop()
    expect((await callTool('shop_check', { item: 'mug', count: '2' })).value).toMatchObject({
      count: 2,
    })
    expect(await callTool('shop_check', { item: 'spoon', count: 2 })).toMatchObject({
      isError: true,
      code: 'invalid_input',
      value: undefined,
    })
    expect((await callTool('shop_chek')).code).toBe('unknown_tool')
  })

  it('shows what a handler threw beside what the client reads of it', async () => {
    const { callTool } = await openShop()
    const { text, code, cause } = await callTool('shop_leak', { how: 'throw' })
    expect(code).toBe('internal')
    expect(text).toContain('Something went wrong on our side')
    expect(String(cause)).toContain(SECRET)
  })

  it('needs its proofs, which a test may take a short way to', async () => {
    const { callTool, grant, clock } = await openShop()
    const caller = { conversation: 'room-1' } as const
    expect((await callTool('shop_open', {}, caller)).code).toBe('not_verified')
    await grant({ kind: 'owner', subject: 'O-1', facts: {} }, caller, 60_000)
    expect((await callTool('shop_open', {}, caller)).text).toBe('The safe is open.')
    expect((await callTool('shop_open', {}, { conversation: 'room-2' })).code).toBe('not_verified')
    clock.turn(60_000)
    expect((await callTool('shop_open', {}, caller)).code).toBe('not_verified')
  })

  it('is held to its deadline by the clock that the test turns', async () => {
    const { callTool, clock, shop } = await openShop()
    const call = callTool('shop_wait')
    while (!shop.ran.includes('wait')) await nextTick()
    clock.turn(4_000)
    expect((await call).code).toBe('timeout')
  })

  it('hears that its client hung up', async () => {
    const { callTool, shop } = await openShop()
    const gone = new AbortController()
    const call = callTool('shop_wait', {}, { signal: gone.signal })
    while (!shop.ran.includes('wait')) await nextTick()
    gone.abort()
    expect((await call).code).toBe('cancelled')
  })

  it('shows clients only what they are cleared for', async () => {
    const { callTool, connect } = await openShop({ highestTier: 'read', scopes: ['shop:read'] })
    expect((await callTool('shop_order', { item: 'mug' })).code).toBe('unknown_tool')
    const names = (await (await connect()).listTools()).map(({ name }) => name)
    expect(names).toContain('shop_check')
    expect(names).not.toContain('shop_order')
  })

  it('has its configuration, its time, its language and a folder that is gone afterwards', async () => {
    const setting = { config: { greeting: 'Good day' }, at: '2026-03-10T17:00:00Z' }
    const test = await openTestModule(diary, setting)
    const { text, value } = await test.callTool('diary_read')
    expect(text).toBe('Good day, 1 opening.')
    expect(value).toMatchObject({ now: Date.parse('2026-03-10T17:00:00Z') })
    const { dataDir } = z.object({ dataDir: z.string() }).parse(value)
    expect(existsSync(dataDir)).toBe(true)
    await test.close()
    expect(existsSync(dataDir)).toBe(false)
  })

  it('finds its data again in a folder that is kept', async () => {
    const dataDir = tempDir()
    const first = await openTestModule(diary, { dataDir })
    await first.close()
    const { callTool } = await opened(diary, { dataDir })
    expect((await callTool('diary_read')).text).toBe('Hello, 2 openings.')
  })

  it('closes although a call never ends, and the call is answered', async () => {
    const { module, shop } = shopModule()
    const { callTool, close } = await openTestModule(module)
    const call = callTool('shop_order', { item: 'slow' })
    await nextTick()
    await close()
    expect((await call).code).toBe('still_working')
    shop.release()
  })

  it('does not open when it could not be served, says why, and leaves no folder', async () => {
    const folders = tempDir()
    vi.stubEnv('TMPDIR', folders)
    onTestFinished(() => void vi.unstubAllEnvs())
    const broken: Module = { ...diary, version: 'one' }
    await expect(openTestModule(broken)).rejects.toThrow('is not a semantic version')
    const slip = { config: { greeting: 1 } }
    await expect(openTestModule(diary, slip)).rejects.toThrow('expected string')
    expect(readdirSync(folders)).toEqual([])
  })

  it('works with a shipped module', async () => {
    const config = { country: 'US', demoData: true }
    const { callTool } = await opened(customers, { config })
    const query = { query: 'Moreno', kind: 'name' }
    expect((await callTool('customers_search', query)).text).toContain('Ada Moreno')
  })
})

describe('a connected client', () => {
  it('lists and calls over MCP', async () => {
    const { connect } = await openShop()
    const client = await connect({ profile: 'full' })
    const tools = await client.listTools()
    expect(tools.find(({ name }) => name === 'shop_check')).toMatchObject({
      title: 'Check stock',
      inputSchema: { required: ['item', 'count'] },
    })
    expect(await client.callTool('shop_check', { item: 'mug', count: 2 })).toMatchObject({
      content: [{ type: 'text' }, { type: 'text' }],
      structuredContent: { item: 'mug', count: 2 },
      _meta: { 'dev.toolcrib/outcome': 'success' },
    })
  })

  it('hears exactly one text when it is a voice, also about arguments that are no object', async () => {
    const { connect } = await openShop()
    const client = await connect()
    const { content, isError } = await client.callTool('shop_check', 'mug')
    expect(isError).toBe(true)
    expect(content).toEqual([{ type: 'text', text: expect.stringContaining('item') }])
  })

  it('keeps its conversation over its calls', async () => {
    const { connect } = await openShop()
    const client = await connect({ conversation: 'room-1' })
    await client.callTool('shop_unlock')
    const [opened] = (await client.callTool('shop_open')).content
    expect(opened?.text).toBe('The safe is open.')
  })

  it('rejects what is still open when the connection ends', async () => {
    const { connect, shop } = await openShop()
    const client = await connect()
    const call = client.callTool('shop_wait')
    while (!shop.ran.includes('wait')) await nextTick()
    await Promise.all([expect(call).rejects.toThrow('closed'), client.close()])
    await expect(client.listTools()).rejects.toThrow('Not connected')
  })
})

describe('a turned clock', () => {
  it('runs timers in their order, each at its own time, also those set on the way', () => {
    const clock = turnedClock('1970-01-01T00:00:00Z')
    const ran: [string, number][] = []
    const note = (name: string) => (): void => void ran.push([name, clock.now()])
    clock.after(30, note('later'))
    clock.after(10, () => {
      note('first')()
      clock.after(10, note('on the way'))
      clock.after(100, note('too late'))
    })
    clock.after(20, note('called off'))()
    clock.turn(50)
    expect(ran).toEqual([
      ['first', 10],
      ['on the way', 20],
      ['later', 30],
    ])
    expect(clock.now()).toBe(50)
  })

  it('does not start at what is no instant', () => {
    expect(() => turnedClock('next Tuesday')).toThrow('"next Tuesday" is not an ISO instant.')
  })
})

describe('a privileged tool in a test', () => {
  const vault = defineModule({
    id: 'vault',
    title: 'Vault',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => {},
    tools: (tool) => [
      tool({
        ...words,
        name: 'open',
        title: 'Open the vault',
        does: 'Open the vault.',
        tier: 'privileged',
        handler: () => ({ isOpen: true }),
        concise: () => 'The vault is open.',
      }),
    ],
  })

  it('runs once an operator has approved the ticket that it names', async () => {
    const test = await opened(vault)
    const asked = await test.callTool('vault_open')
    expect(asked).toMatchObject({
      code: 'approval_pending',
      text: expect.stringContaining('A-101'),
    })
    await test.decide('A-101', 'approve')
    expect((await test.callTool('vault_open')).text).toBe('The vault is open.')
  })

  it('does not, once one has said no; and nobody decides twice', async () => {
    const test = await opened(vault)
    await test.callTool('vault_open')
    await test.decide('A-101', { deny: 'not at night' })
    expect((await test.callTool('vault_open')).text).toContain('not at night')
    await expect(test.decide('A-101', 'approve')).rejects.toThrow('A-101 is denied already')
    await expect(test.decide('A-999', 'approve')).rejects.toThrow('no such ticket')
  })
})
