import type { DeclaredTool } from '../../kernel/module.ts'
import { ownWords } from '../own-name.ts'
import type { ToolRule } from '../rule.ts'
import { VAGUE_VERBS, VERBS } from '../verbs.ts'
import { wordsOf } from '../words.ts'

export const nameVerbFirst: ToolRule = {
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
