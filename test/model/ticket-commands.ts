import fc from 'fast-check'
import { expect } from 'vitest'

import type { Effect } from '../support/bank.ts'
import type { Answered } from '../support/open-bank.ts'
import { whenEnded } from './when-ended.ts'
import { DEPLOYMENTS, passing, ticketsOfEffects, type Death, type TicketRig } from './ticket-rig.ts'

const MINUTE = 60_000
const LIFE_MS = 15 * MINUTE

interface Request {
  readonly client: 'voice' | 'desk' | 'back'
  readonly room: 'a' | 'b' | undefined
  readonly tool: 'bank_close' | 'bank_pay'
  readonly input: Readonly<Record<string, string | number>>
  readonly key: string | undefined
}

/** A ticket, as an onlooker knows it who has seen every call, answer and decision. */
interface Known {
  readonly request: string
  /** Everything that its approval counts for. */
  readonly binding: string
  /** What of it an effect shows: which tool has done what to which account, in which deployment. */
  readonly deed: string
  readonly client: Request['client']
  readonly needed: number
  readonly persons: Set<string>
  approvals: number
  readonly askedAtMs: number
  approvedAtMs: number | undefined
  isDenied: boolean
  /** Another request of its own came meanwhile that did not fit it, or its time has run out: it never counts again. */
  isOver: boolean
  /** How far a process got with it that has died is not known. */
  isUnsure: boolean
  /** The operation that it let begin; several effects under one operation key are one. */
  usedBy: string | undefined
}

export interface TicketBelief {
  readonly tickets: Map<number, Known>
  effects: number
}

export const newTicketBelief = (): TicketBelief => ({ tickets: new Map(), effects: 0 })

/** Who is behind an operator, and whose calls are therefore not theirs to decide on. */
const PERSONS: Readonly<Record<string, readonly string[]>> = {
  day: ['p-day'],
  day_again: ['p-day'],
  night: ['p-night'],
  ada: ['u-ada'],
  ada_service: ['p-robot', 'u-ada'],
}
const OWNERS = { voice: ['u-ada'], desk: ['u-ben'], back: ['p-night'] } as const

const requestOf = (one: Request): string =>
  JSON.stringify([one.client, one.room ?? null, one.tool, one.key ?? one.input])

const bindingOf = (rig: TicketRig, one: Request): string =>
  JSON.stringify([requestOf(one), one.input, rig.deployment, accountOf(rig, one)])

const accountOf = ({ house }: TicketRig, { input }: Request): string | undefined =>
  house.bank.accounts.get(String(input['of']))

/** As an effect tells it, whose words name the account that it really went to. */
const deedOf = ({ deployment }: TicketRig, { tool, what }: Pick<Effect, 'tool' | 'what'>): string =>
  JSON.stringify([tool, what, deployment])

function whatOf(rig: TicketRig, one: Request): string {
  const { of, amount } = one.input
  return one.tool === 'bank_close' ? `${of} (${accountOf(rig, one) ?? ''})` : String(amount)
}

interface Way {
  readonly times?: number
  readonly deathAt?: Death
}

async function attempt(
  belief: TicketBelief,
  rig: TicketRig,
  one: Request,
  way: Way,
): Promise<void> {
  const binding = bindingOf(rig, one)
  const good = goodTicket(belief, rig, one)
  const askedAtMs = rig.house.clock.now()
  const before = rig.house.bank.effects.length
  const answers = await made(rig, one, way)
  const said = `${JSON.stringify(one)} ${JSON.stringify(way)} → ${answers.map(({ code }) => code).join()}`
  const done = rig.house.bank.effects.slice(before)
  for (const { text } of answers) learn(belief, rig, { one, text, binding, askedAtMs })
  await hold(belief, rig, done, said)
  const isQuiet = way.times === undefined && way.deathAt === undefined
  // Safe is also what never does anything: a good ticket has to be enough.
  if (good && way.deathAt !== undefined) good.isUnsure = true
  if (isQuiet && good && !good.isUnsure && !isExecuted(rig))
    expect([answers[0]?.code, done.length], `it should have run: ${said}`).toEqual(['success', 1])
}

/** Remembers the ticket that an answer names for the first time. */
function learn(
  belief: TicketBelief,
  rig: TicketRig,
  {
    one,
    text,
    binding,
    askedAtMs,
  }: { one: Request; text: string; binding: string; askedAtMs: number },
): void {
  const number = Number(/ticket A-(\d+)\. Nothing is done yet/.exec(text)?.[1] ?? 0)
  if (number === 0 || belief.tickets.has(number)) return
  endOthers(belief, one)
  belief.tickets.set(number, {
    request: requestOf(one),
    binding,
    deed: deedOf(rig, { tool: one.tool, what: whatOf(rig, one) }),
    client: one.client,
    needed: DEPLOYMENTS[rig.deployment]?.needed ?? 1,
    persons: new Set(),
    approvals: 0,
    askedAtMs,
    approvedAtMs: undefined,
    isDenied: false,
    isOver: false,
    isUnsure: false,
    usedBy: undefined,
  })
}

