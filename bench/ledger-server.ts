import { openApp } from '../src/app.ts'
import type { Journal } from '../src/kernel/journal.ts'
import { serveOverHttp } from '../src/mcp/http/serve.ts'
import { systemClock } from '../src/system-clock.ts'
import { loneConfig } from '../test/support/lone-config.ts'
import { benchShop } from './shop.ts'

/** A server process for the bench: `recorded`, or the same code with a journal that keeps nothing. */

const [ledger = '', dataDir = ''] = process.argv.slice(2)

const config = loneConfig(benchShop(), dataDir, [
  { name: 'voice', profile: 'voice', confirmAfterMs: 0 },
])
const app = await openApp({
  config,
  clock: systemClock,
  recordCall: () => {},
  inThread: true,
  ...(ledger !== 'recorded' && { aroundJournal: keepingNothing }),
})
const server = await serveOverHttp(app, {
  ...config.server,
  isHealthy: async () => true,
  onRefused: () => {},
  onTrouble: () => {},
})
process.on('message', (asked) => {
  if (asked !== 'end') return
  void (async () => {
    await server.close()
    await app.close()
    process.disconnect()
  })()
})
process.send?.(server.url)

/** Says at once that everything is on the disk. */
function keepingNothing(opened: Journal): Journal {
  const nothing = async (): Promise<void> => {}
  return {
    ...opened,
    append: nothing,
    appendSoon: nothing,
    claim: async () => ({ kind: 'claimed', operationKey: '', isDoubtful: false }),
    commit: async () => true,
    cancel: async () => true,
    finish: nothing,
    renew: nothing,
    operation: () => undefined,
  }
}
