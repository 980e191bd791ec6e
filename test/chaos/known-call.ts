import type { Lane } from './lane.ts'
import { bytesOf, KNOWN_ANSWER, type WellFormed } from './well-formed.ts'

/** Why a call whose answer is known was not answered rightly; `undefined` when it was. */
export async function wrongWith(lane: Lane, call: WellFormed): Promise<string | undefined> {
  const [outcome] = await lane.pipeline([bytesOf(call.headers, JSON.stringify(call.message))])
  if (outcome?.kind !== 'answered') return `a good call was ${outcome?.kind}`
  const [answer] = outcome.answers
  if (answer?.status === 200 && answer.text.includes(KNOWN_ANSWER)) return undefined
  return `a good call was answered ${answer?.status}: ${answer?.text.slice(0, 300)}`
}
