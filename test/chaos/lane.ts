import { connect, type Socket } from 'node:net'

import { answerIn, cutAnswerIn, type Answer } from './answer-in.ts'

/** What came of one request. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answers: readonly Answer[] }
  /** The connection was closed without a word. */
  | { readonly kind: 'cut' }
  /** Neither within the bound: a hang. */
  | { readonly kind: 'silent' }

/** A connection to the server that is opened anew whenever the server closes it. */
export interface Lane {
  /** Sends requests at once, one behind the other, and answers what came of each, in order. */
  pipeline(requests: readonly Buffer[]): Promise<readonly Outcome[]>
  /** Sends bytes that may be no request, on a connection of their own that sends nothing after them. */
  alone(bytes: Buffer): Promise<Outcome>
  end(): void
}

/** A generous bound: the server's own limit for a whole request, and a busy machine. */
const HANG_MS = 30_000

export function laneTo(port: number): Lane {
  let socket: Socket | undefined
  const open = (): Socket => {
    if (socket?.writable !== true || socket.destroyed) {
      socket = connect(port, '127.0.0.1').setNoDelay()
      // What is wrong with it is seen by what does not come back.
      socket.on('error', () => {})
    }
    return socket
  }
  return {
    async pipeline(requests) {
      const outcomes: Outcome[] = []
      while (outcomes.length < requests.length) {
        const rest = requests.slice(outcomes.length)
        const { answers, ending } = await heardOn(open(), Buffer.concat(rest), rest.length)
        for (const answer of answers.slice(0, rest.length))
          outcomes.push({ kind: 'answered', answers: [answer] })
        const isClosing = answers.at(-1)?.closes === true
        if (ending !== 'all' || isClosing) socket?.destroy()
        // A refusal takes its connection along, and what was behind it in the pipe is sent again.
        if (ending !== 'all' && !isClosing)
          outcomes.push({ kind: ending === 'closed' ? 'cut' : 'silent' })
      }
      return outcomes
    },
    async alone(bytes) {
      const own = connect(port, '127.0.0.1')
      own.on('error', () => {})
      const { answers, ending } = await heardOn(own, bytes, Number.POSITIVE_INFINITY, true)
      own.destroy()
      if (ending === 'silent') return { kind: 'silent' }
      return answers.length > 0 ? { kind: 'answered', answers } : { kind: 'cut' }
    },
    end: () => socket?.destroy(),
  }
}

interface Heard {
  readonly answers: readonly Answer[]
  readonly ending: 'all' | 'closed' | 'silent'
}

function heardOn(socket: Socket, bytes: Buffer, expected: number, isLast = false): Promise<Heard> {
  return new Promise((resolve) => {
    const answers: Answer[] = []
    let unread: Buffer = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk])
      for (let found = answerIn(unread); found; found = answerIn(unread)) {
        unread = unread.subarray(found.bytes)
        if (found.answer.status >= 200) answers.push(found.answer)
      }
      if (answers.length >= expected || answers.at(-1)?.isEndless) finish('all')
    }
    const onClose = (): void => {
      const cut = unread.length > 0 ? cutAnswerIn(unread) : undefined
      if (cut) answers.push(cut)
      finish('closed')
    }
    const timer = setTimeout(() => finish('silent'), HANG_MS)
    const finish = (ending: Heard['ending']): void => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose)
      resolve({ answers, ending })
    }
    socket.on('data', onData).on('close', onClose)
    if (isLast) socket.end(bytes)
    else socket.write(bytes)
  })
}
