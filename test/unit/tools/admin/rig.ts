import { expect, onTestFinished } from 'vitest'

import type { CallContext, Module, Plan, Reply } from '../../../../src/index.ts'
import { ToolError } from '../../../../src/index.ts'
import { lendingFor } from '../../../../src/kernel/lending.ts'
import type { MountedCall } from '../../../../src/kernel/module.ts'
import { turnedClock } from '../../../../src/testing/turned-clock.ts'
import admin from '../../../../tools/admin/module.ts'
import customers from '../../../../tools/customers/module.ts'
import reservations from '../../../../tools/reservations/module.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { fakeHost } from '../reservations/fake-host.ts'
import { TUESDAY } from '../reservations/mounted.ts'
import { HARBOR } from '../reservations/restaurants.ts'

export interface Called {
  /** `ok`, or the code of the refusal. */
  readonly outcome: string
  readonly text: string
  readonly reply: Reply | undefined
}

interface How {
  readonly client?: string
  readonly signal?: AbortSignal
  readonly operationKey?: string
}

/**
 * The admin module over the modules that it borrows from, as the house mounts them. The pipeline is left out: it holds
 * every call of tier privileged until an operator has agreed.
 */
export async function rig(config: object = HARBOR) {
  const clock = turnedClock(TUESDAY)
  const house = {}
  const mount = async (module: Module, settings: object) => {
    const host = { ...fakeHost(clock, tempDir()), ...lendingFor(module, house) }
    const mounted = await module.mount(settings, host)
    onTestFinished(() => mounted.close())
    return mounted.tools
  }
  const tools = [
    ...(await mount(reservations, config)),
    ...(await mount(customers, { country: 'US', demoData: true })),
    ...(await mount(admin, {})),
  ]
  const prepared = (name: string, input: object): MountedCall => {
    const made = tools.find((tool) => tool.name === name)?.prepare(input)
    if (!made || !('execute' in made)) throw new Error(`${name}: ${JSON.stringify(made)}`)
    return made
  }
  return {
    clock,
    prepared,
    async plan(name: string, input: object, how: How = {}): Promise<Plan | ToolError> {
      const made = await prepared(name, input).plan(contextOf(how))
      if (!made) throw new Error(`${name} has no plan.`)
      if (made instanceof ToolError) expectSpeakable(made.message)
      else expectSpeakable(`Read this back: ${made.readBack}.`)
      return made
    },
    async call(name: string, input: object, how: How = {}): Promise<Called> {
      const reply = await prepared(name, input).execute(contextOf(how))
      const text = reply instanceof ToolError ? reply.message : reply.text('concise')
      expectSpeakable(text)
      return reply instanceof ToolError
        ? { outcome: reply.code, text, reply: undefined }
        : { outcome: 'ok', text, reply }
    },
  }
}

/** Books a table of Ada's, and answers its code. */
export async function booked(
  { call }: Pick<Awaited<ReturnType<typeof rig>>, 'call'>,
  change: object = {},
): Promise<string> {
  const { text } = await call('reservations_book', {
    date: '2026-03-13',
    time: '19:30',
    party_size: 4,
    name: 'Ada Moreno',
    phone: '415 555 0132',
    ...change,
  })
  const code = /R-\d+/.exec(text)?.[0]
  if (code === undefined) throw new Error(text)
  return code
}

function contextOf({ client = 'back_office', signal, operationKey }: How): CallContext {
  return {
    callId: 'call-1',
    client,
    signal: signal ?? new AbortController().signal,
    conversation: undefined,
    operationKey,
    standings: () => [],
    progress: () => {},
    ask: async () => ({ kind: 'unavailable' }),
  }
}

function expectSpeakable(text: string): void {
  expect(text).toMatch(/^[A-Z0-9].*\.$/)
  expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}|\d:\d{2}(?!\s[AP]M)|[*_#`[\]{}]|\+\d/)
  expect(text.match(/[.!?](?=\s|$)/g)?.length).toBeLessThanOrEqual(2)
}
