import { isRecord } from '../kernel/json.ts'
import { tooLarge } from '../kernel/schema-size.ts'
import { LONGEST_PATTERN } from './fold-constraints.ts'
import { inputWith, PROVIDERS, type ProviderRule } from './provider-rule.ts'

const OPENAI = ['openai-chat', 'openai-responses', 'openai-realtime'] as const
const SHAPES = ['anyOf', 'oneOf', 'allOf']
const NOVA = new Set(['type', 'properties', 'required'])
const NAME = /^[a-zA-Z0-9_.-]{1,64}$/
const text = { type: 'string' }

/** The rules of all providers but Gemini, whose are the most. */
export const OTHER_RULES: readonly ProviderRule[] = [
  {
    id: 'object-input',
    providers: PROVIDERS,
    what: 'The whole input is an object.',
    from: 'clients.md 3.5; Amazon Bedrock API reference, ToolInputSchema',
    bad: text,
    good: inputWith(text),
    breaks: ({ schema, isRoot }) =>
      isRoot && isRecord(schema) && schema['type'] !== 'object' ? 'is not an object' : undefined,
  },
  {
    id: 'size',
    providers: PROVIDERS,
    what: 'The input is of a size that somebody could have written: no model works with more.',
    from: 'our own bound, src/kernel/schema-size.ts',
    bad: inputWith({ type: 'string', enum: Array.from({ length: 20_000 }, (_, at) => String(at)) }),
    good: inputWith({ type: 'string', enum: ['0', '1'] }),
    breaks: ({ schema, isRoot }) => (isRoot ? tooLarge(schema) : undefined),
  },
  {
    id: 'object-fields',
    providers: OPENAI,
    what: 'Every object has `properties`: one without is refused with a 400.',
    from: 'clients.md 3.3; openai-agents-python#449; kagent#1888',
    bad: { type: 'object' },
    good: { type: 'object', properties: {}, required: [] },
    breaks: ({ schema }) =>
      isRecord(schema) && schema['type'] === 'object' && !isRecord(schema['properties'])
        ? 'has no properties'
        : undefined,
  },
  {
    id: 'typed',
    providers: OPENAI,
    what: 'Every schema has a type: one without is refused with a 400.',
    from: 'clients.md 3.3; den-vasyliev/voice-mcp-agent#5',
    bad: inputWith({ type: 'array', items: {} }),
    good: inputWith({ type: 'array', items: text }),
    breaks: ({ schema }) =>
      isRecord(schema) && !['type', 'anyOf', '$ref'].some((keyword) => keyword in schema)
        ? 'has no type'
        : undefined,
  },
  {
    id: 'dialect',
    providers: ['openai-chat', 'gemini-live'],
    what: 'No `$schema`: gateways before OpenAI models and earlier Live plugins end the turn in silence.',
    from: 'clients.md 3.1 and 3.3; livekit/agents#4334',
    bad: inputWith(text, { $schema: 'https://json-schema.org/draft/2020-12/schema' }),
    good: inputWith(text),
    breaks: ({ schema }) =>
      isRecord(schema) && '$schema' in schema ? 'names its dialect' : undefined,
  },
  {
    id: 'open-object',
    providers: ['openai-responses'],
    what: 'No fields of free names: the API closes every object, so that a model can send none of them.',
    from: 'clients.md 3.1',
    bad: inputWith({ type: 'object', properties: {}, additionalProperties: text }),
    good: inputWith({ type: 'object', properties: { name: text } }),
    breaks: ({ schema }) =>
      isRecord(schema) && isOpen(schema['additionalProperties'])
        ? 'takes fields of any name'
        : undefined,
  },
  {
    id: 'choice-of-inputs',
    providers: ['anthropic'],
    what: 'The whole input is no choice: one is refused with a 400, together with every other tool.',
    from: 'clients.md 3.3; claude-code#40075; huly-mcp#66',
    bad: inputWith(text, { anyOf: [{ required: ['field'] }] }),
    good: inputWith({ anyOf: [text, { type: 'integer' }] }),
    breaks: ({ schema, isRoot }) => {
      const found = isRoot && isRecord(schema) ? SHAPES.filter((word) => word in schema) : []
      return found.length > 0 ? `uses ${found.join(', ')}` : undefined
    },
  },
  {
    id: 'anthropic-field-name',
    providers: ['anthropic'],
    what: 'A field’s name is letters, digits, _, . and -, and has at most 64 signs.',
    from: 'clients.md 2; OmniRoute#13552',
    bad: { type: 'object', properties: { 'first name': text }, required: [] },
    good: { type: 'object', properties: { 'first-name': text }, required: [] },
    breaks: ({ field }) =>
      field === undefined || NAME.test(field)
        ? undefined
        : 'has a name that Anthropic does not take',
  },
  {
    id: 'nova-input',
    providers: ['bedrock'],
    what: 'Of the whole input, type, properties and required: Amazon Nova ignores the tool or refuses the call otherwise.',
    from: 'Amazon Nova user guide, tool use troubleshooting; pydantic-ai#1623; zed-industries/zed#28521',
    bad: inputWith(text, { additionalProperties: false }),
    good: inputWith(text),
    breaks: ({ schema, isRoot }) => {
      const alien =
        isRoot && isRecord(schema) ? Object.keys(schema).filter((word) => !NOVA.has(word)) : []
      return alien.length > 0 ? `uses ${alien.join(', ')}` : undefined
    },
  },
  {
    id: 'long-pattern',
    providers: PROVIDERS,
    what: `A pattern has at most ${LONGEST_PATTERN} signs: longer ones are mostly zod’s own for a format, and belong into words.`,
    from: 'clients.md 9, fact 16',
    bad: inputWith({ type: 'string', pattern: `^${'[0-9]'.repeat(20)}$` }),
    good: inputWith({ type: 'string', pattern: '^[0-9]{20}$' }),
    breaks: ({ schema }) => {
      const pattern = isRecord(schema) ? schema['pattern'] : undefined
      return typeof pattern === 'string' && pattern.length > LONGEST_PATTERN
        ? `has a pattern of more than ${LONGEST_PATTERN} signs`
        : undefined
    },
  },
]

function isOpen(others: unknown): boolean {
  return others === true || isRecord(others)
}
