import { stringify } from 'yaml'

import { suggest } from '../config/suggest.ts'
import type { Rule } from '../lint/rule.ts'
import type { Paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** One rule for machines. */
export function ruleData(id: string, rules: readonly Rule[]) {
  const { check: _run, ...data } = ruleNamed(id, rules)
  return data
}

/** One rule for people. */
export function ruleText(id: string, rules: readonly Rule[], paint: Paint): string {
  const { level, title, why, bad, good } = ruleNamed(id, rules)
  return [
    `${paint('bold', id)} (${level})`,
    title,
    why,
    `${paint('red', 'Bad')}\n${shown(bad)}`,
    `${paint('green', 'Good')}\n${shown(good)}`,
  ].join('\n\n')
}

function ruleNamed(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((known) => known.id === id)
  if (rule) return rule
  const ids = rules.map((known) => known.id)
  throw new UsageError(`There is no rule "${id}". ${suggest(id, ids, 'The rules are')}`)
}

/** What cannot be seen is written out, or the example would show nothing. */
function shown(example: Rule['bad']): string {
  return stringify(example, { lineWidth: 100, aliasDuplicateObjects: false })
    .trimEnd()
    .replaceAll(/^/gm, '  ')
    .replaceAll(/\p{Cf}/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
}
