import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

import type { Journal } from '../../src/kernel/journal.ts'
import { stopFile } from '../../src/store/places.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { newBank } from '../support/bank.ts'
import { BANK_CONFIG, openBank, rowsIn, type OpenBank } from '../support/open-bank.ts'
import { newPhone } from '../support/phone.ts'
import { tempDir } from '../support/temp-dir.ts'

/** Where a process can die over a call: claimed · committed · with its effect made, but not on record. */
export const DEATHS = ['commit', 'effect', 'finish'] as const
export type Death = (typeof DEATHS)[number]

/** Deployments that follow each other: another definition of the tools, another clearance, another rule. */
export const DEPLOYMENTS = [
  { yaml: BANK_CONFIG },
  { yaml: BANK_CONFIG, version: '1.0.1' },
  { yaml: BANK_CONFIG.replace('  line: {', '  line: { confirmAfterSeconds: 9,') },
  {
    yaml: `${BANK_CONFIG}\nrules: { late: { tools: [bank_move], when: 'now > timestamp("2026-03-10T17:04:00Z")', gate: delivered } }\n`,
  },
] as const

/** The house, as it stands after every restart and death. */
export interface Rig {
  house: OpenBank
  deployment: number
  /** Calls whose intent was on the disk when their effect began. */
  readonly intents: Set<string>
  /** From now on the process dies at this point of a call. */
  deathAt: Death | undefined
  /** Resolves when it has. */
  died: PromiseWithResolvers<void>
  reopen(deployment: number): Promise<void>
  setStopped(isStopped: boolean): void
}

const NEVER = new Promise<never>(() => {})

export async function openRig(): Promise<Rig> {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const shared = { dir: tempDir(), clock, bank: newBank(), phone: newPhone(), isKept: true }
  const intents = new Set<string>()
  const open = (deployment: number) =>
    openBank({ ...shared, ...DEPLOYMENTS[deployment], aroundJournal: mortal })
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
      renew: (...given) => (isDead ? NEVER : journal.renew(...given)),
      cancel: (...given) => (isDead ? NEVER : journal.cancel(...given)),
      commit: (...given) => (dies('commit') ? die() : journal.commit(...given)),
      finish: (...given) => (dies('finish') ? die() : journal.finish(...given)),
    }
  }
  const rig: Rig = {
    house: await openBank({ ...shared, ...DEPLOYMENTS[0] }),
    deployment: 0,
    intents,
    deathAt: undefined,
    died: Promise.withResolvers(),
    async reopen(deployment) {
      rig.deployment = deployment
      rig.house = await open(deployment)
    },
    setStopped(isStopped) {
      const file = stopFile(join(shared.dir, 'data'))
      if (isStopped) writeFileSync(file, '')
      else rmSync(file, { force: true })
    },
  }
  await rig.house.close()
  shared.bank.wait = async () => {
    for (const { kind, call, body } of rowsIn(shared.dir))
      if (kind === 'call' && body.result === null) intents.add(String(call))
    if (rig.deathAt === 'effect') await die()
  }
  await rig.reopen(0)
  return rig
}

/** What has to be true of the whole ledger after any history. */
export async function checkLedger({ house, intents }: Rig): Promise<void> {
  const rows = await house.rows()
  const named = new Map<string, string>()
  for (const { kind, call, body } of rows)
    if (kind === 'call' && body.decision.clearance !== null && call !== null) {
      expect(body.decision.verdict).toBe('allowed')
      named.set(call, body.decision.clearance)
    }
  const gated = house.bank.effects.filter(({ tool }) => GATED.has(tool))
  const consumed = gated.map(({ call }) => named.get(call))
  expect(consumed, 'a gated effect without a clearance').not.toContain(undefined)
  expect(new Set(consumed).size, 'a clearance with two effects').toBe(consumed.length)
  for (const { call } of house.bank.effects)
    expect(intents.has(call), 'an effect whose intent was not on the disk').toBe(true)
  for (const { kind, body } of rows)
    expect(
      kind === 'call' && body.decision.proof === 'none' && body.decision.clearance !== null,
    ).toBe(false)
}

export const GATED: ReadonlySet<string> = new Set(['bank_move', 'bank_send', 'bank_charge'])
