import { connect, type Socket } from 'node:net'

import { answerIn } from './answer-in.ts'
import { attacked, usualPromises, usualWords } from './attack.ts'
import { brokenOf, counted, megabytes, type Finding } from './finding.ts'
import { GREAT_FORMS, type GreatForm } from './great-forms.ts'

export interface GreatBodies {
  /** Of each form. */
  readonly requests: number
  readonly atOnce: number
}

/** Each of those at once may be held up to the limit for a body; the rest is what a collector has not taken yet. */
const mostGrowth = (atOnce: number): number => (96 + 4 * atOnce) * 1_048_576

/** A machine that others use may take its time to send a hundred megabytes. */
const PATIENCE_MS = 60_000

interface Sent {
  readonly form: GreatForm
  /** Undefined where none came. */
  readonly status: number | undefined
  readonly bytes: number
  readonly isOver: boolean
}

/** Sends what is far too large in every form, several at once. */
export async function greatBodies({ requests, atOnce }: GreatBodies): Promise<Finding> {
  const { result: all, seen } = await attacked({}, async ({ port }) => {
    const sent: Sent[] = []
    for (const form of GREAT_FORMS)
      for (let done = 0; done < requests; done += atOnce) {
        const group = Math.min(atOnce, requests - done)
        sent.push(...(await Promise.all(Array.from({ length: group }, () => sendTo(port, form)))))
      }
    return sent
  })
  const growth = seen.mostBytes - seen.baseBytes
  // A sender that is cut off in the middle of sending may never read the answer that came before.
  const wrong = all.find(({ form, status }) => status !== undefined && status !== form.status)
  const open = all.find(({ isOver }) => !isOver)
  return {
    attack: `Great bodies: ${GREAT_FORMS.map(({ name }) => name).join('; ')}`,
    amount: `${counted(all.length)} requests, ${atOnce} at once`,
    promised: `refused by 413, 431 or 400, or cut off; memory grows by less than ${megabytes(mostGrowth(atOnce))}`,
    measured: [
      `${counted(all.filter(({ form, status }) => status === form.status).length)} refused so`,
      `at most ${megabytes(Math.max(...all.map(({ bytes }) => bytes)))} of one taken from its sender`,
      `grew by ${megabytes(growth)}`,
      usualWords(seen),
    ].join('; '),
    broken: brokenOf({
      ...usualPromises(seen),
      [`each is refused (${wrong?.form.name}: ${wrong?.status})`]: wrong === undefined,
      [`each is closed (${open?.form.name})`]: open === undefined,
      'memory stays bounded': growth < mostGrowth(atOnce),
    }),
  }
}

/** Sends as long as the server takes it. */
export async function sendTo(port: number, form: GreatForm): Promise<Sent> {
  const socket = connect(port, '127.0.0.1')
  let heard = Buffer.alloc(0)
  // What is wrong with it is seen by what was heard before.
  socket.on('error', () => {})
  socket.on('data', (part) => (heard = Buffer.concat([heard, part])))
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  let isOver = true
  const tired = setTimeout(() => {
    isOver = false
    socket.destroy()
  }, PATIENCE_MS)
  socket.write(form.head)
  for (const part of form.parts()) {
    if (!socket.writable) break
    if (!socket.write(part)) await Promise.race([drained(socket), closed])
  }
  await closed
  clearTimeout(tired)
  return { form, status: answerIn(heard)?.answer.status, bytes: socket.bytesWritten, isOver }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('drain', () => resolve()))
}
