import { ownWords } from '../own-name.ts'
import type { ToolRule } from '../rule.ts'
import { VAGUE_VERBS } from '../verbs.ts'

export const nameVagueVerb: ToolRule = {
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
