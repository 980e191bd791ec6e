import type { Call } from '../kernel/call.ts'
import { startCall } from '../kernel/call.ts'
import type { Clock } from '../kernel/host.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { TicketBook } from '../kernel/ticket-book.ts'
import type { Ticket } from '../kernel/ticket.ts'

export interface RunParts {
  readonly tickets: Pick<TicketBook, 'ticketsToRun'>
  readonly clock: Clock
  /** The whole policy: what runs by itself is held to everything that its client's own call would be. */
  readonly run: (call: Call) => Promise<Outcome>
  /** Hears of trouble that no call can be told of. */
  readonly onTrouble: (message: string) => void
}

const EVERY_MS = 500

/** What came to no end is not tried again at once, or a tool that is down would be called twice a second. */
const AGAIN_AFTER_MS = 30_000

/**
 * Carries out what was approved and runs by itself. Every serving process does this; that it happens once is the claim's
 * doing. It sends the very request again, in the name of whoever sent it, so that nothing is a way around the policy.
 */
export function runApproved({ tickets, clock, run, onTrouble }: RunParts): { stop(): void } {
  const triedAtMs = new Map<string, number>()
  let isStopped = false
  let callOff = (): void => {}
  const round = async (): Promise<void> => {
    const nowMs = clock.now()
    for (const [id, atMs] of triedAtMs) if (atMs <= nowMs - AGAIN_AFTER_MS) triedAtMs.delete(id)
    for (const ticket of dueOf(tickets, nowMs)) {
      if (isStopped || triedAtMs.has(ticket.id)) continue
      triedAtMs.set(ticket.id, nowMs)
      await run(callFor(ticket))
    }
  }
  const next = (): void => {
    callOff = clock.after(EVERY_MS, () => {
      round()
        .catch((error: unknown) =>
          onTrouble(`approved tickets cannot be carried out: ${String(error)}`),
        )
        .finally(() => {
          if (!isStopped) next()
        })
    })
  }
  next()
  return {
    stop() {
      isStopped = true
      callOff()
    },
  }
}

/** All of them, page by page: those that come to no end must not keep others from their turn. */
function* dueOf(tickets: RunParts['tickets'], nowMs: number): Generator<Ticket> {
  for (let after = 0; ;) {
    const page = tickets.ticketsToRun(nowMs, after)
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.number
  }
}

function callFor({ asker, tool, sent, key }: Ticket): Call {
  const { client, handle, toolset, tools, as } = asker
  return startCall({
    caller: {
      credential: { kind: 'local', client, ...(as && { as }) },
      narrowing: {
        ...(toolset !== null && { toolset }),
        ...(tools !== null && { tools }),
      },
      ...(handle !== null && { handle }),
    },
    toolName: tool,
    rawArguments: sent,
    signal: new AbortController().signal,
    ...(key !== null && { idempotencyKey: key }),
  })
}
