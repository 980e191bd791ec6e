import type { Clock } from '../../kernel/host.ts'
import type { Delivery, DeliveryStore, Webhook } from '../../kernel/webhook.ts'
import { messageOf } from './message.ts'
import type { Post, Posted } from './post.ts'
import { signed } from './sign.ts'

export interface DeliverParts {
  readonly store: DeliveryStore
  readonly webhooks: readonly Webhook[]
  readonly secretOf: (webhook: string) => string | undefined
  readonly post: Post
  readonly clock: Clock
  /** From 0 up to 1, so that many who failed together do not come again together. */
  readonly random: () => number
  /** Unlike any other process's. */
  readonly holder: string
  readonly onTrouble: (message: string) => void
}

const EVERY_MS = 1_000
/** Longer than a round takes without a word, which is a try and its 10 s. */
const LEASE_MS = 30_000
/** One webhook that has much to hear must not keep the others waiting. */
const MOST_IN_A_ROUND = 50

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long after each try that failed the next one comes: about a day in all, and then nobody is there. */
const PAUSES_MS = [
  5_000,
  30_000,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
]

/**
 * Tells webhooks what is in the ledger. What is told is read from the ledger and not handed over, so nothing that is on
 * record is ever left out, whichever process died; a message may come twice, and then has the same id. One process of a
 * deployment does it at a time.
 */
export function deliverWebhooks(parts: DeliverParts): { stop(): Promise<void> } {
  const { clock, onTrouble } = parts
  let isStopped = false
  let callOff = (): void => {}
  let round = Promise.resolve()
  const next = (): void => {
    callOff = clock.after(EVERY_MS, () => {
      round = roundOf(parts, () => isStopped)
        .catch((error: unknown) => onTrouble(`webhooks cannot be told: ${String(error)}`))
        .finally(() => {
          if (!isStopped) next()
        })
    })
  }
  // At once, because a webhook that is new is told of what happens from now on.
  for (const webhook of parts.webhooks) collectFor(parts, webhook)
  next()
  return {
    async stop() {
      isStopped = true
      callOff()
      await round
    },
  }
}

async function roundOf(parts: DeliverParts, isStopped: () => boolean): Promise<void> {
  const { store, webhooks, clock } = parts
  if (!isHeld(parts)) return
  store.forget(clock.now() - 7 * DAY, clock.now() - 30 * DAY)
  await Promise.all(
    webhooks.map(async (webhook) => {
      collectFor(parts, webhook)
      for (let sent = 0; sent < MOST_IN_A_ROUND && !isStopped(); sent += 1) {
        const delivery = store.due(webhook.name, clock.now())
        // Renewed before each try, so that nobody else begins while one is under way.
        if (!delivery || !isHeld(parts)) return
        await tell(parts, webhook, delivery)
      }
    }),
  )
}

function collectFor({ store, clock }: DeliverParts, { name, events }: Webhook): void {
  while (store.collect(name, clock.now(), (news) => messageOf(news, events)));
}

function isHeld({ store, holder, clock }: DeliverParts): boolean {
  return store.lease(holder, clock.now(), clock.now() + LEASE_MS)
}

async function tell(parts: DeliverParts, webhook: Webhook, delivery: Delivery): Promise<void> {
  const { store, clock, secretOf, post, onTrouble } = parts
  const secret = secretOf(webhook.name)
  if (secret === undefined) return
  const headers = { ...signed(delivery, secret, clock.now()) }
  const posted = await post(webhook.url, headers, delivery.body)
  const atMs = clock.now()
  if (posted.ok)
    return store.settle(delivery.id, 'delivered', { atMs, nextAtMs: atMs, error: null })
  const pauseMs = posted.isGone ? undefined : pauseAfter(delivery.tries, posted, parts.random)
  const how = { atMs, nextAtMs: atMs + (pauseMs ?? 0), error: posted.why }
  store.settle(delivery.id, pauseMs === undefined ? 'dead' : 'pending', how)
  if (pauseMs === undefined)
    onTrouble(`the webhook ${webhook.name} could not be told of ${delivery.id} (${posted.why})`)
}

/** How long until the next try; `undefined` when there is none. */
function pauseAfter(
  tries: number,
  { retryAfterMs }: Exclude<Posted, { ok: true }>,
  random: () => number,
): number | undefined {
  const pauseMs = PAUSES_MS[tries]
  if (pauseMs === undefined) return undefined
  return Math.max(retryAfterMs, Math.round(pauseMs * (0.8 + 0.4 * random())))
}
