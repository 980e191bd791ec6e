import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import {
  openDatabase,
  ToolError,
  type Attempts,
  type Conversation,
  type Grant,
  type ModuleHost,
} from '../../../../src/index.ts'
import { createSpeech } from '../../../../src/speech/speech.ts'
import type { CustomerRecord } from '../../../../tools/customers/customer.ts'
import { createDirectory } from '../../../../tools/customers/directory.ts'
import customers from '../../../../tools/customers/module.ts'
import { SCHEMA } from '../../../../tools/customers/schema.ts'
import { memoryAttempts, type Try } from '../../../support/memory-attempts.ts'
import { NOTHING_LENT } from '../../../support/nothing-lent.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { turnedClock, type TurnedClock } from '../../../../src/testing/turned-clock.ts'

export const MINUTE = 60_000

/** What a client would read: the error's code, or `ok`, and the words. */
export interface Answered {
  readonly code: string
  readonly text: string
  readonly detailed: string
  readonly value: object
}

export interface Rig {
  readonly clock: TurnedClock
  /** Every key under which a try was recorded. */
  readonly recorded: readonly string[]
  conversation(id: string): Conversation
  call(tool: 'verify' | 'search', input: object, conversation?: Conversation): Promise<Answered>
  /** Another process of the same deployment: same files, same attempts. */
  mountAgain(config?: object): Promise<Pick<Rig, 'call' | 'close' | 'health'>>
  /** What an importer beside the server would do. */
  importCustomer(record: CustomerRecord): void
  health(): Promise<object>
  close(): Promise<void>
}

const CONFIG = { country: 'US', demoData: true }

/** The customers module over a folder of its own, in a house whose clock a test turns and whose counter may break. */
export async function rig(config: object = CONFIG, attempts: Partial<Attempts> = {}): Promise<Rig> {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const recorded: Try[] = []
  const host: ModuleHost = {
    clock,
    randomInt: () => 0,
    speech: createSpeech('en-US'),
    attempts: { ...memoryAttempts(clock, recorded), ...attempts },
    mailer: undefined,
    ...NOTHING_LENT,
    dataDir: tempDir(),
  }
  const grants = new Map<string, { grant: Grant; expiresAtMs: number }>()
  return {
    clock,
    get recorded() {
      return recorded.map(({ key }) => key)
    },
    conversation: (id) => fakeConversation(id, clock, grants),
    mountAgain: (other = config) => mount(other, host),
    importCustomer(record) {
      const directory = createDirectory(openDatabase(join(host.dataDir, 'customers.db'), SCHEMA))
      directory.put(record)
      directory.close()
    },
    ...(await mount(config, host)),
  }
}

async function mount(config: object, host: ModuleHost) {
  const mounted = await customers.mount(config, host)
  onTestFinished(() => mounted.close())
  return {
    health: () => mounted.health(),
    close: () => mounted.close(),
    async call(name: string, input: object, conversation?: Conversation): Promise<Answered> {
      const tool = mounted.tools.find((other) => other.name === `customers_${name}`)
      const prepared = tool?.prepare(input)
      if (!prepared || !('execute' in prepared)) throw new Error(JSON.stringify(prepared))
      const signal = new AbortController().signal
      const made = await prepared.execute({
        callId: 'c1',
        client: 'test',
        signal,
        conversation,
        operationKey: undefined,
        standings: () => [],
        progress: () => {},
        ask: async () => ({ kind: 'unavailable' }),
      })
      if (made instanceof ToolError)
        return { code: made.code, text: made.message, detailed: '', value: {} }
      const [text, detailed] = [made.text('concise'), made.text('detailed')]
      return { code: 'ok', text, detailed, value: made.value }
    },
  }
}

function fakeConversation(
  id: string,
  clock: TurnedClock,
  grants: Map<string, { grant: Grant; expiresAtMs: number }>,
): Conversation {
  return {
    id,
    async grants(kind) {
      await Promise.resolve()
      return [...grants]
        .filter(([key, { expiresAtMs }]) => key.startsWith(`${id}|`) && expiresAtMs > clock.now())
        .map(([, { grant }]) => grant)
        .filter((grant) => grant.kind === kind)
    },
    async giveAlone(grant, forMs) {
      await Promise.resolve()
      for (const key of grants.keys())
        if (key.startsWith(`${id}|${grant.kind}|`)) grants.delete(key)
      const expiresAtMs = clock.now() + forMs
      grants.set(`${id}|${grant.kind}|${grant.subject}`, { grant, expiresAtMs })
    },
    async give(grant, forMs) {
      await Promise.resolve()
      const expiresAtMs = clock.now() + forMs
      grants.set(`${id}|${grant.kind}|${grant.subject}`, { grant, expiresAtMs })
    },
  }
}
