import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import {
  defineModule,
  defineOffer,
  toolsFor,
  type Module,
  type ModuleHost,
  type Offer,
} from '../../src/index.ts'
import { Problems } from '../../src/kernel/catalog.ts'
import { openTestModule } from '../../src/testing.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { callOf, said, startApp } from '../support/start-app.ts'
import { tempDir } from '../support/temp-dir.ts'

interface Pantry {
  readonly jam: () => string
}

const pantryOffer = defineOffer<Pantry>('pantry.jars')
const cellarOffer = defineOffer<Pantry>('cellar.jars')

interface Parts {
  readonly lends?: readonly Offer<object>[]
  readonly borrows?: readonly Offer<object>[]
  readonly setup: (host: ModuleHost) => () => string
}

/** A module with one tool, which says what `setup` made it say. */
function saying(id: string, { setup, ...loans }: Parts): Module {
  return defineModule({
    id,
    title: id,
    version: '1.0.0',
    config: z.strictObject({}),
    ...loans,
    setup: (_config, host) => setup(host),
    tools: [
      toolsFor<() => string>()({
        name: 'say',
        title: 'Say',
        does: 'Say it.',
        useWhen: 'asked',
        avoidWhen: 'not asked',
        returns: 'it',
        examples: [{}],
        tier: 'read',
        scopes: [],
        input: z.strictObject({}),
        handler: (_input, say) => ({ said: say() }),
        concise: ({ said: words }) => words,
      }),
    ],
  })
}

function lender(id = 'pantry', offer = pantryOffer, jam = 'plum'): Module {
  return saying(id, {
    lends: [offer],
    setup: (host) => {
      host.lend(offer, { jam: () => jam })
      return () => `Lends ${jam}.`
    },
  })
}

function borrower(id = 'toast', offer = pantryOffer): Module {
  return saying(id, {
    borrows: [offer],
    setup: (host) => {
      const pantry = host.borrow(offer)
      return () => `Toast with ${pantry.jam()}.`
    },
  })
}

function yaml(modules: string): string {
  return `server: { demo: true, dataDir: data }\nmodules:\n${modules}\nclients:\n  me: { profile: full, tools: { include: ['*'] } }\n`
}

function problemsOf(modules: string, builtIn: readonly Module[]): readonly string[] {
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, yaml(modules))
  try {
    loadConfig(file, { builtIn, imported: new Map() }, {})
    return []
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    return error.list.map((line) => line.replace(/^.*toolcrib\.yaml:/, ''))
  }
}

describe('a module that borrows', () => {
  test.each(['  pantry: {}\n  toast: {}', '  toast: {}\n  pantry: {}'])(
    'gets what another lends, in whatever order the file names them:\n%s',
    async (modules) => {
      const { app } = await startApp(yaml(modules), [borrower(), lender()])
      expect(said(await app.run(callOf('me', 'toast_say', {})))).toBe('Toast with plum.')
    },
  )

  test('gets it over several others', async () => {
    const middle = saying('cellar', {
      lends: [cellarOffer],
      borrows: [pantryOffer],
      setup: (host) => {
        const { jam } = host.borrow(pantryOffer)
        host.lend(cellarOffer, { jam: () => `old ${jam()}` })
        return () => 'Well.'
      },
    })
    const modules = [borrower('toast', cellarOffer), middle, lender()]
    const { app } = await startApp(yaml('  toast: {}\n  cellar: {}\n  pantry: {}'), modules)
    expect(said(await app.run(callOf('me', 'toast_say', {})))).toBe('Toast with old plum.')
  })

  test('gets it from a module that is mounted under another name, and under another itself', async () => {
    const { app } = await startApp(
      yaml('  bread: { use: toast }\n  larder: { use: pantry, only: [say] }'),
      [borrower(), lender()],
    )
    expect(said(await app.run(callOf('me', 'bread_say', {})))).toBe('Toast with plum.')
  })

  test('gets that of its own house, where two are open in one process', async () => {
    const jams = ['plum', 'fig']
    const houses = jams.map((jam) =>
      startApp(yaml('  toast: {}\n  pantry: {}'), [borrower(), lender('pantry', pantryOffer, jam)]),
    )
    for (const [at, jam] of jams.entries()) {
      const house = await houses[at]
      expect(house && said(await house.app.run(callOf('me', 'toast_say', {})))).toBe(
        `Toast with ${jam}.`,
      )
    }
  })
})

