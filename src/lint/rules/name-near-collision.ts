import { distance } from 'fastest-levenshtein'

import type { DeclaredTool } from '../../kernel/module.ts'
import { OTHER_TOOL } from '../good-tool.ts'
import { ownWords } from '../own-name.ts'
import type { ToolRule } from '../rule.ts'
import { deedOf } from '../verbs.ts'
import { singular, wordsOfName } from '../words.ts'

export const nameNearCollision: ToolRule = {
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
