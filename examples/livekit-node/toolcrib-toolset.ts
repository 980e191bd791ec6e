import { llm } from '@livekit/agents'
import type { Tool } from '@modelcontextprotocol/client'
import type { JSONSchema7 } from 'json-schema'

import { toolcribConnection, type ToolcribOptions } from './toolcrib-connection.ts'

/**
 * The tools of one conversation, kept as they are at Toolcrib while it lasts. Rejects when Toolcrib is out of reach:
 * LiveKit would only log that, and talk to its caller without any tools.
 */
export async function toolcribToolset(options: ToolcribOptions): Promise<llm.Toolset> {
  let update = (_tools: readonly llm.ToolContextEntry[]): void => {}
  const crib = toolcribConnection(options, (tools) => update(tools.map(forLiveKit)))

  function forLiveKit({ name, description = name, inputSchema }: Tool): llm.ToolContextEntry {
    return llm.tool({
      name,
      description,
      // MCP types a schema as any JSON object; Toolcrib's are JSON Schema, which LiveKit asks for.
      parameters: inputSchema as JSONSchema7,
      execute: async (input, { abortSignal }) => {
        const { text, isError } = await crib.call(name, input, abortSignal)
        // Only the text of a ToolError reaches the model.
        if (isError) throw new llm.ToolError(text)
        return text
      },
    })
  }

  const tools = await crib.list()
  return llm.Toolset.create({
    id: 'toolcrib',
    tools: tools.map(forLiveKit),
    setup: async ({ updateTools }) => {
      update = updateTools
      updateTools((await crib.list()).map(forLiveKit))
    },
    aclose: () => crib.close(),
  })
}