describe('a deployment does not start', () => {
  test('without a lender, and the module to add is named', () => {
    expect(problemsOf('  toast: {}', [borrower(), lender()])).toStrictEqual([
      '3:3  modules.toast: borrows "pantry.jars", which no other module here lends, and cannot work without it. Add the module pantry to modules.',
    ])
    expect(problemsOf('  toast: {}', [borrower()])).toStrictEqual([
      '3:3  modules.toast: borrows "pantry.jars", which no other module here lends, and cannot work without it. Add the module that lends it to modules.',
    ])
  })

  test('and what is misspelt is complained about alone', () => {
    const [only, ...more] = problemsOf('  toast: {}\n  pantri: {}', [borrower(), lender()])
    expect(only).toMatch(/^4:3 {2}modules\.pantri: there is no such module/)
    expect(more).toStrictEqual([])
  })

  test('with an offer that has the same name and is another', () => {
    const other = lender('other', defineOffer<Pantry>('pantry.jars'))
    expect(problemsOf('  toast: {}\n  other: {}', [borrower(), other])).toHaveLength(1)
  })

  test('with two lenders of one offer', () => {
    const modules = [borrower(), lender(), lender('cellar')]
    expect(problemsOf('  pantry: {}\n  toast: {}\n  cellar: {}', modules)).toStrictEqual([
      '5:3  modules.cellar: lends "pantry.jars" as pantry does already, and who borrows it could not tell which is meant. Serve one of them from a deployment of its own.',
    ])
    expect(problemsOf('  pantry: {}\n  spare: { use: pantry }', modules)).toHaveLength(1)
  })

  test('with modules that borrow in a circle, or from themselves', () => {
    const never = { setup: () => () => '' }
    const one = saying('one', { lends: [pantryOffer], borrows: [cellarOffer], ...never })
    const two = saying('two', { lends: [cellarOffer], borrows: [pantryOffer], ...never })
    expect(problemsOf('  one: {}\n  two: {}', [one, two])).toStrictEqual([
      '3:3  modules.one: borrows in a circle with two, so that none of them can be set up first. One of the modules has to be changed.',
      '4:3  modules.two: borrows in a circle with one, so that none of them can be set up first. One of the modules has to be changed.',
    ])
    const self = saying('self', { lends: [pantryOffer], borrows: [pantryOffer], ...never })
    expect(problemsOf('  self: {}', [self])).toHaveLength(1)
  })

  test('when it is made without a file either', async () => {
    await expect(openTestModule(borrower())).rejects.toThrow(
      'toast: borrows "pantry.jars", which no other module here lends',
    )
  })
})

describe('what a module has not declared', () => {
  async function opened(module: Module, ...others: readonly Module[]) {
    const file = join(tempDir(), 'toolcrib.yaml')
    const modules = [module, ...others]
    writeFileSync(file, yaml(modules.map(({ id }) => `  ${id}: {}`).join('\n')))
    const config = loadConfig(file, { builtIn: modules, imported: new Map() }, {})
    const clock = turnedClock('2026-03-10T17:00:00Z')
    const app = await openApp({ config, clock, recordCall: () => {} })
    await app.close()
  }

  test('it cannot borrow, although somebody lends it', async () => {
    const sneaky = saying('sneaky', { setup: (host) => host.borrow(pantryOffer).jam })
    await expect(opened(sneaky, lender())).rejects.toThrow(
      'sneaky borrows "pantry.jars" without naming it in "borrows".',
    )
  })

  test('it cannot lend', async () => {
    const sneaky = saying('sneaky', {
      setup: (host) => {
        host.lend(pantryOffer, { jam: () => 'fake' })
        return () => ''
      },
    })
    await expect(opened(sneaky)).rejects.toThrow(
      'sneaky lends "pantry.jars" without naming it in "lends".',
    )
  })

  test('and what it has declared it has to lend, once', async () => {
    const idle = saying('idle', { lends: [pantryOffer], setup: () => () => '' })
    await expect(opened(idle)).rejects.toThrow(
      'idle declares that it lends "pantry.jars", and its setup has not lent it.',
    )
    const eager = saying('eager', {
      lends: [pantryOffer],
      setup: (host) => {
        for (const jam of ['plum', 'fig']) host.lend(pantryOffer, { jam: () => jam })
        return () => ''
      },
    })
    await expect(opened(eager)).rejects.toThrow('"pantry.jars" is lent twice.')
  })

  test('what was not made by defineOffer is no offer', () => {
    expect(() =>
      saying('fake', {
        lends: [{ name: 'pantry.jars', lent: new WeakMap() }],
        setup: () => () => '',
      }),
    ).toThrow('lends.0: must be made by defineOffer')
  })
})
