import type { Database } from '../../src/index.ts'
import type { Message, NewMessage, State } from './message.ts'
import { outboxStatements } from './outbox-statements.ts'

const DAY_MS = 86_400_000

/** Where messages wait, and where it is written what became of them. */
export interface Outbox {
  draft(message: NewMessage): Message
  /** The message, if this conversation of this client drafted it. */
  find(number: number, owner: Pick<Message, 'client' | 'conversation'>): Message | undefined
  /**
   * Writes down that the message is being sent, and answers whether the caller is the one to send it. True once only: a
   * message that is being sent, was sent or is in doubt is never begun again, by whatever process or call.
   */
  begin(number: number, operationKey: string | undefined): boolean
  /** Writes down what came of a sending. */
  settle(number: number, state: Exclude<State, 'draft' | 'sending'>): void
  /** Throws when the database does not answer. */
  size(): number
  close(): void
}

export interface OutboxParts {
  readonly database: Database
  readonly now: () => number
  readonly randomInt: (below: number) => number
  readonly keepDays: number
}

export function createOutbox({ database, now, randomInt, keepDays }: OutboxParts): Outbox {
  const rows = outboxStatements(database)
  const tidy = (): void => void rows.tidy.run(now() - keepDays * DAY_MS)
  const draft = database.transaction((message: NewMessage): Message => {
    tidy()
    const number = drawNumber((drawn) => rows.has.get(drawn) !== undefined, randomInt)
    const made = rows.draft.get({ ...message, number, nowMs: now() })
    if (!made) throw new Error('A message that was to be written is not there.')
    return made
  })
  tidy()
  return Object.freeze<Outbox>({
    draft: (message) => draft.immediate(message),
    find: (number, { client, conversation }) => rows.find.get({ number, client, conversation }),
    begin: (number, operationKey) =>
      rows.begin.run({ number, operationKey: operationKey ?? null, nowMs: now() }).changes === 1,
    settle: (number, state) => void rows.settle.run({ number, state, nowMs: now() }),
    size: () => rows.size.get()?.size ?? 0,
    close: () => void database.close(),
  })
}

/** Of a length, so many draws may miss before a longer one is taken: then it is more than half used. */
const DRAWS = 20

/** Draws an unused number of at least four digits, so that one that was misheard is seldom another message's. */
function drawNumber(
  isUsed: (number: number) => boolean,
  randomInt: (below: number) => number,
): number {
  for (let low = 1_000; low < 1_000_000_000; low *= 10)
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const number = low + randomInt(low * 9)
      if (!isUsed(number)) return number
    }
  throw new Error('No number for another message was found.')
}
