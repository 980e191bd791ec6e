import type { Finding } from './finding.ts'
import type { Linted } from './linted.ts'
import type { Rule } from './rule.ts'
import { RULES } from './rules.ts'

/**
 * Asks every rule of every tool and client, and answers what they have against them. Pure: what was given decides
 * what is found, and in which order. Only `tools` must be given; a rule that needs more than there is finds nothing.
 *
 * ```ts
 * const tools = [stock, parking].flatMap((module) => module.tools)
 * const found = lint({ tools, clients: [{ name: 'voice', tools: ['stock_count', 'parking_book'] }] })
 * if (!passes(found)) throw new Error(found.map(({ name, says }) => `${name}: ${says}`).join('\n'))
 * ```
 */
export function lint(all: Linted, rules: readonly Rule[] = RULES): readonly Finding[] {
  const { about } = all
  const asked = all.tools.filter(({ name }) => about === undefined || about.includes(name))
  return [
    ...asked.flatMap((tool) =>
      rules.flatMap((rule) =>
        rule.on === 'tool' ? findings(rule, tool.name, rule.check(tool, all)) : [],
      ),
    ),
    ...(all.clients ?? []).flatMap((client) =>
      rules.flatMap((rule) =>
        rule.on === 'client' ? findings(rule, client.name, rule.check(client, all)) : [],
      ),
    ),
  ]
}

/** Whether such findings let a catalogue through: none that is an error, or when it is strict none at all. */
export function passes(findings: readonly Finding[], isStrict = false): boolean {
  return isStrict ? findings.length === 0 : findings.every(({ level }) => level !== 'error')
}

function findings(rule: Rule, name: string, sentences: readonly string[]): readonly Finding[] {
  const { id, level, on } = rule
  return [...new Set(sentences)].map((says) => ({ rule: id, level, on, name, says }))
}
