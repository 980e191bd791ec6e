import fc from 'fast-check'
import { expect } from 'vitest'

import { spokenCode, ticks, type Answered } from '../support/open-bank.ts'
import {
  bindingOf,
  learn,
  operationOf,
  placeOf,
  remember,
  yesFor,
  type Asked,
  type Attempt,
  type Belief,
} from './belief.ts'
import { whenEnded } from './when-ended.ts'
import { GATED, type Death, type Rig } from './rig.ts'

/** How an attempt is made: alone, several at once, by a client that hangs up, or by a process that dies. */
interface Way {
  readonly times?: number
  readonly canAsk?: boolean
  /** After so many moments the client withdraws it. */
  readonly abortAfter?: number
  readonly deathAt?: Death
}

/** Makes the calls, and holds what they did to what the onlooker believes may happen. */
export async function attempt(
  belief: Belief,
  rig: Rig,
  one: Attempt,
  way: Way = {},
): Promise<void> {
  const { times = 1 } = way
  const { deployment } = rig
  const nowMs = rig.house.clock.now()
  const early = yesFor(belief, one, { deployment, nowMs })
  const before = rig.house.bank.effects.length
  const answers = await made(rig, one, way)
  // A call that waits for another try may see its yes ripen.
  const yes = early ?? yesFor(belief, one, { deployment, nowMs: rig.house.clock.now() })
  const done = rig.house.bank.effects.slice(before)
  const said = `${JSON.stringify(one)} → ${answers.map(({ code }) => code).join(', ') || 'died'}`
  holdEffects(belief, rig, { one, yes, done: done.length, nowMs, said, times })
  const isQuiet = times === 1 && way.abortAfter === undefined && way.deathAt === undefined
  if (isQuiet)
    expectRun(belief, one, { yes, code: answers[0]?.code, done: done.length, said, nowMs })
  note(belief, rig, { one, yes, answers, done: done.length, way, nowMs, deployment })
}

async function made(rig: Rig, one: Attempt, way: Way): Promise<readonly Answered[]> {
  const { times = 1, canAsk = false, abortAfter, deathAt } = way
  const gone = new AbortController()
  const input = { ...one.input, ...(one.code !== undefined && { confirmation_code: one.code }) }
  const more = {
    canAsk,
    signal: gone.signal,
    ...(one.room !== undefined && { handle: one.room }),
    ...(one.key !== undefined && { idempotencyKey: one.key }),
    ...(one.state !== undefined && { answered: { state: one.state, action: 'accept' as const } }),
  }
  rig.deathAt = deathAt
  rig.died = Promise.withResolvers()
  const running = Promise.all(
    Array.from({ length: times }, () => rig.house.call(one.client, one.tool, input, more)),
  )
  if (abortAfter !== undefined) {
    for (let at = 0; at < abortAfter; at += 1) await Promise.resolve()
    gone.abort()
  }
  const ended = await whenEnded(rig, Promise.race([running, rig.died.promise]))
  // What was withdrawn is answered at once, and may still be on its way out.
  await ticks(4)
  const hasDied = ended === undefined
  if (deathAt !== undefined) await rig.reopen(rig.deployment)
  rig.deathAt = undefined
  return hasDied ? [] : ended
}

interface Happened {
  readonly one: Attempt
  readonly yes: Asked | undefined
  readonly done: number
  readonly nowMs: number
  readonly said: string
  readonly times: number
}

/** The promises: no effect without its own yes, at most one for each key, none while everything is stopped. */
function holdEffects(belief: Belief, rig: Rig, happened: Happened): void {
  const { one, done, said, times } = happened
  if (done === 0) return
  expect(belief.isStopped, `an effect while writes are stopped: ${said}`).toBe(false)
  if (GATED.has(one.tool)) {
    expect(isCleared(belief, rig, happened), `a gated effect without its yes: ${said}`).toBe(true)
    expect(done, `two effects for one yes: ${said}`).toBe(1)
  }
  const named = namedBy(belief, one)
  if (one.key !== undefined)
    expect(done + (named?.effects ?? 0), `two effects for one key: ${said}`).toBe(1)
  else if (one.tool === 'bank_order')
    expect(
      // A call that waits for another try may run when the order is another one already.
      [done, (belief.orders.get(orderOf(one))?.fromMs ?? 0) <= rig.house.clock.now()],
      `a duplicate: ${said}`,
    ).toEqual([1, true])
  else expect(done, `more effects than calls: ${said}`).toBeLessThanOrEqual(times)
}

/** By its own yes, or by the one that its operation has consumed before its process died. */
function isCleared(belief: Belief, rig: Rig, { one, yes, nowMs }: Happened): boolean {
  const held = namedBy(belief, one)?.held
  const isHeld = held?.binding === bindingOf(one, rig.deployment) && nowMs < held.expiresAtMs
  return yes !== undefined || isHeld
}

function namedBy({ named }: Belief, one: Attempt) {
  const operation = operationOf(one)
  return operation === undefined ? undefined : named.get(operation)
}

