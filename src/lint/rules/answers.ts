import { renderingsOf } from '../linted.ts'
import type { Rule, ToolRule } from '../rule.ts'

const returnShown: ToolRule = {
  id: 'return-shown',
  on: 'tool',
  level: 'error',
  title: 'A tool shows how it answers: by an example of a read, or by samples.',
  why: 'Nobody can judge an answer that was never made. Reads are run with their examples; a write is never run by the linter, so it gives sample values.',
  bad: { tool: { concise: '' } },
  good: { tool: { concise: 'Dune by Frank Herbert is on shelf twelve.' } },
  check({ name }, { replies }) {
    if (!replies) return []
    const own = replies.get(name) ?? []
    const faults = own
      .filter(({ kind }) => kind === 'fault')
      .map(({ to, concise }) => `It failed on ${to}: ${concise}`)
    const empty = own
      .filter(({ concise, detailed }) => concise.trim() === '' || detailed?.trim() === '')
      .map(({ to }) => `Its answer to ${to} is empty.`)
    const isShown = own.some(({ kind }) => kind === 'value') || faults.length > 0
    return [
      ...faults,
      ...empty,
      ...(isShown
        ? []
        : [
            'No example led to an answer, and it has no samples. Give "samples": values as its handler returns them.',
          ]),
    ]
  },
}

const returnStartsAsJson: ToolRule = {
  id: 'return-starts-as-json',
  on: 'tool',
  level: 'error',
  title: 'No answer begins like JSON, in either rendering.',
  why: 'LiveKit parses an answer that is a JSON list and sends its items to Anthropic as content blocks, which fails the whole request. And a payload leaves the work of reading it to the model.',
  bad: { tool: { detailed: '[{"title":"Dune","shelf":12}]' } },
  good: { tool: { detailed: 'Dune by Frank Herbert is on shelf twelve. Two copies are left.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise', 'detailed')
      .filter(({ text }) => /^\s*[[{]/.test(text))
      .map(
        ({ called, text }) =>
          `${called} begins with "${text.trim().charAt(0)}". Say it in sentences.`,
      )
  },
}

/** What a voice reads out wrongly, and what it is called. */
const UNSPEAKABLE: readonly (readonly [RegExp, string])[] = [
  [/\*\*|__|^#{1,6} |^\s*[-*+•] |`|\[[^\]]*\]\(|^\s*\|.*\||^\s*\d+\. /m, 'markdown'],
  [/\b(https?|ftp|mailto|tel):|\bwww\./i, 'a web address'],
  [/\b\d{4}-\d{2}(-\d{2})?(T[\d:.]+Z?)?\b/, 'a date in digits'],
  [/\b\d{1,2}\/\d{1,2}\/(\d{4}|\d{2})\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b/, 'a date in digits'],
  [/\b(?:[01]\d|2[0-3]):[0-5]\d(?::\d{2})?\b(?!\s*[AP]\.?M)/i, 'a 24-hour time in digits'],
  [/[{}[\]<>|\\^~]|=>|\w=\w|\bnull\b|\bundefined\b|\bNaN\b|\[object /, 'signs of a program'],
  [/\b[a-z]+_[a-z_]+\b/i, 'a name with underscores'],
  [/\n/, 'more than one line'],
  [/\p{Extended_Pictographic}/u, 'an emoji'],
]

const returnConciseSpeakable: ToolRule = {
  id: 'return-concise-speakable',
  on: 'tool',
  level: 'error',
  title: 'The concise answer can be said aloud as it stands.',
  why: 'A voice agent passes it on with little change. Asterisks, web addresses and 2026-03-13 are read out sign by sign, or left out.',
  bad: {
    tool: { concise: '**Dune**: shelf 12, due 2026-03-13, see https://library.example/dune' },
  },
  good: { tool: { concise: 'Dune is on shelf twelve, and is due on Friday, March 13.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise').flatMap(({ text, called }) =>
      UNSPEAKABLE.flatMap(([pattern, what]) => {
        const found = pattern.exec(text)?.[0].trim()
        if (found === undefined) return []
        return [`${called} holds ${what}${found === '' ? '' : ` (${found})`}.`]
      }),
    )
  },
}

/** Ids that machines give. A phone number with its plus sign is none. */
const OPAQUE =
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{10,}\b|(?<!\+)\b\d{12,}\b|\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{16,}\b|\b[0-9A-HJKMNP-TV-Z]{26}\b/

const returnSemanticIds: ToolRule = {
  id: 'return-semantic-ids',
  on: 'tool',
  level: 'error',
  title: 'An answer names things by short codes and names, never by the ids of a machine.',
  why: 'Models copy long ids wrongly, and nobody can say or hear them. R-1842 can be read out, repeated and passed on to the next tool.',
  bad: {
    tool: { detailed: 'Dune is copy 550e8400-e29b-41d4-a716-446655440000, on shelf twelve.' },
  },
  good: { tool: { detailed: 'Dune is copy B-204, on shelf twelve.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise', 'detailed').flatMap(({ text, called }) => {
      const id = OPAQUE.exec(text)?.[0]
      return id === undefined ? [] : [`${called} names ${id}. Give it a short code or a name.`]
    })
  },
}

export const ANSWER_RULES: readonly Rule[] = Object.freeze([
  returnShown,
  returnStartsAsJson,
  returnConciseSpeakable,
  returnSemanticIds,
])
