import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Mail } from '../../src/index.ts'
import { startCall, type Caller } from '../../src/kernel/call.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import admin from '../../tools/admin/module.ts'
import customers from '../../tools/customers/module.ts'
import messages from '../../tools/messages/module.ts'
import operations from '../../tools/operations/module.ts'
import reservations from '../../tools/reservations/module.ts'
import { newPhone } from './phone.ts'
import { tempDir } from './temp-dir.ts'

/** Every module that comes with the house. */
export const SHIPPED = [reservations, customers, messages, operations, admin]

/** How a call came out: `success` or the code of the refusal, and the words. */
export interface Heard {
  readonly code: string
  readonly text: string
}

/** The shipped modules as the house mounts them, behind the whole policy, with a post office and a phone that remember. */
export async function openHouse(yaml: string) {
  const dir = tempDir()
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(file, yaml)
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const config = loadConfig(file, { builtIn: SHIPPED, imported: new Map() }, {})
  const phone = newPhone()
  const posted: Mail[] = []
  const mailer = {
    send: (mail: Mail) => {
      posted.push(mail)
      return Promise.resolve({ kind: 'accepted' } as const)
    },
  }
  const app = await openApp({ config, clock, recordCall: () => {}, notifier: phone, mailer })
  onTestFinished(async () => {
    await app.close()
  })
  return {
    app,
    config,
    clock,
    phone,
    posted,
    call: async (client: string, tool: string, input: object, handle = 'c1'): Promise<Heard> => {
      const caller: Caller = { credential: { kind: 'local', client }, narrowing: {}, handle }
      const { signal } = new AbortController()
      const outcome = await app.run(
        startCall({ caller, toolName: tool, rawArguments: input, signal }),
      )
      return outcome.kind === 'success'
        ? { code: 'success', text: outcome.answer.text }
        : { code: outcome.error.code, text: outcome.error.message }
    },
    /** The operators of this name, who decide at `app.desk`. */
    operator: (name: string) => {
      const found = config.operators.find((one) => one.name === name)
      if (!found) throw new Error(`There is no operator ${name}.`)
      return found
    },
  }
}