const orderOf = ({ client, room, input }: Attempt): string =>
  JSON.stringify([client, room ?? null, input])

/** Safe is also what never does anything: a good yes has to be enough, and a plain call needs none. */
function expectRun(
  belief: Belief,
  one: Attempt,
  {
    yes,
    code,
    done,
    said,
    nowMs,
  }: {
    yes: Asked | undefined
    code: string | undefined
    done: number
    said: string
    nowMs: number
  },
): void {
  const operation = operationOf(one)
  const isFresh = operation === undefined || !belief.named.has(operation)
  const order = belief.orders.get(orderOf(one))
  const isNew =
    one.tool !== 'bank_order' ||
    operation !== undefined ||
    order === undefined ||
    (order.isSure && order.fromMs <= nowMs)
  const isEnough = GATED.has(one.tool) ? yes?.state === 'open' : isNew
  if (belief.isStopped) expect(code, said).toBe('writes_stopped')
  else if (isFresh && isEnough)
    expect([code, done], `it should have run: ${said}`).toEqual(['success', 1])
}

interface Noted {
  readonly one: Attempt
  readonly yes: Asked | undefined
  readonly answers: readonly Answered[]
  readonly done: number
  readonly way: Way
  readonly nowMs: number
  readonly deployment: number
}

function note(belief: Belief, rig: Rig, noted: Noted): void {
  const { one, answers, nowMs } = noted
  noteYes(noted)
  noteOperation(belief, noted)
  const isOrder = one.tool === 'bank_order' && one.key === undefined
  if (isOrder && (noted.done > 0 || hasDied(noted)))
    belief.orders.set(orderOf(one), nextOrder(noted))
  for (const answer of answers) {
    learn(belief, one, answer, { isAlone: answers.length === 1, nowMs })
    const asked = askedIn(rig, noted, answer)
    if (asked) remember(belief, asked)
  }
}

const hasDied = ({ answers }: Noted): boolean => answers.length === 0

/** How far a call got that died, or was withdrawn, is not known. */
const isUnsure = (noted: Noted): boolean => hasDied(noted) || noted.way.abortAfter !== undefined

function noteYes(noted: Noted): void {
  const { yes, done } = noted
  if (!yes) return
  if (done > 0 || hasDied(noted)) yes.state = 'used'
  else if (isUnsure(noted)) yes.state = 'maybe'
}

function noteOperation(belief: Belief, noted: Noted): void {
  const { one, yes, answers, done } = noted
  const operation = operationOf(one)
  const wasBegun = done > 0 || isUnsure(noted) || answers.some(({ code }) => code === 'success')
  if (operation === undefined || !wasBegun) return
  const known = belief.named.get(operation)
  const held = known?.held ?? (isUnsure(noted) ? yes : undefined)
  const effects = (known?.effects ?? 0) + done
  belief.named.set(operation, { effects, held })
}

/** What may have begun when its process died is in doubt, and never ends; what was only claimed may be gone on with. */
function nextOrder(noted: Noted) {
  const { way, done, nowMs } = noted
  if (!hasDied(noted)) return { fromMs: nowMs + 60_000, isSure: true }
  const mayHaveBegun = done > 0 || way.deathAt === 'effect'
  return { fromMs: mayHaveBegun ? Number.POSITIVE_INFINITY : 0, isSure: false }
}

/** The yes that an answer asks for, if it does. */
function askedIn(
  rig: Rig,
  { one, way, nowMs, deployment }: Noted,
  answer: Answered,
): Asked | undefined {
  const base = {
    place: placeOf(one),
    binding: bindingOf(one, deployment),
    expiresAtMs: nowMs + 300_000,
    tries: 3,
    state: (way.times ?? 1) === 1 ? ('open' as const) : ('maybe' as const),
  }
  const ripeAtMs = nowMs + (one.client === 'voice' ? 2_000 : 1_000)
  if (answer.question)
    return {
      ...base,
      secret: answer.question.state,
      by: 'dialog',
      isDelivered: false,
      ripeAtMs: nowMs,
    }
  const spoken = spokenCode(answer)
  if (/^\d{4}$/.test(spoken))
    return { ...base, secret: spoken, by: 'code', isDelivered: false, ripeAtMs }
  if (!answer.text.includes('just now. Ask the person')) return undefined
  return { ...base, secret: rig.house.phone.code(), by: 'code', isDelivered: true, ripeAtMs }
}

type Step = fc.AsyncCommand<Belief, Rig>

const step = (
  words: string,
  run: (belief: Belief, rig: Rig) => Promise<void>,
  check: (belief: Readonly<Belief>) => boolean = () => true,
): Step => ({ check, run, toString: () => words })