const isExecuted = ({ deployment }: TicketRig): boolean => deployment === 4

/** A ticket that certainly lets this call run now. */
function goodTicket({ tickets }: TicketBelief, rig: TicketRig, one: Request): Known | undefined {
  const nowMs = rig.house.clock.now()
  const newest = [...tickets.values()].findLast(({ request }) => request === requestOf(one))
  if (!newest || newest.isOver || newest.isDenied || newest.usedBy !== undefined) return undefined
  const { approvedAtMs, binding } = newest
  const isAlive = approvedAtMs !== undefined && nowMs < approvedAtMs + LIFE_MS
  return isAlive && binding === bindingOf(rig, one) ? newest : undefined
}

/** A newer ticket for the same request means that the older ones have come to their end. */
function endOthers({ tickets }: TicketBelief, one: Request): void {
  for (const known of tickets.values()) if (known.request === requestOf(one)) known.isOver = true
}

async function made(rig: TicketRig, one: Request, way: Way): Promise<readonly Answered[]> {
  const { times = 1, deathAt } = way
  const more = {
    ...(one.room !== undefined && { handle: one.room }),
    ...(one.key !== undefined && { idempotencyKey: one.key }),
  }
  rig.deathAt = deathAt
  rig.died = Promise.withResolvers()
  const running = Promise.all(
    Array.from({ length: times }, () => rig.house.call(one.client, one.tool, one.input, more)),
  )
  const answers = await whenEnded(rig, Promise.race([running, rig.died.promise]))
  rig.deathAt = undefined
  if (deathAt !== undefined) await rig.reopen(rig.deployment)
  return answers ?? []
}

/**
 * The promises: each effect has a ticket of its own, which enough persons have approved who are not the ones that ask, for
 * exactly this, in time, and which no other operation has used.
 */
async function hold(
  belief: TicketBelief,
  rig: TicketRig,
  done: readonly Effect[],
  said: string,
): Promise<void> {
  belief.effects += done.length
  if (done.length === 0) return
  const byCall = await ticketsOfEffects(rig)
  for (const effect of done) {
    const { number = 0, usedAtMs = Infinity } = byCall.get(effect.call) ?? {}
    const known = belief.tickets.get(number)
    expect(known, `an effect without a ticket: ${said}`).toBeDefined()
    if (!known) continue
    expect(known.approvals, `too few have approved: ${said}`).toBeGreaterThanOrEqual(known.needed)
    expect([known.isDenied, known.usedBy ?? effect.operationKey], said).toEqual([
      false,
      effect.operationKey,
    ])
    expect(deedOf(rig, effect), `not what was approved: ${said}`).toBe(known.deed)
    // When it was claimed counts: what has begun in time may be finished later.
    const lateMs = usedAtMs - (known.approvedAtMs ?? 0)
    expect(lateMs, `too late: ${said}`).toBeLessThan(LIFE_MS)
    known.usedBy = effect.operationKey ?? ''
  }
}

async function decide(
  belief: TicketBelief,
  rig: TicketRig,
  { number, operator, isDenial }: { number: number; operator: string; isDenial: boolean },
): Promise<void> {
  const known = belief.tickets.get(number)
  if (!known) return
  const nowMs = rig.house.clock.now()
  const verdict = isDenial ? 'deny' : 'approve'
  const made = await rig.house.decide(operator, number, { verdict, reason: 'because' })
  const persons = PERSONS[operator] ?? []
  const owners: readonly string[] = OWNERS[known.client]
  const said = `${operator} ${verdict} ${number} → ${made.kind === 'refused' ? made.code : made.kind}`
  if (made.kind === 'refused') return
  expect(
    persons.some((person) => owners.includes(person)),
    `their own: ${said}`,
  ).toBe(false)
  expect(
    persons.some((person) => known.persons.has(person)),
    `twice: ${said}`,
  ).toBe(false)
  expect(nowMs - known.askedAtMs, `too late: ${said}`).toBeLessThan(LIFE_MS)
  expect([known.isDenied, known.approvedAtMs], `over already: ${said}`).toEqual([false, undefined])
  if (made.kind === 'denied') known.isDenied = true
  else {
    for (const person of persons) known.persons.add(person)
    known.approvals += 1
  }
  const isEnough = known.approvals >= known.needed
  if (made.kind !== 'denied') expect(made.kind, said).toBe(isEnough ? 'approved' : 'endorsed')
  if (made.kind === 'approved') known.approvedAtMs = nowMs
}

