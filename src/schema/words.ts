import type { JsonSchema } from '../kernel/input.ts'
import { choicesOf } from '../kernel/schema-types.ts'

/** More choices than a description should list. A string's choices stay an `enum`, whatever their number. */
const MOST_LISTED = 40

const LONGEST_VALUE = 100
const LONGEST_SAID_PATTERN = 120

const NOUNS: ReadonlyMap<unknown, string> = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
])

/** A schema in a few words, for the choice or the row it is part of: `a whole number (at least 1)`. */
export function sayKind(schema: JsonSchema): string {
  const { type, description } = schema
  const choices = choicesOf(schema)
  if (choices) return sayChoices(choices)
  const format = sayFormat(schema['format'])
  const noun = format || (NOUNS.get(type) ?? 'a value')
  const rules = [...sayBounds(schema), ...sayRules(schema)].join(', ')
  const said = rules === '' ? noun : `${noun} (${rules})`
  return typeof description === 'string' ? `${said}: ${description.replace(/[.\s]+$/, '')}` : said
}

/** Bounds of plain values, which every provider takes as keywords. Each continues "must be". */
function sayBounds(schema: JsonSchema): readonly string[] {
  const { type, minimum, maximum, minLength, maxLength, pattern } = schema
  if (type !== 'string')
    return [
      ...say(minimum, (bound) => `at least ${bound}`),
      ...say(maximum, (bound) => `at most ${bound}`),
    ]
  return [
    ...say(minLength, (bound) => `at least ${bound} characters long`),
    ...say(maxLength, (bound) => `at most ${bound} characters long`),
    ...(typeof pattern === 'string' && !sayFormat(schema['format']) ? [sayPattern(pattern)] : []),
  ]
}

/** Rules on a number that some provider does not take as keywords. Each continues "must be". */
export function sayRules(schema: JsonSchema): readonly string[] {
  const { type, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  if (type !== 'integer' && type !== 'number') return []
  return [
    ...say(exclusiveMinimum, (bound) => `greater than ${bound}`),
    ...say(exclusiveMaximum, (bound) => `less than ${bound}`),
    ...say(multipleOf, (step) => `a multiple of ${step}`),
  ]
}

/** Continues "must be". A pattern that nobody could read is only said to be there. */
export function sayPattern(pattern: string): string {
  return pattern.length > LONGEST_SAID_PATTERN
    ? 'of a fixed form'
    : `text that matches the regular expression ${pattern}`
}

export function sayChoices(choices: readonly unknown[]): string {
  const said = choices.slice(0, MOST_LISTED).map(sayValue)
  return choices.length > MOST_LISTED ? `${said.join(', ')} or one of more` : anyOf(said)
}

/** A value as a model would write it; `undefined` when it is too long to be told. */
export function sayShortValue(value: unknown): string | undefined {
  const said = sayValue(value)
  return said.length > LONGEST_VALUE ? undefined : said
}

export function sayValue(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

/** `a`, `a or b`, `a, b or c`. */
function anyOf(said: readonly string[]): string {
  return joined(said, 'or')
}

/** `a`, `a and b`, `a, b and c`. */
export function allOf(said: readonly string[]): string {
  return joined(said, 'and')
}

/** The schema with sentences added to its description, each once. */
export function withSentences(schema: JsonSchema, sentences: readonly string[]): JsonSchema {
  const own = typeof schema['description'] === 'string' ? schema['description'].trim() : ''
  const added = [...new Set(sentences)].filter((each) => each !== '' && !own.includes(each))
  if (added.length === 0) return schema
  const begun = own === '' || /[.!?"]$/.test(own) ? own : `${own}.`
  return { ...schema, description: [begun, ...added].filter(Boolean).join(' ') }
}

export function sentence(words: string): string {
  return words === '' ? '' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
}

function say(value: unknown, words: (value: number) => string): readonly string[] {
  return typeof value === 'number' ? [words(value)] : []
}

function joined(said: readonly string[], word: string): string {
  const last = said.at(-1) ?? ''
  return said.length < 2 ? last : `${said.slice(0, -1).join(', ')} ${word} ${last}`
}

/** What a text of a format is, in words; an empty one says nothing that the pattern beside it does not. */
const FORMATS: ReadonlyMap<string, string> = new Map([
  ['date', 'a date as YYYY-MM-DD'],
  ['date-time', 'a date and time as 2026-03-15T19:30:00Z'],
  ['time', 'a time as 19:30:00'],
  ['duration', 'an ISO 8601 duration such as PT30M'],
  ['email', 'an email address'],
  ['idn-email', 'an email address'],
  ['e164', 'a phone number in international form such as +14155550132'],
  ['uri', 'a full web address such as https://example.com'],
  ['url', 'a full web address such as https://example.com'],
  ['hostname', 'a host name such as example.com'],
  ['ipv4', 'an IPv4 address'],
  ['ipv6', 'an IPv6 address'],
  ['uuid', 'a UUID'],
  ['guid', 'a UUID'],
  ['base64', 'Base64 text'],
  ['base64url', 'Base64 text in its form for web addresses'],
  ['regex', ''],
  ['starts_with', ''],
  ['ends_with', ''],
  ['includes', ''],
])

/** For example `an email address`; an empty text when there is nothing to say. */
export function sayFormat(format: unknown): string {
  if (typeof format !== 'string') return ''
  return FORMATS.get(format) ?? `in the format ${format}`
}
