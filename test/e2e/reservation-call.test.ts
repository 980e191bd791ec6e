import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  CLIENT_KINDS,
  connectClient,
  onlyText,
  type AnyClient,
  type Target,
} from '../support/clients.ts'
import { agreedTo, confirmationIn, confirmed } from '../support/confirmed.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN } from '../support/run-program.ts'
import { serveDeployment } from '../support/serve-deployment.ts'
import { servedDay } from '../support/visit.ts'

/** One phone call: what its agent can reach, and what it has learnt so far. */
interface PhoneCall {
  readonly client: AnyClient
  code: string
  /** The booking as it was agreed to. */
  booking: Record<string, unknown>
}

interface Step {
  readonly sentence: string
  take(call: PhoneCall): Promise<void>
}

/** For a busy machine. */
const PATIENCE = { timeout: 30_000 }

const DATE = servedDay()
const BOOKING = {
  date: DATE,
  time: '19:30',
  party_size: 3,
  name: 'Lena Fischer',
  phone: '+1 415 555 0119',
}
const ADAS_CODE = 'R-1842'
const ADA = { phone: '415 555 0132', birth_date: '1985-05-04' }

/** The whole of a call, in its order: each step builds on the ones before it. */
const STEPS: readonly Step[] = [
  {
    sentence: 'sees exactly the tools of its client',
    async take({ client }) {
      expect((await client.list()).map(({ name }) => name)).toEqual([
        'customers_verify',
        'reservations_book',
        'reservations_cancel',
        'reservations_change',
        'reservations_check',
        'reservations_find_alternatives',
        'reservations_look_up',
      ])
    },
  },
  {
    sentence: 'is told the open times of an evening',
    async take(call) {
      const wish = { date: DATE, party_size: 3, meal: 'dinner' }
      expect(await said(call, 'reservations_check', wish)).toMatch(
        /^Open for dinner on .+, 3 guests: .*\d.* PM\.$/,
      )
    },
  },
  {
    sentence: 'reads which argument was wrong',
    async take(call) {
      const wish = { date: DATE, party_size: 'lots', meal: 'dinner' }
      expect(await refused(call, 'reservations_check', wish)).toContain('party_size was "lots"')
    },
  },
  {
    sentence: 'is sent to customers_verify when it would cancel for a stranger',
    async take(call) {
      const wish = { code: ADAS_CODE }
      expect(await refused(call, 'reservations_cancel', wish)).toContain('Call customers_verify')
    },
  },
  {
    sentence: 'is told what to read back before it books, and books nothing yet',
    async take(call) {
      const asked = await refused(call, 'reservations_book', BOOKING)
      expect(asked).toMatch(
        /^Read this back to the caller: .+ at 7:30 PM, 3 guests, for Lena Fischer, phone 415 555 0119\. /,
      )
      expect(confirmationIn(asked)).toMatch(/^\d{4,}$/)
      expect(await refused(call, 'reservations_look_up', {})).not.toContain('R-')
    },
  },
  {
    sentence: 'books after a yes, and gets a code',
    async take(call) {
      call.booking = await agreedTo(call.client, 'reservations_book', BOOKING)
      const answer = await said(call, 'reservations_book', call.booking)
      expect(answer).toMatch(/7:30 PM, 3 guests\. The code is R-\d{4,}\.$/)
      call.code = /R-\d+/.exec(answer)?.[0] ?? ''
    },
  },
  {
    sentence: 'gets the same code, and is asked nothing, when it sends the same request again',
    async take(call) {
      const answer = await said(call, 'reservations_book', call.booking)
      expect(answer).toMatch(/^Already done: /)
      expect(answer).toContain(`is ${call.code}.`)
    },
  },
  {
    sentence: 'cannot reach a reservation of somebody else by its code alone',
    async take(call) {
      const wish = { code: ADAS_CODE }
      expect(await refused(call, 'reservations_cancel', wish)).toContain('has that code')
      expect(await refused(call, 'reservations_look_up', { code: ADAS_CODE })).toContain('surname')
    },
  },
  {
    sentence: 'verifies its caller, with right facts only',
    async take(call) {
      const wrong = { ...ADA, birth_date: '1985-05-05' }
      expect(await refused(call, 'customers_verify', wrong)).toContain('do not match')
      expect(await said(call, 'customers_verify', ADA)).toContain('Ada Moreno is verified')
    },
  },
  {
    sentence: 'looks up what is then its own',
    async take(call) {
      const answer = await said(call, 'reservations_look_up', {})
      expect(answer).toContain(ADAS_CODE)
      expect(answer).toContain(call.code)
    },
  },
  {
    sentence: 'changes a reservation after a yes',
    async take(call) {
      const wish = { code: call.code, time: '20:00', party_size: 4 }
      expect(await agreed(call, 'reservations_change', wish)).toMatch(
        /is now .+ at 8 PM, 4 guests\.$/,
      )
    },
  },
  {
    sentence: 'cancels it after a yes, and a second time does no harm',
    async take(call) {
      const wish = { code: call.code }
      const answer = await agreed(call, 'reservations_cancel', wish)
      expect(answer).toMatch(/ is cancelled\.$/)
      expect(await refused(call, 'reservations_cancel', wish)).toContain('already cancelled')
    },
  },
  {
    sentence: 'cannot call a tool that is hidden from it',
    async take(call) {
      const wish = { query: 'Moreno', kind: 'name' }
      const answer = await refused(call, 'customers_search', wish)
      expect(answer).toContain('There is no tool called customers_search.')
      expect(answer).not.toContain('Moreno')
    },
  },
]

