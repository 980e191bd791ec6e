import { describe, expect, it, onTestFinished } from 'vitest'

import { CLIENT_KINDS, connectClient, onlyText, type ClientKind } from '../support/clients.ts'
import { SECRET } from '../support/shop.ts'
import { serveShop } from '../support/serve-shop.ts'

async function connected(kind: ClientKind, name: string, more = '') {
  const served = await serveShop()
  const url = `${served.url}/mcp?client=${name}${more}`
  const client = await connectClient(kind, { kind: 'http', url })
  onTestFinished(() => client.close())
  return { ...served, client }
}

describe.each(CLIENT_KINDS)('a %s client', (kind) => {
  it('of the voice profile sees names, descriptions and schemas, and nothing else', async () => {
    const { client } = await connected(kind, 'voice')
    const tools = await client.list()
    expect(tools.map(({ name }) => name)).toEqual([
      'shop_check',
      'shop_heed',
      'shop_hurry',
      'shop_import',
      'shop_leak',
      'shop_open',
      'shop_order',
      'shop_say',
      'shop_unlock',
      'shop_wait',
    ])
    for (const tool of tools)
      expect(Object.keys(tool).toSorted()).toEqual(['description', 'inputSchema', 'name'])
    expect(tools[0]?.description).toBe(
      'Check how many of an item are in stock. Call this when a test needs it. Do not call this when anything else would do; use shop_check. Returns what the test expects. Example arguments: {"item":"mug","count":2}.',
    )
  })

  it('of the voice profile gets one speakable text', async () => {
    const { client } = await connected(kind, 'voice')
    const input = { item: 'mug', count: 2 }
    const result = await client.call('shop_check', input)
    expect(result).not.toHaveProperty('structuredContent')
    expect(onlyText(result)).toBe('2 of mug are in stock.')
    expect(onlyText(await client.call('shop_say', { text: '[1, 2]' }))).toBe('Answer: [1, 2]')
    expect(onlyText(await client.call('shop_say', { text: ' {"a":1}' }))).toBe('Answer: {"a":1}')
    expect(onlyText(await client.call('shop_say', { text: '  ' }))).toBe('Done.')
  })

  it('of the chat profile gets titles, hints, attachments, and the value in words as well', async () => {
    const { client } = await connected(kind, 'reader')
    const [check] = await client.list()
    expect(check).toMatchObject({
      title: 'Check stock',
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
    })
    const result = await client.call('shop_check', { item: 'mug', count: 2 })
    expect(result.structuredContent).toEqual({ item: 'mug', count: 2 })
    expect(result.content.map(({ text }) => text)).toEqual([
      '2 of mug are in stock, in the back room, on shelf 4.',
      '{"item":"mug","count":2}',
    ])
    const { content } = await client.call('shop_say', { text: 'hello' })
    expect(content.at(-1)).toMatchObject({ type: 'image', mimeType: 'image/png', data: 'aGk=' })
  })

  it('of the full profile gets tier, scopes and the version of the module, too', async () => {
    const { client } = await connected(kind, 'all')
    const [check] = await client.list()
    expect(check).toHaveProperty('_meta', {
      'dev.toolcrib/version': '1.0.0',
      'dev.toolcrib/tier': 'read',
      'dev.toolcrib/scopes': ['shop:read'],
    })
  })

  it('sees only what it is cleared for, and cannot call the rest', async () => {
    const { client } = await connected(kind, 'reader')
    const names = (await client.list()).map(({ name }) => name)
    expect(names).not.toContain('shop_leak')
    expect(names).not.toContain('shop_order')
    for (const hidden of ['shop_leak', 'shop_order']) {
      const result = await client.call(hidden, {})
      expect(result.isError).toBe(true)
      expect(onlyText(result)).toContain(`There is no tool called ${hidden}.`)
    }
  })

  it('may narrow its tools by address, and never widen them', async () => {
    const served = await serveShop()
    const listAt = async (path: string) => {
      const client = await connectClient(kind, { kind: 'http', url: `${served.url}${path}` })
      onTestFinished(() => client.close())
      return (await client.list()).map(({ name }) => name)
    }
    expect(await listAt('/front/mcp?client=all')).toEqual(['shop_check', 'shop_order'])
    expect(await listAt('/front/mcp?client=reader')).toEqual(['shop_check'])
    expect(await listAt('/mcp?client=reader&tools=shop_check,shop_leak,shop_*')).toEqual([
      'shop_check',
    ])
    expect(await listAt('/front/mcp/?client=all&tools=shop_order')).toEqual(['shop_order'])
  })

  it.each(['throw', 'render', 'text', 'error', 'json', 'getter'])(
    'of a full profile never reads the text of a bug (%s)',
    async (how) => {
      const { client } = await connected(kind, 'all')
      const result = await client.call('shop_leak', { how })
      expect(result.isError).toBe(true)
      expect(JSON.stringify(result)).toContain('Something went wrong on our side')
      expect(JSON.stringify(result)).not.toContain(SECRET)
    },
  )

  it('reads one sentence of what went wrong, and nothing internal', async () => {
    const { client, recorded } = await connected(kind, 'voice')
    const result = await client.call('shop_leak', { how: 'throw' })
    expect(result.isError).toBe(true)
    const call = recorded.at(-1)?.record.call ?? ''
    expect(onlyText(result)).toBe(
      `Something went wrong on our side, and it has been logged. The reference is ${call}.`,
    )
    expect(JSON.stringify(result)).not.toContain(SECRET)
    const refused = await client.call('shop_check', { item: 'mug', count: 'lots' })
    expect(refused.isError).toBe(true)
    expect(onlyText(refused)).toContain('count was "lots"')
  })

  it('names its conversation by header, query or _meta, the nearest one winning', async () => {
    const served = await serveShop()
    const open = async (query: string, headers: Record<string, string>, meta?: string) => {
      const url = `${served.url}/mcp?client=voice${query}`
      const client = await connectClient(kind, { kind: 'http', url, headers })
      onTestFinished(() => client.close())
      await client.call(
        'shop_open',
        {},
        meta === undefined ? undefined : { 'dev.toolcrib/conversation': meta },
      )
      return served.recorded.at(-1)?.record.conversation
    }
    expect(await open('', {})).toBeUndefined()
    expect(await open('&conversation=q', {})).toBe('voice/q')
    expect(await open('&conversation=q', { 'toolcrib-conversation': 'h' })).toBe('voice/h')
    expect(await open('&conversation=q', { 'toolcrib-conversation': 'h' }, 'm')).toBe('voice/m')
  })

  it('runs its calls at the same time', async () => {
    const { client, shop } = await connected(kind, 'voice')
    const waiting = client.call('shop_wait', {})
    expect(onlyText(await client.call('shop_check', { item: 'mug', count: 1 }))).toContain('mug')
    shop.release()
    expect(onlyText(await waiting)).toBe('Waited.')
  })

  it('gets the same list, byte for byte, on every connection and after any call', async () => {
    const served = await serveShop()
    const list = async () => {
      const client = await connectClient(kind, {
        kind: 'http',
        url: `${served.url}/mcp?client=voice`,
      })
      onTestFinished(() => client.close())
      const before = JSON.stringify(await client.list())
      await client.call('shop_unlock', {})
      expect(JSON.stringify(await client.list())).toBe(before)
      return before
    }
    expect(await list()).toBe(await list())
  })
})
