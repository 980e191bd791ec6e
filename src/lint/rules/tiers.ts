import { FLOORS, isStricter } from '../../kernel/gate.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { ownWords } from '../words.ts'

/** Verbs of what is gone, or out of the house, when it is done. */
const FINAL_VERBS: ReadonlySet<string> = new Set(
  'delete drop wipe purge send publish pay transfer refund deploy'.split(' '),
)

const DELETION = {
  name: 'delete_book',
  title: 'Delete a book',
  does: 'Remove one worn title from the catalogue for ever, with everything that was noted of it.',
  useWhen: 'the librarian has said that it was thrown away',
  avoidWhen: 'it is only lent out; use library_find_book',
  returns: 'that the entry is gone, or why it has to stay',
} as const

const tierBelowVerb: ToolRule = {
  id: 'tier-below-verb',
  on: 'tool',
  level: 'warning',
  title: 'A tool whose verb destroys, sends or pays is at least of tier irreversible.',
  why: 'Gates follow the tier, and nothing else tells the house that a deed cannot be taken back: a tool that deletes as a mere write is done without a question, also in the hands of an agent that was talked into it.',
  bad: { tool: { ...DELETION, tier: 'write' }, other: {} },
  good: { tool: { ...DELETION, tier: 'irreversible' }, other: {} },
  check(tool) {
    const [verb = ''] = ownWords(tool)
    const { tier } = tool.facts
    if (!FINAL_VERBS.has(verb) || !isStricter(FLOORS.irreversible, FLOORS[tier])) return []
    return [
      `"${verb}" sounds as if it could not be taken back, and the tier is "${tier}". Make it irreversible; or, if it can be taken back, name it for that, such as archive, draft or hold.`,
    ]
  },
}

export const TIER_RULES: readonly Rule[] = Object.freeze([tierBelowVerb])