const client = fc.constantFrom('voice', 'desk')
const room = fc.constantFrom('a', 'b', undefined)
const key = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 3 },
  { arbitrary: fc.constantFrom('key-00001', 'key-00002'), weight: 2 },
)
const call = fc.oneof(
  fc.record({
    tool: fc.constant('bank_move'),
    input: fc.record({ to: fc.constantFrom('anna', 'ben'), amount: fc.constantFrom(1, 2) }),
  }),
  fc.record({
    tool: fc.constant('bank_send'),
    input: fc.record({ to: fc.constant('anna'), amount: fc.constantFrom(1, 2) }),
  }),
  fc.record({
    tool: fc.constant('bank_charge'),
    input: fc.record({ amount: fc.constantFrom(1, 2) }),
  }),
)
const plainCall = fc.record({
  tool: fc.constantFrom('bank_buy', 'bank_order'),
  input: fc.record({ item: fc.constantFrom('mug', 'pen') }),
})

const way = fc.oneof(
  { arbitrary: fc.constant<Way>({}), weight: 6 },
  {
    arbitrary: fc.integer({ min: 0, max: 30 }).map((abortAfter): Way => ({ abortAfter })),
    weight: 2,
  },
  {
    arbitrary: fc.constantFrom('commit', 'effect', 'finish').map((deathAt): Way => ({ deathAt })),
    weight: 2,
  },
  { arbitrary: fc.constant<Way>({ times: 3 }), weight: 1 },
)

const ask = fc
  .record({ client, room, key, call, canAsk: fc.boolean() })
  .map(({ call, canAsk, ...who }) => {
    const one = { ...who, ...call, code: undefined, state: undefined }
    return step(`ask ${JSON.stringify({ ...one, canAsk })}`, (belief, rig) =>
      attempt(belief, rig, one, { canAsk }),
    )
  })

const plain = fc
  .record({ client, room, key, call: plainCall, way })
  .map(({ call, way, ...who }) => {
    const one = { ...who, ...call, code: undefined, state: undefined }
    return step(`plain ${JSON.stringify({ ...one, ...way })}`, (belief, rig) =>
      attempt(belief, rig, one, way),
    )
  })

/** In which point a confirmation differs from what was asked. */
const TWISTED = {
  code: ({ code, state }: Attempt) => ({
    code: code && String((Number(code) + 1) % 10_000),
    state: state && `${state}0`,
  }),
  input: ({ input }: Attempt) => ({ input: { ...input, amount: 3 } }),
  room: ({ room }: Attempt) => ({ room: room === 'a' ? 'b' : 'a' }),
  client: ({ client }: Attempt) => ({
    client: client === 'voice' ? ('desk' as const) : ('voice' as const),
  }),
  'none given': () => ({ code: undefined, state: undefined }),
}
const TWISTS = ['code', 'input', 'room', 'client', 'none given'] as const

/** Answers one of the latest questions, truly or with a twist. */
const confirm = fc
  .record({
    back: fc.oneof({ arbitrary: fc.constant(0), weight: 4 }, { arbitrary: fc.nat(5), weight: 1 }),
    key,
    way,
    twist: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 4 },
      { arbitrary: fc.constantFrom(...TWISTS), weight: 2 },
    ),
  })
  .map(({ back, key, way, twist }) =>
    step(
      `confirm ${JSON.stringify({ back, key, twist, ...way })}`,
      async (belief, rig) => {
        const asked = belief.asked.at(-1 - (back % belief.asked.length))
        if (!asked) return
        await attempt(belief, rig, twisted(asked, key, twist), way)
      },
      ({ asked }) => asked.length > 0,
    ),
  )

function twisted(
  asked: Asked,
  key: string | undefined,
  twist: (typeof TWISTS)[number] | undefined,
): Attempt {
  const [place, fields] = JSON.parse(asked.binding) as [string, [string, string | number][]]
  const [client, room, tool] = JSON.parse(place) as [
    Attempt['client'],
    string | null,
    Attempt['tool'],
  ]
  const straight = {
    client,
    room: room ?? undefined,
    tool,
    input: Object.fromEntries(fields),
    key,
    code: asked.by === 'code' ? asked.secret : undefined,
    state: asked.by === 'dialog' ? asked.secret : undefined,
  }
  return { ...straight, ...(twist && TWISTED[twist](straight)) }
}

const turn = fc
  .constantFrom(1_000, 2_000, 2_000, 2_000, 31_000, 60_000, 298_000, 601_000)
  .map((byMs) =>
    step(`turn ${byMs}`, async (_belief, { house }) => {
      house.clock.turn(byMs)
      await ticks(4)
    }),
  )

const reopen = fc.nat(3).map((deployment) =>
  step(`reopen ${deployment}`, async (_belief, rig) => {
    await rig.house.close()
    await rig.reopen(deployment)
  }),
)

const stop = fc.boolean().map((isStopped) =>
  step(isStopped ? 'stop' : 'resume', (belief, rig) => {
    belief.isStopped = isStopped
    rig.setStopped(isStopped)
    return Promise.resolve()
  }),
)

/** A history, in the order in which it happens. */
export const history = fc.commands(
  [ask, ask, confirm, confirm, confirm, plain, turn, turn, reopen, stop] as fc.Arbitrary<Step>[],
  { maxCommands: 30, size: 'max' },
)
