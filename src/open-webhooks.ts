import { randomUUID } from 'node:crypto'

import type { Config } from './config/config.ts'
import type { Clock } from './kernel/host.ts'
import { deliverWebhooks } from './notify/webhooks/deliver.ts'
import { postByHttp, type Post } from './notify/webhooks/post.ts'
import { databaseFile } from './store/places.ts'
import { openDeliveries } from './store/sqlite/deliveries.ts'

export interface WebhookSetting {
  readonly config: Config
  readonly clock: Clock
  readonly onTrouble: (message: string) => void
  /** Default: by HTTP. */
  readonly post?: Post | undefined
}

/** Begins to tell the deployment's webhooks; without any, nothing is opened. */
export function openWebhooks({ config, clock, onTrouble, post = postByHttp }: WebhookSetting): {
  stop(): Promise<void>
} {
  const { webhooks, server } = config
  if (webhooks.length === 0) return { stop: async () => {} }
  const store = openDeliveries(databaseFile(server.dataDir))
  const delivering = deliverWebhooks({
    store,
    webhooks,
    secretOf: config.webhookSecretOf,
    post,
    clock,
    random: Math.random,
    holder: randomUUID(),
    onTrouble,
  })
  return {
    async stop() {
      await delivering.stop()
      store.close()
    },
  }
}
