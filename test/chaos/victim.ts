import { setTimeout as sleep } from 'node:timers/promises'

import { victimProcess, type VictimProcess, type VictimSetting } from './victim-process.ts'

/** The server under attack: `toolcrib serve`, over HTTP, with keys and a ledger. */
export interface Victim extends VictimProcess {
  readonly url: string
  readonly port: number
}

const READY_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 25

/** Starts it on a free port. */
export async function startVictim(setting: VictimSetting = {}): Promise<Victim> {
  const args = ['--port', '0', ...(setting.args ?? [])]
  const process = victimProcess({ ...setting, args }, 'ignore')
  const url = await urlIn(process)
  return { ...process, url, port: Number(new URL(url).port) }
}

async function urlIn({ log, isAlive }: VictimProcess): Promise<string> {
  const endMs = performance.now() + READY_WITHIN_MS
  while (performance.now() < endMs && isAlive()) {
    const url = /"url":"(http:[^"]+)"/.exec(log())?.[1]
    if (url !== undefined) return url
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`The server did not start:\n${log()}`)
}
