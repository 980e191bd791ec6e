import { setImmediate as nextTick } from 'node:timers/promises'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'

import { defineModule, toolsFor, type Module } from '../../src/index.ts'
import { listingOf } from '../../src/mcp/describe.ts'
import { callOf, said, startApp } from '../support/start-app.ts'

const tool = toolsFor<null>()

const weigh = tool({
  name: 'weigh',
  title: 'Weigh',
  does: 'Weigh an item.',
  useWhen: 'a test needs a declared output',
  avoidWhen: 'no test asks',
  returns: 'the weight',
  tier: 'read',
  scopes: [],
  examples: [{ grams: 3 }],
  input: z.strictObject({ grams: z.int().max(10).describe('Grams, up to 10') }),
  output: z.strictObject({ grams: z.int().max(5) }),
  handler: ({ grams }) => ({ grams }),
  concise: ({ grams }) => `${grams} grams.`,
})

/** A module that writes down when it is opened and closed, and may fail to open or to be well. */
function lab(
  id: string,
  diary: string[],
  options: { fails?: boolean; ill?: boolean } = {},
): Module {
  return defineModule({
    id,
    title: id,
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => {
      diary.push(`open ${id}`)
      if (options.fails) throw new Error(`${id} is broken`)
      return null
    },
    dispose: () => void diary.push(`close ${id}`),
    health: () => (options.ill ? { ok: false, why: 'It coughs.' } : { ok: true }),
    tools: [weigh],
  })
}

const yaml = (...ids: string[]) =>
  `server: { demo: true, dataDir: data }\nmodules: { ${ids.map((id) => `${id}: {}`).join(', ')} }\nclients: { me: { profile: full, tools: { include: ['*'] } } }\n`

describe('a house that opens', () => {
  it('closes what it has opened when a later module fails', async () => {
    const diary: string[] = []
    const modules = [lab('first', diary), lab('second', diary, { fails: true })]
    await expect(startApp(yaml('first', 'second'), modules)).rejects.toThrow('second is broken')
    expect(diary).toEqual(['open first', 'open second', 'close first'])
  })

  it('opens nothing when a tool cannot be served', async () => {
    const diary: string[] = []
    const modules = [lab('first', diary), lab('tool', diary)]
    const reserved = defineModule({
      id: 'call',
      title: 'Call',
      version: '1.0.0',
      config: z.strictObject({}),
      setup: () => void diary.push('open call'),
      tools: [toolsFor<void>()({ ...plain, name: 'tool' })],
    })
    await expect(startApp(yaml('first', 'call'), [...modules, reserved])).rejects.toThrow(
      'call_tool: LiveKit keeps this name',
    )
    expect(diary).toEqual([])
  })

  it('CVE-2026-30856: refuses a name taken twice', async () => {
    const twin = toolsFor<void>()({ ...plain, name: 'twin' })
    const module = defineModule({
      id: 'lab',
      title: 'Lab',
      version: '1.0.0',
      config: z.strictObject({}),
      setup: () => {},
      tools: [twin, twin],
    })
    await expect(startApp(yaml('lab'), [module])).rejects.toMatchObject({
      list: ['test/unit/app.test.ts:78  lab_twin: defined by lab and lab.'],
    })
  })

  it('hears of a slip in the config and of a fault in a tool in one go', async () => {
    const module = defineModule({
      id: 'lab',
      title: 'Lab',
      version: '1.0.0',
      config: z.strictObject({}),
      setup: () => {},
      tools: [toolsFor<void>()({ ...plain, name: 'look', tier: 'read', confirm: 'spoken' })],
    })
    const slip = yaml('lab').replace('demo:', 'dmo:')
    await expect(startApp(slip, [module])).rejects.toMatchObject({
      list: [
        expect.stringContaining('server.dmo: there is no such key. Did you mean "demo"?'),
        expect.stringContaining('lab_look: reads are never held up'),
      ],
    })
  })

  it('is closed in time although a module never ends', async () => {
    const stuck = defineModule({
      id: 'stuck',
      title: 'Stuck',
      version: '1.0.0',
      config: z.strictObject({}),
      setup: () => {},
      dispose: () => new Promise<void>(() => {}),
      tools: [toolsFor<void>()({ ...plain, name: 'idle' })],
    })
    const { app, clock } = await startApp(yaml('stuck'), [stuck])
    const closed = app.close()
    await nextTick()
    await nextTick()
    clock.turn(300)
    expect(await closed).toEqual([{ module: 'stuck' }])
  })

  it('knows how each module is', async () => {
    const modules = [lab('first', []), lab('second', [], { ill: true })]
    const { app } = await startApp(yaml('first', 'second'), modules)
    expect([...(await app.health())]).toEqual([
      ['first', { ok: true }],
      ['second', { ok: false, why: 'It coughs.' }],
    ])
  })
})

describe('S16: a declared output', () => {
  it('is listed for clients that read it, and held to', async () => {
    const { app } = await startApp(yaml('lab'), [lab('lab', [])])
    const caller = { credential: { kind: 'local', client: 'me' }, narrowing: {} } as const
    const principal = await app.authenticate(caller)
    const [listed] = principal ? listingOf(app.view(principal), 'full') : []
    expect(listed?.outputSchema).toMatchObject({ properties: { grams: { maximum: 5 } } })
    expect(said(await app.run(callOf('me', 'lab_weigh', { grams: 4 })))).toBe('4 grams.')
    expect(said(await app.run(callOf('me', 'lab_weigh', { grams: 9 })))).toContain('internal: ')
  })
})

const plain = {
  title: 'Plain',
  does: 'Do nothing.',
  useWhen: 'a test asks',
  avoidWhen: 'no test asks',
  returns: 'nothing',
  tier: 'read',
  scopes: [],
  examples: [{}],
  input: z.strictObject({}),
  handler: () => ({}),
  concise: () => 'Nothing.',
} as const
