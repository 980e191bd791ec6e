import { defineModule } from '../../src/index.ts'
import { check } from './check.ts'
import { messagesConfig } from './config.ts'
import { draft } from './draft.ts'
import { send } from './send.ts'
import { openServices } from './services.ts'

export default defineModule({
  id: 'messages',
  title: 'Messages by e-mail',
  version: '1.0.0',
  config: messagesConfig,
  setup: openServices,
  health({ outbox }) {
    try {
      outbox.size()
      return { ok: true }
    } catch {
      return { ok: false, why: 'The messages database does not answer.' }
    }
  },
  dispose: ({ outbox }) => outbox.close(),
  tools: [draft, send, check],
})
