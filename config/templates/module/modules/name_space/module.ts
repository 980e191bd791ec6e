import { defineModule } from 'toolcrib'
import * as z from 'zod'

import { verbNoun } from './verb-noun.ts'

export default defineModule({
  id: 'name_space',
  title: 'Name space',
  version: '0.1.0',
  config: z.strictObject({}),
  setup: (_config, { speech }) => ({ say: speech }),
  tools: [verbNoun],
})
