import { expect, onTestFinished } from 'vitest'

import type { CallContext, Conversation, Format, Json } from '../../../../src/index.ts'
import { lendingFor } from '../../../../src/kernel/lending.ts'
import reservations from '../../../../tools/reservations/module.ts'
import { reservationsDesk } from '../../../../tools/reservations/offers.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { turnedClock } from '../../../../src/testing/turned-clock.ts'
import { fakeHost } from './fake-host.ts'
import { HARBOR, type RawConfig } from './restaurants.ts'

/** Tuesday, March 10 2026, 10 AM in San Francisco. */
export const TUESDAY = '2026-03-10T17:00:00Z'

export interface Said {
  /** `ok`, or the code of the refusal. */
  readonly outcome: string
  readonly text: string
  readonly value: object
}

interface How {
  readonly conversation?: Conversation
  readonly client?: string
  readonly format?: Format
  readonly signal?: AbortSignal
  readonly operation?: string
}

/** What a call would do, in the words that are read back, or the refusal. */
export interface Planned {
  /** `ok`, or the code of the refusal. */
  readonly outcome: string
  readonly text: string
  readonly resolved: { readonly [field: string]: Json }
}

interface Setting {
  readonly at?: string
  readonly config?: RawConfig
  readonly dir?: string
}

/** The module as the house mounts it, on a database that is gone after the test. */
export async function mounted({ at = TUESDAY, config = HARBOR, dir = tempDir() }: Setting = {}) {
  const clock = turnedClock(at)
  const house = {}
  const host = { ...fakeHost(clock, dir), ...lendingFor(reservations, house) }
  const module = await reservations.mount(config, host)
  onTestFinished(() => module.close())

  const prepared = (name: string, input: object) => {
    const tool = module.tools.find((one) => one.name === `reservations_${name}`)
    const made = tool?.prepare(input)
    if (!made || !('execute' in made))
      throw new Error(`${name} does not take this: ${JSON.stringify(made)}`)
    return made
  }
  const call = async (name: string, input: object, how: How = {}): Promise<Said> => {
    const reply = await prepared(name, input).execute(contextOf(how))
    const concise = reply instanceof Error ? reply.message : reply.text('concise')
    expectSpeakable(concise)
    if (reply instanceof Error) return { outcome: reply.code, text: concise, value: {} }
    const text = how.format === 'detailed' ? reply.text('detailed') : concise
    return { outcome: 'ok', text, value: reply.value }
  }
  const plan = async (name: string, input: object, how: How = {}): Promise<Planned> => {
    const made = await prepared(name, input).plan(contextOf(how))
    if (made === undefined) throw new Error(`${name} has no plan.`)
    if (made instanceof Error) {
      expectSpeakable(made.message)
      return { outcome: made.code, text: made.message, resolved: {} }
    }
    expectSpeakable(`Read this back to the caller: ${made.readBack}.`)
    return { outcome: 'ok', text: made.readBack, resolved: made.resolved }
  }
  const desk = reservationsDesk.lent.get(house)
  if (!desk) throw new Error('The desk is not lent.')
  return { call, plan, prepared, clock, dir, module, desk, said: said(call) }
}

export type Mounted = Awaited<ReturnType<typeof mounted>>

function contextOf(how: How): CallContext {
  return {
    callId: 'call-1',
    client: how.client ?? 'voice-agent',
    signal: how.signal ?? new AbortController().signal,
    conversation: how.conversation,
    operationKey: how.operation,
    standings: () => [],
    progress: () => {},
    ask: async () => ({ kind: 'unavailable' }),
  }
}

/** The code in an answer such as "Booked for … The code is R-1842." */
export function codeIn({ text }: Said): string {
  const code = /R-\d+/.exec(text)?.[0]
  if (code === undefined) throw new Error(`There is no code in: ${text}`)
  return code
}

function said(call: (name: string, input: object, how?: How) => Promise<Said>) {
  return async (name: string, input: object, how?: How): Promise<string> => {
    const { text } = await call(name, input, how)
    return text
  }
}

/** What every answer of every test has to be: short, and sayable as it stands. */
function expectSpeakable(text: string): void {
  expect(text).toMatch(/^[A-Z0-9].*\.$/)
  expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}|\d:\d{2}(?!\s[AP]M)|https?:|[*_#`[\]{}]/)
  expect(text.match(/[.!?](?=\s|$)/g)?.length).toBeLessThanOrEqual(2)
}
