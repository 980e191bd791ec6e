import type { JsonSchema } from '../kernel/input.ts'
import type { Fields } from '../kernel/json.ts'
import type { Provider } from '../schema/provider-rule.ts'
import { portability } from '../schema/providers.ts'
import { geminiLiveSchema } from './gemini-live-schema.ts'
import type { SeenTool } from './sight.ts'
import type { CountTokens } from './tokens.ts'

/** How one provider's API is told of a tool. */
export interface ProviderView {
  readonly provider: Provider
  /** What it would not take, in words. */
  readonly problems: readonly string[]
  readonly declaration: Fields
  readonly tokens: number
}

type Frame = (name: string, description: string, schema: JsonSchema) => Fields

const flat: Frame = (name, description, parameters) => ({
  type: 'function',
  name,
  description,
  parameters,
})

/** What LiveKit and the providers' own SDKs put around a tool; read from livekit-agents' provider formats. */
const FRAMES: Readonly<Record<Provider, Frame>> = {
  'openai-chat': (name, description, parameters) => ({
    type: 'function',
    function: { name, description, parameters },
  }),
  'openai-responses': flat,
  'openai-realtime': flat,
  anthropic: (name, description, schema) => ({ name, description, input_schema: schema }),
  'gemini-text': (name, description, schema) => ({
    name,
    description,
    parameters_json_schema: schema,
  }),
  'gemini-live': (name, description, schema) => {
    const parameters = geminiLiveSchema(schema)
    return { name, description, ...(parameters && { parameters }) }
  },
  bedrock: (name, description, schema) => ({
    toolSpec: { name, description, inputSchema: { json: schema } },
  }),
}

/** The tool as each provider would get it from a client that hands on what it was listed. */
export function providerViews({ listed }: SeenTool, count: CountTokens): readonly ProviderView[] {
  const { name, description = '', inputSchema } = listed
  return [...portability(inputSchema)].map(([provider, problems]) => {
    const declaration = FRAMES[provider](name, description, inputSchema)
    return { provider, problems, declaration, tokens: count(declaration) }
  })
}
