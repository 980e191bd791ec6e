import { isRecord } from '../kernel/json.ts'
import { choicesOf } from '../kernel/schema-types.ts'
import { inputWith, type ProviderRule } from './provider-rule.ts'

/** What survives LiveKit's conversion for Gemini Live, either because Gemini takes it or because it is dropped. */
const LIVE = new Set(
  (
    'type description enum const items properties required additionalProperties format pattern nullable anyOf ' +
    'minimum maximum minLength maxLength minItems maxItems minProperties maxProperties ' +
    'default title examples $schema $defs $ref'
  ).split(' '),
)

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/
const text = { type: 'string' }

/** Gemini's rules. In a Live session one tool that breaks one ends the whole call. */
export const GEMINI_RULES: readonly ProviderRule[] = [
  {
    id: 'live-keyword',
    providers: ['gemini-live'],
    what: 'Only the keywords of Gemini’s own schema: any other one ends the session.',
    from: 'clients.md 3.2; livekit/agents#7349',
    bad: inputWith({ type: 'number', exclusiveMinimum: 0 }),
    good: inputWith({ type: 'number', minimum: 0 }),
    breaks: ({ schema }) => {
      const alien = isRecord(schema) ? Object.keys(schema).filter((word) => !LIVE.has(word)) : []
      return alien.length > 0 ? `uses ${alien.join(', ')}` : undefined
    },
  },
  {
    id: 'live-type-list',
    providers: ['gemini-live'],
    what: 'One type: a list of types ends the session.',
    from: 'clients.md 3.2',
    bad: inputWith({ type: ['string', 'null'] }),
    good: inputWith(text),
    breaks: ({ schema }) =>
      isRecord(schema) && Array.isArray(schema['type']) ? 'has a list of types' : undefined,
  },
  {
    id: 'live-boolean-schema',
    providers: ['gemini-live'],
    what: 'Every schema is an object: true or false in its place ends the session.',
    from: 'clients.md 3.2',
    bad: { type: 'object', properties: { field: true }, required: [] },
    good: inputWith(text),
    // Extra fields are dropped before the conversion looks at them.
    breaks: ({ schema, keyword }) =>
      isRecord(schema) || keyword === 'additionalProperties'
        ? undefined
        : `is ${String(schema)} instead of a schema`,
  },
  {
    id: 'reference',
    providers: ['gemini-text', 'gemini-live'],
    what: 'No references: Node’s plugin makes them empty schemas, and Live fails at recursive ones.',
    from: 'clients.md 3.1 and 3.2',
    bad: inputWith({ $ref: '#/$defs/Name' }, { $defs: { Name: text } }),
    good: inputWith(text),
    breaks: ({ schema }) => (isRecord(schema) && '$ref' in schema ? 'uses $ref' : undefined),
  },
  {
    id: 'text-choices',
    providers: ['gemini-text', 'gemini-live'],
    what: 'Choices are texts: other ones are refused with a 400, or end the session.',
    from: 'clients.md 3.2 and 3.3; OmniRoute#760',
    bad: inputWith({ type: 'integer', enum: [1, 2] }),
    good: inputWith({ type: 'string', enum: ['1', '2'] }),
    breaks: ({ schema }) => {
      const choices = isRecord(schema) ? choicesOf(schema) : undefined
      return choices?.every((choice) => typeof choice === 'string') === false
        ? 'lists choices that are not text'
        : undefined
    },
  },
  {
    id: 'text-format',
    providers: ['gemini-text', 'gemini-live'],
    what: 'A text’s format is date-time or enum: other ones are refused with a 400.',
    from: 'clients.md 3.3; google-gemini/gemini-cli#3178',
    bad: inputWith({ type: 'string', format: 'email' }),
    good: inputWith({ type: 'string', format: 'date-time' }),
    breaks: ({ schema }) => {
      const format = isRecord(schema) && schema['type'] === 'string' ? schema['format'] : undefined
      return typeof format === 'string' && !['date-time', 'enum'].includes(format)
        ? `has the format ${format}`
        : undefined
    },
  },
  {
    id: 'list-items',
    providers: ['gemini-text', 'gemini-live'],
    what: 'A list says what its items are: one that does not is refused with a 400.',
    from: 'clients.md 3.3; robloxstudio-mcp#72',
    bad: inputWith({ type: 'array' }),
    good: inputWith({ type: 'array', items: text }),
    breaks: ({ schema }) =>
      isRecord(schema) && schema['type'] === 'array' && !saysType(schema['items'])
        ? 'does not say what its items are'
        : undefined,
  },
  {
    id: 'empty-object',
    providers: ['gemini-text', 'gemini-live'],
    what: 'An object within the input has fields: one without is refused with a 400.',
    from: 'browser-use/browser-use#3786; agno-agi/agno#2112',
    bad: inputWith({ type: 'object', properties: {} }),
    good: inputWith({ type: 'object', properties: { name: text } }),
    breaks: ({ schema, isRoot }) =>
      !isRoot && isRecord(schema) && schema['type'] === 'object' && !hasFields(schema['properties'])
        ? 'has no named fields'
        : undefined,
  },
  {
    id: 'gemini-field-name',
    providers: ['gemini-text', 'gemini-live'],
    what: 'A field’s name is letters, digits and _, begins with no digit, and has at most 64 signs.',
    from: 'clients.md 2; Vertex AI protocol documentation',
    bad: { type: 'object', properties: { 'first-name': text }, required: [] },
    good: { type: 'object', properties: { first_name: text }, required: [] },
    breaks: ({ field }) =>
      field === undefined || NAME.test(field) ? undefined : 'has a name that Gemini does not take',
  },
]

function saysType(items: unknown): boolean {
  return isRecord(items) && ('type' in items || 'anyOf' in items || '$ref' in items)
}

function hasFields(properties: unknown): boolean {
  return isRecord(properties) && Object.keys(properties).length > 0
}
