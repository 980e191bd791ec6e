import * as z from 'zod'

import { defineModule } from '../../src/index.ts'
import { status, type Services } from './status.ts'

export default defineModule({
  id: 'operations',
  title: 'Operations',
  version: '1.0.0',
  config: z.strictObject({}),
  setup: (_config, { clock, speech }): Services => ({ now: () => clock.now(), say: speech }),
  tools: [status],
})
