import type { Finding, Level } from '../lint/finding.ts'
import { counted } from './counted.ts'
import { PROGRAM } from './program.ts'
import type { Paint } from './terminal.ts'

export interface LintSize {
  readonly tools: number
  readonly clients: number
}

const COLOURS = { error: 'red', warning: 'yellow' } as const

/** Findings for people: grouped by what they are about, and counted at the end. */
export function lintText(findings: readonly Finding[], size: LintSize, paint: Paint): string {
  const groups = Map.groupBy(findings, ({ on, name }) => (on === 'tool' ? name : `client ${name}`))
  const parts = [...groups].map(([about, own]) =>
    [paint('bold', about), ...own.map((finding) => line(finding, paint))].join('\n'),
  )
  return [...parts, summary(findings, size, paint)].join('\n\n')
}

function line({ level, rule, says }: Finding, paint: Paint): string {
  return `  ${paint(COLOURS[level], level.padEnd(7))}  ${rule}  ${says}`
}

function summary(findings: readonly Finding[], { tools, clients }: LintSize, paint: Paint): string {
  const asked = `${counted(tools, 'tool')} and ${counted(clients, 'client')}`
  const [first] = findings
  if (!first) return `${asked}: ${paint('green', 'nothing to improve')}`
  const of = (level: Level) => findings.filter((finding) => finding.level === level).length
  return [
    `${asked}: ${counted(of('error'), 'error')}, ${counted(of('warning'), 'warning')}`,
    `Why a rule matters: ${PROGRAM} lint --explain ${first.rule}`,
  ].join('\n')
}
