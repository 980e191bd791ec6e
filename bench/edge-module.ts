import { defineModule } from 'toolcrib'
import * as z from 'zod'

import { ECHO, sourceTool } from './edge-tools.ts'

/** How many tools the module has beside its echo. */
const TOOLS = Number(process.env['EDGE_TOOLS'] ?? 50)

/** The bench's tools, as a module of Toolcrib that the config loads by its path. */
export default defineModule({
  id: 'edge',
  title: 'Edge',
  version: '1.0.0',
  config: z.strictObject({}),
  setup: () => null,
  tools: (tool) => [
    tool({
      ...common('Echo', 'Echo the text'),
      name: 'echo',
      examples: [{ text: 'hello' }],
      input: ECHO,
      handler: ({ text }) => ({ text }),
      concise: ({ text }) => text,
    }),
    ...Array.from({ length: TOOLS }, (_, at) => {
      const { name, title, description, input } = sourceTool(at)
      return tool({
        ...common(title, description),
        name,
        examples: [{ query: 'lamp' }],
        input,
        handler: () => ({}),
        concise: () => 'Nothing was found.',
      })
    }),
  ],
})

function common(title: string, does: string) {
  return {
    title,
    does: `${does}.`,
    useWhen: 'a bench asks',
    avoidWhen: 'no bench asks',
    returns: 'what was asked for',
    tier: 'read',
    scopes: ['edge:read'],
  } as const
}
