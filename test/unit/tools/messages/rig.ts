import { expect, onTestFinished } from 'vitest'

import type { Conversation, Format, Mail, MailOutcome, Plan } from '../../../../src/index.ts'
import type { MountedCall } from '../../../../src/kernel/module.ts'
import { turnedClock } from '../../../../src/testing/turned-clock.ts'
import messages from '../../../../tools/messages/module.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { conversation, fakeHost } from '../reservations/fake-host.ts'

export const ALLOW = {
  'voice-agent': ['ada@example.com', '*@harbor.example'],
  'back-office': ['*@example.com'],
  muted: [],
}

export const TO_ADA = {
  to: 'ada@example.com',
  subject: 'Your table',
  text: 'See you at eight on Friday.',
}

export interface Said {
  /** `ok`, or the code of the refusal. */
  readonly outcome: string
  readonly text: string
  readonly value: Readonly<Record<string, unknown>>
}

interface How {
  readonly client?: string
  /** Its id; `null` for a client that names none. */
  readonly conversation?: string | null
  readonly signal?: AbortSignal
  readonly operationKey?: string
  readonly format?: Format
}

interface Setting {
  readonly dir?: string
  readonly config?: object
  /** What comes of a mail; it may take its time. */
  readonly post?: (mail: Mail) => Promise<MailOutcome>
}

/** The module as the house mounts it, with a post office that remembers, on a database that is gone after the test. */
export async function mounted(setting: Setting = {}) {
  const { dir = tempDir(), config = { allow: ALLOW } } = setting
  const { post = () => Promise.resolve<MailOutcome>({ kind: 'accepted' }) } = setting
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const posted: Mail[] = []
  const mailer = {
    send: (mail: Mail) => {
      posted.push(mail)
      return post(mail)
    },
  }
  const module = await messages.mount(config, { ...fakeHost(clock, dir), mailer })
  onTestFinished(() => module.close())

  const prepared = (name: string, input: object): MountedCall => {
    const tool = module.tools.find((one) => one.name === `messages_${name}`)
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
    return { outcome: 'ok', text, value: { ...reply.value } }
  }
  const plan = async (
    id: string,
    how: How = {},
  ): Promise<Plan | { refused: string; text: string }> => {
    const made = await prepared('send', { message_id: id }).plan(contextOf(how))
    if (made === undefined) throw new Error('There is no plan.')
    return made instanceof Error ? { refused: made.code, text: made.message } : made
  }
  return {
    call,
    plan,
    clock,
    dir,
    module,
    posted,
    /** Drafts a message to Ada, and answers its id. */
    drafted: async (input: object = TO_ADA, how: How = {}): Promise<string> =>
      idIn(await call('draft', input, how)),
    send: (id: string, how: How = {}) => call('send', { message_id: id }, how),
    check: (id: string, how: How = {}) => call('check', { message_id: id }, how),
  }
}

export function idIn({ value, text }: Said): string {
  const id = value['message_id']
  if (typeof id !== 'string') throw new Error(`There is no id in: ${text}`)
  return id
}

function contextOf(how: How) {
  const name = how.conversation === undefined ? 'c1' : how.conversation
  const talk: Conversation | undefined = name === null ? undefined : conversation(name)
  return {
    callId: 'call-1',
    client: how.client ?? 'voice-agent',
    signal: how.signal ?? new AbortController().signal,
    conversation: talk,
    operationKey: how.operationKey ?? 'operation-1',
    standings: () => [],
    progress: () => {},
    ask: async () => ({ kind: 'unavailable' as const }),
  }
}

function expectSpeakable(text: string): void {
  expect(text).toMatch(/^[A-Z0-9].*\.$/)
  expect(text).not.toMatch(/https?:|[*_#`[\]{}]|\n/)
  // What a message itself says may be any number of sentences.
  const own = text.replaceAll(/"[^"]*"/g, '')
  expect(own.match(/[.!?](?=\s|$)/g)?.length).toBeLessThanOrEqual(2)
}
