import Sqlite from 'better-sqlite3'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as tick } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

import { openApp, type App } from '../../src/app.ts'
import type { Decided, NotDecided } from '../../src/approvals/desk.ts'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/load.ts'
import { startCall, type Call, type Caller } from '../../src/kernel/call.ts'
import { AskInDialog, type ErrorCode, type Question } from '../../src/kernel/error.ts'
import type { Journal } from '../../src/kernel/journal.ts'
import type { Entry } from '../../src/kernel/ledger.ts'
import type { Outcome } from '../../src/kernel/outcome.ts'
import type { CallRecord } from '../../src/policy/observe.ts'
import { databaseFile } from '../../src/store/places.ts'
import operations from '../../tools/operations/module.ts'
import { turnedClock, type TurnedClock } from '../../src/testing/turned-clock.ts'
import { bankModule, newBank, type Bank } from './bank.ts'
import { newPhone, type Phone } from './phone.ts'
import { tempDir } from './temp-dir.ts'

/** `voice` calls for Ada and `desk` for Ben, who can be reached; `mute` for Cleo, who cannot; `line` for whoever is verified. */
export const BANK_CONFIG = `
server: { port: 0, demo: true, dataDir: data }
modules: { bank: {} }
toolsets: { counter: [bank_look, bank_buy] }
clients:
  voice: { profile: voice, tools: { include: ['*'] }, highestTier: irreversible, user: { id: u-ada, name: Ada, email: ada@example.com } }
  desk: { profile: full, tools: { include: ['*'] }, highestTier: irreversible, user: { id: u-ben, name: Ben, email: ben@example.com } }
  mute: { profile: full, tools: { include: ['*'] }, highestTier: irreversible, user: { id: u-cleo, name: Cleo } }
  line: { profile: voice, tools: { include: ['*'] }, highestTier: irreversible }
`

/**
 * The same, with people who decide: `day` and `night` on everything, `teller` on sums of money, `ada`, who is also the
 * one that `voice` calls for, and a service of hers. `back` is run by `night`'s person.
 */
export const OPERATED_BANK = `
${BANK_CONFIG.replaceAll('highestTier: irreversible', 'highestTier: privileged')}  back: { profile: full, tools: { include: ['*'] }, highestTier: privileged, owner: p-night }
operators:
  day: { person: p-day, tools: ['*'], highestTier: privileged }
  night: { person: p-night, tools: ['*'], highestTier: privileged }
  teller: { person: p-teller, tools: [bank_send, bank_buy], clients: [desk], highestTier: irreversible }
  ada: { person: U-Ada, tools: ['*'], highestTier: privileged }
  ada_service: { person: p-robot, owner: u-ada, tools: ['*'], highestTier: privileged }
  day_again: { person: P-DAY, tools: ['*'], highestTier: privileged }
`

/** How an operator decides in a test; `seen` is what the sheet says, unless a test says otherwise. */
export interface TestRuling {
  readonly verdict?: 'approve' | 'deny'
  readonly seen?: string
  readonly reason?: string
}

export interface BankSetting {
  /** A folder that is there already: the same house, opened once more. */
  readonly dir?: string
  readonly clock?: TurnedClock
  readonly bank?: Bank
  readonly phone?: Phone | undefined
  readonly yaml?: string
  readonly version?: string
  readonly leaseMs?: number
  readonly runsApproved?: boolean
  readonly aroundJournal?: (opened: Journal) => Journal
  /** What no file may say, such as a gate that cannot be passed yet. */
  readonly configured?: (config: Config) => Config
  /** The test closes it itself. */
  readonly isKept?: boolean
}

/** How a call came out. */
export interface Answered {
  readonly id: string
  readonly outcome: Outcome
  readonly code: ErrorCode | 'success'
  readonly text: string
  readonly question: Question | undefined
}

export type More = Partial<
  Pick<Caller, 'handle' | 'narrowing'> &
    Pick<Call, 'signal' | 'goneMeansCancelled' | 'canAsk' | 'answered' | 'idempotencyKey'>
>

export interface OpenBank {
  readonly app: App
  readonly bank: Bank
  readonly phone: Phone
  readonly clock: TurnedClock
  readonly dir: string
  /** Everything that went to the log, causes included. */
  readonly logged: { readonly record: CallRecord; readonly cause: unknown }[]
  readonly announced: string[]
  call(client: string, tool: string, input: unknown, more?: More): Promise<Answered>
  /** An operator decides on the ticket of this number. */
  decide(operator: string, number: number, ruling?: TestRuling): Promise<Decided | NotDecided>
  /** Opens the same house once more, as another process or after a restart would. */
  again(other?: BankSetting): Promise<OpenBank>
  /** The ledger's rows, once what is pending has been written. */
  rows(): Promise<readonly Row[]>
  close(): Promise<void>
}

