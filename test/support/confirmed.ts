import { setTimeout as wait } from 'node:timers/promises'

import type { AnyClient } from './clients.ts'

/** A voice client's yes counts from 2 s after the question on, and every other's sooner. */
const PERSON_THINKS_MS = 2_200

/** Calls, has a person say yes to what the answer asks, and calls again with the answer's code. */
export async function confirmed(
  client: AnyClient,
  tool: string,
  args: Record<string, unknown>,
): Promise<Awaited<ReturnType<AnyClient['call']>>> {
  return client.call(tool, await agreedTo(client, tool, args))
}

/** Calls, and has a person say yes to what the answer asks. Answers the arguments with the answer's code. */
export async function agreedTo(
  client: AnyClient,
  tool: string,
  args: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const asked = await client.call(tool, args)
  const confirmation_code = confirmationIn(asked.content[0]?.text ?? '')
  await wait(PERSON_THINKS_MS)
  return { ...args, confirmation_code }
}

/** The code in "… send the same request again with confirmation_code 4821." */
export function confirmationIn(text: string): string {
  const code = /confirmation_code (\d+)/.exec(text)?.[1]
  if (code === undefined) throw new Error(`Nothing is to be confirmed in: ${text}`)
  return code
}