const WAYS = CLIENT_KINDS.flatMap((kind) => [
  { kind, over: 'HTTP', open: overHttp },
  { kind, over: 'stdio', open: overStdio },
])

describe.each(WAYS)('a phone agent with a $kind client over $over', PATIENCE, ({ kind, open }) => {
  let call: PhoneCall
  const undo: (() => unknown)[] = []

  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'toolcrib-'))
    undo.push(() => rmSync(dir, { recursive: true, force: true }))
    const { target, stop } = await open(demoDeployment(dir))
    undo.push(stop)
    const client = await connectClient(kind, target)
    undo.push(() => client.close())
    call = { client, code: '', booking: {} }
  }, PATIENCE.timeout)

  afterAll(async () => {
    for (const action of undo.toReversed()) await action()
  })

  it.each(STEPS)('$sentence', async ({ take }) => {
    await expect(take(call)).resolves.toBeUndefined()
  })
})

async function overHttp(config: string): Promise<{ target: Target; stop: () => unknown }> {
  const { url, stop } = await serveDeployment(config)
  const headers = { 'toolcrib-conversation': 'call-1' }
  return { target: { kind: 'http', url: `${url}/mcp?client=voice`, headers }, stop }
}

/** The connection is the conversation. */
async function overStdio(config: string): Promise<{ target: Target; stop: () => unknown }> {
  const args = [MAIN, 'serve', '--stdio', '--client', 'voice', '--config', config]
  return { target: { kind: 'stdio', command: process.execPath, args }, stop: () => {} }
}

/** What is said after the caller has said yes. */
async function agreed({ client }: PhoneCall, tool: string, args: Record<string, unknown>) {
  const result = await confirmed(client, tool, args)
  expect(result.isError ?? false, JSON.stringify(result.content)).toBe(false)
  return onlyText(result)
}

async function said({ client }: PhoneCall, tool: string, args: Record<string, unknown>) {
  const result = await client.call(tool, args)
  expect(result.isError ?? false, JSON.stringify(result.content)).toBe(false)
  return onlyText(result)
}

async function refused({ client }: PhoneCall, tool: string, args: Record<string, unknown>) {
  const result = await client.call(tool, args)
  expect(result.isError, JSON.stringify(result.content)).toBe(true)
  return onlyText(result)
}