export type Row = { readonly seq: number; readonly text: string } & Entry

/** A bank in a house of its own, with a clock to turn and a phone to look at. */
export async function openBank(setting: BankSetting = {}): Promise<OpenBank> {
  const { dir = tempDir(), clock = turnedClock('2026-03-10T17:00:00Z'), bank = newBank() } = setting
  const phone = setting.phone ?? newPhone()
  const { yaml = BANK_CONFIG, version } = setting
  const logged: { record: CallRecord; cause: unknown }[] = []
  const announced: string[] = []
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(file, yaml)
  const builtIn = [bankModule(bank, version), operations]
  const config = loadConfig(file, { builtIn, imported: new Map() }, {})
  const app = await openApp({
    config: setting.configured?.(config) ?? config,
    clock,
    recordCall: (_level, record, cause) => logged.push({ record, cause }),
    announce: ({ tool, outcome }) => announced.push(`${tool} ${outcome}`),
    ...(!('phone' in setting && setting.phone === undefined) && { notifier: phone }),
    ...partsOf(setting),
  })
  const close = async (): Promise<void> => {
    // The clock stands still, so what never ends would be waited for without end.
    const turning = setInterval(() => clock.turn(60_000), 1)
    await app.close()
    clearInterval(turning)
  }
  if (!setting.isKept) onTestFinished(close)
  return {
    app,
    bank,
    phone,
    clock,
    dir,
    logged,
    announced,
    close,
    call: (client, tool, input, more = {}) => callOn(app, client, tool, { input, more }),
    decide: (name, number, ruling = {}) => decideAt(app, config, { name, number, ...ruling }),
    again: (other = {}) => openBank({ dir, clock, bank, phone, yaml, ...other }),
    rows: async () => {
      clock.turn(25)
      await ticks()
      return rowsIn(dir)
    },
  }
}

function partsOf({ leaseMs, runsApproved, aroundJournal }: BankSetting) {
  return {
    ...(runsApproved !== undefined && { runsApproved }),
    ...(leaseMs !== undefined && { leaseMs }),
    ...(aroundJournal !== undefined && { aroundJournal }),
  }
}

async function callOn(
  app: App,
  client: string,
  toolName: string,
  { input, more }: { readonly input: unknown; readonly more: More },
): Promise<Answered> {
  const { handle, narrowing = {}, signal = new AbortController().signal, ...rest } = more
  const caller = {
    credential: { kind: 'local', client } as const,
    narrowing,
    ...(handle !== undefined && { handle }),
  }
  const call = startCall({ caller, toolName, rawArguments: input, signal, ...rest })
  const outcome = await app.run(call)
  const { id } = call
  if (outcome.kind === 'success')
    return { id, outcome, code: 'success', text: outcome.answer.text, question: undefined }
  const { code, message: text } = outcome.error
  const question = outcome.error instanceof AskInDialog ? outcome.error.question : undefined
  return { id, outcome, code, text, question }
}

async function decideAt(
  { desk }: App,
  { operators }: Config,
  { name, number, ...ruling }: TestRuling & { readonly name: string; readonly number: number },
): Promise<Decided | NotDecided> {
  const operator = operators.find((one) => one.name === name)
  if (!operator) throw new Error(`no operator ${name}`)
  const {
    verdict = 'approve',
    seen = desk.show(operator, number)?.seen ?? '',
    reason = null,
  } = ruling
  return desk.decide(operator, number, { verdict, seen, reason, from: 'test' })
}

interface StoredRow {
  readonly seq: number
  readonly at: number
  readonly kind: Entry['kind']
  readonly run: string | null
  readonly call: string | null
  readonly body: string
}

/** All rows of the ledger in a folder. */
export function rowsIn(dir: string): readonly Row[] {
  const database = new Sqlite(databaseFile(join(dir, 'data')), { readonly: true })
  const rows = database.prepare<[], StoredRow>('SELECT * FROM ledger ORDER BY seq').all()
  database.close()
  return rows.map(({ body, at, ...row }) => {
    return { ...row, atMs: at, body: JSON.parse(body), text: body }
  })
}

/** The digits in the last sentence that asks for a code. */
export function spokenCode({ text }: Pick<Answered, 'text'>): string {
  return /confirmation_code (\d+)/.exec(text)?.[1] ?? 'no code was said'
}

/** Lets everything happen that does not wait for the clock. */
export async function ticks(count = 12): Promise<void> {
  for (let at = 0; at < count; at += 1) await tick()
}
