import { distance } from 'fastest-levenshtein'

import type { DeclaredTool } from '../../kernel/module.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { OTHER_TOOL } from '../sketch.ts'
import { deedOf, VAGUE_VERBS, VERBS } from '../verbs.ts'
import { ownWords, singular, wordsOf, wordsOfName } from '../words.ts'

const nameVerbFirst: ToolRule = {
  id: 'name-verb-first',
  on: 'tool',
  level: 'error',
  title: 'Behind its namespace, a name begins with a verb.',
  why: 'A model picks by what it wants done. A noun names a subject, and leaves open whether the tool reads it or changes it.',
  bad: { tool: { name: 'shelf_finder' } },
  good: { tool: { name: 'find_book' } },
  check(tool) {
    const [first = ''] = ownWords(tool)
    if (VERBS.has(first) || VAGUE_VERBS.has(first) || isUsedAsVerb(first, tool)) return []
    return [
      `"${first}" is no verb the linter knows. Begin with one, such as find, check or book; or begin "does" with it, as in "Find a …".`,
    ]
  },
}

/** "Teleport a parcel …" shows that teleport is a verb, while "Reservation data …" shows nothing. */
function isUsedAsVerb(word: string, { parts }: DeclaredTool): boolean {
  const [first, second = ''] = wordsOf(parts.does)
  return (
    first === word &&
    /^(an?|the|one|all|every|each|some|which|who|whether|up|out|off)$/.test(second)
  )
}

const nameVagueVerb: ToolRule = {
  id: 'name-vague-verb',
  on: 'tool',
  level: 'error',
  title: 'The verb of a name says what happens.',
  why: 'Verbs such as process, handle, manage and do fit every wish, so the model calls such a tool for the wrong ones too.',
  bad: { tool: { name: 'manage_books' } },
  good: { tool: { name: 'find_book' } },
  check(tool) {
    const [first = ''] = ownWords(tool)
    if (!VAGUE_VERBS.has(first)) return []
    return [`"${first}" does not say what happens. Name the one thing that the tool does.`]
  },
}

/** Namespaces that set a tool apart from nothing. */
const EMPTY: ReadonlySet<string> = new Set(
  'api app common core default general helper helpers main mcp misc module my server service services shared tool toolcrib tools util utils'.split(
    ' ',
  ),
)

const nameNamespace: ToolRule = {
  id: 'name-namespace',
  on: 'tool',
  level: 'error',
  title: 'A name begins with a namespace that says what the tool is about, and says it once.',
  why: 'An agent with several servers sees one flat list. The namespace tells search_customers of the shop from that of the clinic; a second copy of it only costs length.',
  bad: { tool: { module: 'tools', name: 'find_book' } },
  good: { tool: { module: 'library', name: 'find_book' } },
  check(tool) {
    const { name, module } = tool
    if (!name.startsWith(`${module}_`)) return [`The name does not begin with "${module}_".`]
    const [first = ''] = ownWords(tool)
    return [
      ...(EMPTY.has(module)
        ? [`The namespace "${module}" says nothing. Name the module for what its tools are about.`]
        : []),
      ...(singular(first) === singular(module)
        ? [`The name says "${first}" twice. Leave the namespace out of the tool's own name.`]
        : []),
    ]
  },
}

/** Providers take 64; a client may put a prefix such as `mcp__customer_service__` in front. */
const LONGEST = 40

const nameLength: ToolRule = {
  id: 'name-length',
  on: 'tool',
  level: 'error',
  title: `A name has at most ${LONGEST} characters, so that a client's prefix fits before it.`,
  why: 'Providers refuse names of more than 64 characters, and with one such name every tool of the session is lost. Clients such as Claude Code put a prefix of their own in front.',
  bad: { tool: { name: 'find_book_by_title_or_by_beginning_of_title' } },
  good: { tool: { name: 'find_book' } },
  check({ name }) {
    if (name.length <= LONGEST) return []
    return [
      `The name has ${name.length} characters. Shorten it to ${LONGEST}, so that a prefix of 24 fits before it.`,
    ]
  },
}

const nameNearCollision: ToolRule = {
  id: 'name-near-collision',
  on: 'tool',
  level: 'error',
  title: 'No two tools, of whatever modules, have nearly the same name.',
  why: 'A model mixes up names that differ by a letter, by an s, or by two verbs for the same deed, and so do people who write allow-lists.',
  bad: { tool: { name: 'find_book' }, other: { name: 'search_books' } },
  good: { tool: { name: 'find_book' }, other: OTHER_TOOL },
  check(tool, { tools }) {
    return tools
      .filter((other) => other !== tool && isNear(tool, other))
      .map(
        ({ name }) =>
          `The name can be mistaken for ${name}. Make one of the two say what is different.`,
      )
  },
}

function isNear(tool: DeclaredTool, other: DeclaredTool): boolean {
  return distance(tool.name, other.name) <= 2 || meaningOf(tool) === meaningOf(other)
}

/** Deed and subjects, so that `library_find_book` and `book_search_libraries` mean the same. */
function meaningOf(tool: DeclaredTool): string {
  const [verb = '', ...objects] = ownWords(tool)
  const subjects = [...wordsOfName(tool.module), ...objects].map(singular)
  return [deedOf(verb), ...new Set(subjects.toSorted())].join(' ')
}

export const NAME_RULES: readonly Rule[] = Object.freeze([
  nameVerbFirst,
  nameVagueVerb,
  nameNamespace,
  nameLength,
  nameNearCollision,
])
