import { expect, it } from 'vitest'

import { refuse } from '../../../src/index.ts'
import { showReplies } from '../../../src/lint/show-replies.ts'
import { GOOD, moduleOf, tool } from '../../support/bad-module.ts'
import { mounted } from '../../support/fake-tools.ts'

type Spoilt = Partial<Pick<Parameters<typeof tool>[0], 'tier' | 'handler' | 'concise' | 'samples'>>

/** What a tool like the good one shows, with these parts in place of its own. */
async function shown(spoilt: Spoilt, signal = new AbortController().signal) {
  const tools = await mounted([moduleOf('library', tool({ ...GOOD, ...spoilt }))])
  return (await showReplies(tools, () => signal)).get('library_find_book')
}

it('a read is called with each of its examples', async () => {
  expect(await shown({})).toEqual([
    { to: 'example 1', kind: 'value', concise: 'Dune by Frank Herbert is on shelf twelve.' },
  ])
})

it('a write is never called, and its samples are rendered', async () => {
  let ran = 0
  const handler = () => ({ found: (ran += 1) > 0 })
  const write = { tier: 'write', handler } as const
  expect(await shown(write)).toEqual([])
  expect(await shown({ ...write, samples: [{ found: true }, { found: false }] })).toMatchObject([
    { to: 'sample 1', kind: 'value' },
    { to: 'sample 2', kind: 'value' },
  ])
  expect(ran).toBe(0)
})

it('a refusal is shown as what the client would hear', async () => {
  const handler = () => refuse('not_found', 'There is no such book.')
  expect(await shown({ handler })).toEqual([
    { to: 'example 1', kind: 'refusal', concise: 'There is no such book.' },
  ])
})

it('a handler or a rendering that throws is a fault, with its reason', async () => {
  const fail = (): never => {
    throw new Error('no such shelf')
  }
  const fault = { kind: 'fault', concise: 'no such shelf' }
  expect(await shown({ handler: fail })).toEqual([{ to: 'example 1', ...fault }])
  expect(await shown({ concise: fail, samples: [{}] })).toEqual([
    { to: 'example 1', ...fault },
    { to: 'sample 1', ...fault },
  ])
})

it('a handler that never answers is given up with the signal', async () => {
  const stopped = new AbortController()
  const never = shown({ handler: () => new Promise<never>(() => {}) }, stopped.signal)
  stopped.abort()
  expect(await never).toEqual([
    { to: 'example 1', kind: 'fault', concise: 'It did not answer in time.' },
  ])
})
