import * as z from 'zod'

import { defineModule, toolsFor, type Module } from '../../src/index.ts'
import type { Tier } from '../../src/kernel/tier.ts'
import { NOTHING_LENT } from './nothing-lent.ts'

export interface FakeTool {
  /** `module_verb`, in which the module has no underscore. */
  readonly name: string
  readonly tier: Tier
  readonly scopes: readonly string[]
  readonly confirm?: 'spoken' | 'delivered'
  readonly input?: z.ZodObject
  /** Arguments that the input takes. */
  readonly example?: Readonly<Record<string, unknown>>
}

const NOTHING: z.ZodObject = z.strictObject({})

const tool = toolsFor<null>()

/** One module per namespace, with tools that only answer their own name. */
export function fakeModules(tools: readonly FakeTool[]): readonly Module[] {
  const byModule = Map.groupBy(tools, ({ name }) => name.slice(0, name.indexOf('_')))
  return [...byModule].map(([id, own]) =>
    defineModule({
      id,
      title: id,
      version: '1.0.0',
      config: z.strictObject({}),
      setup: () => null,
      tools: own.map(({ name, tier, scopes, confirm, input = NOTHING, example = {} }) =>
        tool({
          name: name.slice(id.length + 1),
          title: name,
          does: 'Answer the own name.',
          useWhen: 'a test asks',
          avoidWhen: 'no test asks',
          returns: 'the name',
          tier,
          scopes,
          ...(confirm && { confirm }),
          examples: [example],
          input,
          handler: () => ({ name }),
          concise: () => name,
        }),
      ),
    }),
  )
}

/** The modules of `fakeModules`, mounted without a house around them. */
export async function mounted(modules: readonly Module[]) {
  const host = {
    clock: { now: () => 0, after: () => () => {} },
    randomInt: () => 0,
    attempts: { take: () => true, forgive: () => {} },
    mailer: undefined,
    ...NOTHING_LENT,
    dataDir: '',
    speech: undefined as never,
  }
  const all = await Promise.all(modules.map(async (module) => module.mount({}, host)))
  return all.flatMap(({ tools }) => tools)
}
