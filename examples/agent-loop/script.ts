import assert from 'node:assert/strict'

import type { Heard, Model, Turn } from './loop.ts'

/** Speaks for the model, one turn at a time, and is given what its tools said. A turn without calls is its last word. */
type Script = Generator<Turn, void, readonly Heard[]>

/** One phone call. */
export interface Scene {
  readonly title: string
  /** What the server's log says of its calls, in any order. */
  readonly outcomes: readonly string[]
  readonly user: readonly string[]
  script(): Script
  /** Its name, when it is not given the usual one. */
  readonly conversation?: string
  /** How long the caller takes for each answer; no time, if it does not say. */
  readonly answersAfterMs?: number
  /** How many calls are at work together; one, if it does not say. */
  readonly atOnce?: number
  /** The caller hangs up while a tool is at work, so that the script does not come to its end. */
  readonly hangsUp?: boolean
}

const LET_GO = 'I am sorry, I cannot find that out just now. A colleague will call you back.'

/** Follows a script, unless there are no tools left to follow it with. */
export function scriptedModel(lines: Script): Model {
  return {
    reply(messages, tools) {
      const last = messages.at(-1)
      const { value } = lines.next(last?.from === 'tools' ? last.heard : [])
      if (!value) throw new Error('The script has come to its end.')
      return tools.length > 0 ? value : { say: LET_GO }
    },
  }
}

/** The first such weekday that is at least a week away, as YYYY-MM-DD. */
export function dateOf(weekday: 'monday' | 'tuesday' | 'friday'): string {
  const wanted = { monday: 1, tuesday: 2, friday: 5 }[weekday]
  const monday = new Date(Date.now() + 7 * 86_400_000)
  monday.setUTCDate(monday.getUTCDate() + ((8 - monday.getUTCDay()) % 7))
  monday.setUTCDate(monday.getUTCDate() + wanted - 1)
  return monday.toISOString().slice(0, 10)
}

export function said(heard: Heard | undefined, words: RegExp): void {
  assert.match(heard?.text ?? '', words)
  assert.equal(heard?.isError, false)
}

/** The code that the caller's yes is worth, in a refusal that asks for one. */
export function confirmationIn(heard: Heard | undefined): string {
  const [, code = ''] = /confirmation_code (\d+)/.exec(heard?.text ?? '') ?? []
  assert.notEqual(code, '', `Nothing is to be confirmed in: ${heard?.text}`)
  return code
}

export function refused(heard: Heard | undefined, words: RegExp): void {
  assert.match(heard?.text ?? '', words)
  assert.equal(heard?.isError, true)
}
