import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

import { servedDay } from '../support/visit.ts'
import { percentile } from './finding.ts'
import type { HonestSamples, HonestSetting } from './honest-lane.ts'
import { KEYS } from './victim-config.ts'
import type { Victim } from './victim.ts'

/** What an honest client lived through for a while. */
export interface Experience {
  readonly calls: number
  /** How long each took. */
  readonly latenciesMs: readonly number[]
  readonly p99Ms: number
  /** Calls that were not answered rightly, in words. */
  readonly failures: readonly string[]
}

/** Calls a tool at a steady rate, some of it on fresh connections, whatever else happens to the server. */
export interface HonestClient {
  /** Does `work`, and says what it lives through meanwhile. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly lived: Experience }>
  stop(): Promise<void>
}

/** The first calls load code and fill caches, in the server and in the client. */
const WARM_UP_MS = 500
/** What was done may have its effect a moment later. */
const AFTER_MS = 250

export async function startHonestClient(victim: Victim, perSecond: number): Promise<HonestClient> {
  const workerData: HonestSetting = {
    url: victim.url,
    key: KEYS.honest,
    perSecond,
    date: servedDay(),
  }
  const worker = new Worker(new URL('honest-lane.ts', import.meta.url), { workerData })
  const samples = async (): Promise<HonestSamples> => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window, and has no origin
    worker.postMessage('report')
    const [reported]: HonestSamples[] = await once(worker, 'message')
    return reported ?? { latenciesMs: [], failures: [] }
  }
  await sleep(WARM_UP_MS)
  return {
    async during(work) {
      await samples()
      const result = await work()
      await sleep(AFTER_MS)
      return { result, lived: experienceIn(await samples()) }
    },
    stop: async () => void (await worker.terminate()),
  }
}

function experienceIn({ latenciesMs, failures }: HonestSamples): Experience {
  return {
    calls: latenciesMs.length,
    latenciesMs,
    p99Ms: percentile(latenciesMs, 0.99),
    failures,
  }
}
