import { setImmediate as nextTick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'

import { callOf, said, startShop } from '../../support/start-app.ts'

describe('the deadline', () => {
  it('answers voice after 4 s although the handler ignores its signal', async () => {
    const { app, clock, shop } = await startShop()
    const answer = app.run(callOf('voice', 'shop_wait', {}))
    await nextTick()
    expect(shop.ran).toEqual(['wait'])
    clock.turn(4_000)
    expect(said(await answer)).toBe(
      'timeout: That is taking too long just now. Offer to try again in a moment.',
    )
  })

  it('is longer for a client that reads, and not reached a moment before', async () => {
    const { app, clock, shop } = await startShop()
    const answer = app.run(callOf('all', 'shop_wait', {}))
    await nextTick()
    clock.turn(29_999)
    shop.release()
    expect(said(await answer)).toBe('Waited.')
  })

  it('can be shortened by the tool, and aborts the handler', async () => {
    const { app, clock, shop } = await startShop()
    const answer = app.run(callOf('voice', 'shop_heed', {}))
    await nextTick()
    clock.turn(1_000)
    expect(said(await answer)).toContain('timeout')
    await nextTick()
    expect(shop.ran).toEqual(['heard the abort'])
  })

  it('says that a write is still being worked on', async () => {
    const { app, clock } = await startShop()
    const answer = app.run(callOf('voice', 'shop_order', { item: 'slow' }))
    await nextTick()
    clock.turn(4_000)
    expect(said(await answer)).toContain('still_working: ')
  })

  it('lets a hung-up client stop a read, but not a write', async () => {
    const { app, shop } = await startShop()
    const gone = new AbortController()
    const read = app.run(callOf('voice', 'shop_wait', {}, { signal: gone.signal }))
    const write = app.run(
      callOf('voice', 'shop_order', { item: 'careful' }, { signal: gone.signal }),
    )
    await nextTick()
    gone.abort()
    expect(said(await read)).toContain('cancelled')
    shop.release()
    expect(said(await write)).toBe('Ordered careful.')
  })
})

describe('order', () => {
  it('keeps the writes of one conversation in the order they came', async () => {
    const { app, shop } = await startShop()
    const order = (item: string, handle: string) =>
      app.run(callOf('voice', 'shop_order', { item }, { handle }))
    const first = order('slow', 'a')
    const second = order('mug', 'a')
    const other = order('plate', 'b')
    await other
    expect(shop.ran).toEqual(['order plate'])
    shop.release()
    await Promise.all([first, second])
    expect(shop.ran).toEqual(['order plate', 'order slow', 'order mug'])
  })

  it('lets reads of the same conversation run at once', async () => {
    const { app } = await startShop()
    const write = app.run(callOf('voice', 'shop_order', { item: 'slow' }, { handle: 'a' }))
    const read = app.run(callOf('voice', 'shop_check', { item: 'mug', count: 1 }, { handle: 'a' }))
    expect(said(await read)).toBe('1 of mug are in stock.')
    void write
  })

  it('does not run a write whose time ran out while it waited its turn', async () => {
    const { app, clock, shop } = await startShop()
    const order = (item: string) =>
      app.run(callOf('voice', 'shop_order', { item }, { handle: 'a' }))
    const first = order('slow')
    await nextTick()
    const second = order('mug')
    await nextTick()
    clock.turn(4_000)
    expect(said(await first)).toContain('still_working')
    expect(said(await second)).toContain('timeout: ')
    shop.release()
    await nextTick()
    expect(shop.ran).toEqual(['order slow'])
  })

  it('is kept although a call in the middle runs out of time while it waits', async () => {
    const { app, clock, shop } = await startShop()
    const order = (tool: string, input: object) =>
      app.run(callOf('voice', tool, input, { handle: 'a' }))
    const first = order('shop_order', { item: 'slow' })
    await nextTick()
    const short = order('shop_hurry', {})
    const third = order('shop_order', { item: 'mug' })
    await nextTick()
    clock.turn(300)
    expect(said(await short)).toContain('timeout: ')
    await nextTick()
    expect(shop.ran).toEqual([])
    shop.release()
    await Promise.all([first, third])
    expect(shop.ran).toEqual(['order slow', 'order mug'])
  })

  it('is not held up for ever by a handler that never ends', async () => {
    const { app, clock } = await startShop()
    const stuck = app.run(callOf('voice', 'shop_order', { item: 'slow' }, { handle: 'a' }))
    await nextTick()
    clock.turn(4_000)
    await stuck
    const next = app.run(callOf('voice', 'shop_order', { item: 'mug' }, { handle: 'a' }))
    expect(said(await next)).toBe('Ordered mug.')
  })
})

describe('a stop', () => {
  it('waits for a running write', async () => {
    const { app, shop } = await startShop()
    const write = app.run(callOf('voice', 'shop_order', { item: 'slow' }))
    await nextTick()
    const closed = app.close()
    shop.release()
    expect(await closed).toEqual([])
    expect(said(await write)).toBe('Ordered slow.')
  })

  it('does not wait for reads, which leave nothing behind', async () => {
    const { app } = await startShop()
    void app.run(callOf('voice', 'shop_wait', {}))
    await nextTick()
    expect(await app.close()).toEqual([])
  })

  it('starts nothing that was waiting its turn, and says so', async () => {
    const { app, shop } = await startShop()
    const order = (item: string) =>
      app.run(callOf('voice', 'shop_order', { item }, { handle: 'a' }))
    const first = order('slow')
    const second = order('mug')
    await nextTick()
    const closed = app.close()
    shop.release()
    expect(said(await first)).toBe('Ordered slow.')
    expect(said(await second)).toBe(
      'busy: We are restarting, and nothing was changed. Try again in a moment.',
    )
    expect(await closed).toEqual([])
    expect(shop.ran).toEqual(['order slow'])
  })

  it('names the writes it could not wait for', async () => {
    const { app, clock } = await startShop()
    const call = callOf('voice', 'shop_order', { item: 'slow' })
    void app.run(call)
    await nextTick()
    const closed = app.close()
    clock.turn(1_200)
    expect(await closed).toEqual([{ callId: call.id, tool: 'shop_order', tier: 'write' }])
  })
})
