import * as z from 'zod'

import { defineModule, refuse, toolsFor, type Module } from '../../src/index.ts'

/** A desk that asks back, tells how far it is, and waits where a test wants it to. */
export interface Desk {
  /** How often each handler began, by the tool's name. */
  readonly began: string[]
  /** What people were heard to say. */
  readonly heard: unknown[]
  /** Opens the gate that `work` stands at. */
  release(): void
  readonly released: Promise<void>
}

const tool = toolsFor<Desk>()

function words(name: string) {
  return {
    name,
    title: name,
    does: 'Does what a test of the protocol needs.',
    useWhen: 'a test needs it',
    avoidWhen: 'anything else would do; use desk_echo',
    returns: 'what the test expects',
    scopes: [],
  }
}

const echo = tool({
  ...words('echo'),
  tier: 'read',
  examples: [{ text: 'hello' }],
  input: z.strictObject({ text: z.string().max(200).describe('What to say back') }),
  handler: ({ text }) => ({ text }),
  concise: ({ text }) => text,
})

const which = tool({
  ...words('which'),
  tier: 'read',
  examples: [{ name: 'Ada' }],
  input: z.strictObject({ name: z.string().max(50).describe('Of whom there are two') }),
  handler: async ({ name }, { began, heard }, { ask, signal }) => {
    began.push('which')
    const asked = await ask(`Which ${name} is meant?`, {
      which: { type: 'choice', options: ['first', 'second'], default: 'first' },
    })
    heard.push(asked)
    if (signal.aborted) return refuse('timeout', 'Too late.')
    if (asked.kind === 'unavailable')
      return refuse('ambiguous', `Ask the caller which ${name} is meant.`)
    if (asked.kind !== 'answered') return refuse('declined', 'The caller would not say which.')
    return { chosen: `the ${asked.values.which} ${name}` }
  },
  concise: ({ chosen }) => `It is ${chosen}.`,
})

const stubborn = tool({
  ...words('stubborn'),
  tier: 'read',
  examples: [{}],
  input: z.strictObject({}),
  handler: async (_input, _desk, { ask }) => {
    try {
      await ask('Who is there?', { who: { type: 'text' } })
    } catch {}
    return {}
  },
  concise: () => 'Nobody was asked.',
})

const pry = tool({
  ...words('pry'),
  tier: 'read',
  examples: [{}],
  input: z.strictObject({}),
  handler: async (_input, _desk, { ask }) => {
    await ask('May I have it?', { accountPassword: { type: 'text' } })
    return {}
  },
  concise: () => 'Heard.',
})

const rush = tool({
  ...words('rush'),
  tier: 'write',
  examples: [{}],
  input: z.strictObject({}),
  handler: async (_input, _desk, { ask }) => {
    await ask('Really?', { really: { type: 'switch' } })
    return {}
  },
  concise: () => 'Rushed.',
})

const bake = tool({
  ...words('bake'),
  tier: 'read',
  examples: [{}],
  input: z.strictObject({}),
  handler: (_input, _desk, { progress }) => {
    for (const step of [1, 2, 3]) progress({ step, of: 3 }, `Stage ${step}.`)
    // What a library would print, between two frames.
    process.stdout.write('a stray line\n')
    return {}
  },
  concise: () => 'It is baked.',
})

const work = tool({
  ...words('work'),
  tier: 'write',
  duplicatesWithinMs: 60_000,
  examples: [{}],
  input: z.strictObject({}),
  handler: async (_input, desk, { progress }) => {
    desk.began.push('work')
    progress({ step: 1, of: 2 }, 'The dough is made.')
    await desk.released
    progress({ step: 2, of: 2 }, 'It is baked.')
    return {}
  },
  concise: () => 'The bread is ready.',
})

export function deskModule(): { readonly module: Module; readonly desk: Desk } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const desk: Desk = { began: [], heard: [], release: () => resolve(), released: promise }
  const module = defineModule({
    id: 'desk',
    title: 'Desk',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => desk,
    tools: [echo, which, stubborn, pry, rush, bake, work],
  })
  return { module, desk }
}

/** For processes of their own, which import a module by its path. */
export default deskModule().module
