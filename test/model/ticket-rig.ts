import { expect } from 'vitest'

import type { Journal } from '../../src/kernel/journal.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { newBank } from '../support/bank.ts'
import { OPERATED_BANK, openBank, ticks, type OpenBank } from '../support/open-bank.ts'
import { tempDir } from '../support/temp-dir.ts'

/** Where a process can die over a call: claimed · committed · with its effect made, but not on record. */
export type Death = 'commit' | 'effect' | 'finish'

/** Deployments that follow each other. `needed`: how many persons have to approve. */
export const DEPLOYMENTS = [
  { yaml: OPERATED_BANK, needed: 1 },
  { yaml: OPERATED_BANK, version: '1.0.1', needed: 1 },
  { yaml: `${OPERATED_BANK}approvals: { quietMinutes: 1 }\n`, needed: 1 },
  { yaml: `${OPERATED_BANK}approvals: { operators: 2 }\n`, needed: 2 },
  { yaml: `${OPERATED_BANK}approvals: { onApproval: execute }\n`, needed: 1 },
] as const

/** The bank and its operators, as they stand after every restart and death. */
export interface TicketRig {
  house: OpenBank
  deployment: number
  deathAt: Death | undefined
  died: PromiseWithResolvers<void>
  reopen(deployment: number): Promise<void>
}

const NEVER = new Promise<never>(() => {})

export async function openTicketRig(): Promise<TicketRig> {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const shared = { dir: tempDir(), clock, bank: newBank(), isKept: true, runsApproved: true }
  const die = (): Promise<never> => {
    rig.deathAt = undefined
    rig.died.resolve()
    return NEVER
  }
  /** A process that has died writes nothing any more, though its timers still run here. */
  const mortal = (journal: Journal): Journal => {
    let isDead = false
    const dies = (at: Death): boolean => {
      isDead ||= rig.deathAt === at
      return isDead
    }
    return {
      ...journal,
      append: (entries) => (isDead ? NEVER : journal.append(entries)),
      appendSoon: (entries) => (isDead ? NEVER : journal.appendSoon(entries)),
      sweep: (nowMs) => (isDead ? NEVER : journal.sweep(nowMs)),
      claim: (claim) => (isDead ? NEVER : journal.claim(claim)),
      ask: (...given) => (isDead ? NEVER : journal.ask(...given)),
      endTicket: (...given) => (isDead ? NEVER : journal.endTicket(...given)),
      ticketsToRun: (nowMs) => (isDead ? [] : journal.ticketsToRun(nowMs)),
      renew: (...given) => (isDead ? NEVER : journal.renew(...given)),
      cancel: (...given) => (isDead ? NEVER : journal.cancel(...given)),
      commit: (...given) => (dies('commit') ? die() : journal.commit(...given)),
      finish: (...given) => (dies('finish') ? die() : journal.finish(...given)),
    }
  }
  const open = (deployment: number) =>
    openBank({ ...shared, ...DEPLOYMENTS[deployment], leaseMs: 5_000, aroundJournal: mortal })
  const rig: TicketRig = {
    house: await open(0),
    deployment: 0,
    deathAt: undefined,
    died: Promise.withResolvers(),
    async reopen(deployment) {
      rig.deployment = deployment
      rig.house = await open(deployment)
    },
  }
  shared.bank.wait = async () => {
    if (rig.deathAt === 'effect') await die()
  }
  return rig
}

/** Lets everything go on that has begun, for so long. */
export async function passing({ house }: TicketRig, byMs: number): Promise<void> {
  house.clock.turn(byMs)
  await ticks(40)
  house.clock.turn(600)
  await ticks(40)
}

/** By the call that made an effect: the ticket that let it, by its number, and when it was claimed. */
export async function ticketsOfEffects({ house }: TicketRig): Promise<ReadonlyMap<string, Used>> {
  const rows = await house.rows()
  const numbers = new Map<string, number>()
  const used = new Map<string, number>()
  const byCall = new Map<string, string>()
  for (const { kind, body, call, atMs } of rows) {
    if (kind === 'ticket') numbers.set(body.id, body.number)
    if (kind === 'ticket' && body.event === 'used') {
      expect(used.has(body.id), `ticket ${body.number} used twice`).toBe(false)
      used.set(body.id, atMs)
    }
    const clearance = kind === 'call' ? body.decision.clearance : null
    if (call !== null && clearance !== null) byCall.set(call, clearance)
  }
  return new Map(
    [...byCall].flatMap(([call, id]) => {
      const [number, usedAtMs] = [numbers.get(id), used.get(id)]
      return number === undefined || usedAtMs === undefined ? [] : [[call, { number, usedAtMs }]]
    }),
  )
}

interface Used {
  readonly number: number
  readonly usedAtMs: number
}