async function pass(
  belief: TicketBelief,
  rig: TicketRig,
  byMs: number,
  said: string,
): Promise<void> {
  const before = rig.house.bank.effects.length
  await passing(rig, byMs)
  await hold(belief, rig, rig.house.bank.effects.slice(before), said)
}

type Step = fc.AsyncCommand<TicketBelief, TicketRig>

const step = (
  words: string,
  run: (belief: TicketBelief, rig: TicketRig) => Promise<void>,
  check: (belief: Readonly<TicketBelief>) => boolean = () => true,
): Step => ({ check, run, toString: () => words })

const request = fc.record({
  client: fc.constantFrom('voice', 'voice', 'desk', 'back'),
  room: fc.constantFrom('a', 'a', 'b', undefined),
  key: fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 4 },
    { arbitrary: fc.constantFrom('key-00001', 'key-00002'), weight: 1 },
  ),
  call: fc.oneof(
    fc.record({
      tool: fc.constant('bank_close'),
      input: fc.record({ of: fc.constantFrom('anna', 'ben') }),
    }),
    fc.record({
      tool: fc.constant('bank_pay'),
      input: fc.record({ amount: fc.constantFrom(1, 2) }),
    }),
  ),
})

const way = fc.oneof(
  { arbitrary: fc.constant<Way>({}), weight: 8 },
  { arbitrary: fc.constant<Way>({ times: 3 }), weight: 1 },
  {
    arbitrary: fc.constantFrom('commit', 'effect', 'finish').map((deathAt): Way => ({ deathAt })),
    weight: 2,
  },
)

const ask = fc.record({ request, way }).map(({ request: { call, ...who }, way }) => {
  const one = { ...who, ...call }
  return step(`ask ${JSON.stringify({ ...one, ...way })}`, (belief, rig) =>
    attempt(belief, rig, one, way),
  )
})

/** Sends the request of one of the latest tickets again, as a client does that was told to. */
const again = fc.record({ back: fc.nat(2), way }).map(({ back, way }) =>
  step(
    `again ${JSON.stringify({ back, ...way })}`,
    async (belief, rig) => {
      const known = [...belief.tickets.values()].at(-1 - (back % belief.tickets.size))
      if (!known) return
      const [asked, input] = JSON.parse(known.binding)
      const [client, room, tool, key] = JSON.parse(asked)
      const one = {
        client,
        room: room ?? undefined,
        tool,
        input,
        key: typeof key === 'string' ? key : undefined,
      }
      await attempt(belief, rig, one, way)
    },
    ({ tickets }) => tickets.size > 0,
  ),
)

const decision = fc
  .record({
    back: fc.nat(2),
    operator: fc.constantFrom('day', 'day', 'night', 'night', 'day_again', 'ada', 'ada_service'),
    isDenial: fc.oneof(
      { arbitrary: fc.constant(false), weight: 6 },
      { arbitrary: fc.constant(true), weight: 1 },
    ),
  })
  .map(({ back, ...how }) =>
    step(
      `decide ${JSON.stringify({ back, ...how })}`,
      async (belief, rig) => {
        const number = [...belief.tickets.keys()].at(-1 - (back % belief.tickets.size)) ?? 0
        await decide(belief, rig, { number, ...how })
      },
      ({ tickets }) => tickets.size > 0,
    ),
  )

const turn = fc
  .constantFrom(1_000, 1_000, 1_000, 61_000, 601_000, 16 * MINUTE, 40 * MINUTE)
  .map((byMs) => step(`turn ${byMs}`, (belief, rig) => pass(belief, rig, byMs, `turn ${byMs}`)))

const reopen = fc.nat(DEPLOYMENTS.length - 1).map((deployment) =>
  step(`reopen ${deployment}`, async (belief, rig) => {
    const before = rig.house.bank.effects.length
    await rig.house.close()
    await hold(belief, rig, rig.house.bank.effects.slice(before), 'closing')
    await rig.reopen(deployment)
  }),
)

const move = fc.constantFrom('X-1', 'A-17').map((account) =>
  step(`anna is ${account} now`, async (_belief, { house }) => {
    house.bank.accounts.set('anna', account)
    await Promise.resolve()
  }),
)

/** A history, in the order in which it happens. */
export const ticketHistory = fc.commands(
  [
    ask,
    ask,
    again,
    again,
    again,
    decision,
    decision,
    decision,
    turn,
    turn,
    reopen,
    move,
  ] as fc.Arbitrary<Step>[],
  { maxCommands: 30, size: 'max' },
)
