import { availableParallelism } from 'node:os'

import packages from '../../package.json' with { type: 'json' }
import type { Finding } from './finding.ts'

/** The findings as one table, with what they were found on. */
export function reportOf(findings: readonly Finding[], minutes: number): string {
  const broken = findings.flatMap(({ attack, broken }) =>
    broken.map((words) => `- ${attack}: not so: ${words}`),
  )
  return `# Chaos: what the last long run found

Written by \`npm run chaos\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes; Toolcrib ${packages.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores. A shared machine: counts mean something, times little, and ratios within one run more than times.

Each attack is on a server of its own, \`toolcrib serve\` with keys and a ledger, in a process of its own. The honest client calls a tool at a steady rate from a thread of its own, one call in five on a fresh connection; its delay counts from when the call was due. _Loop lag_ is by how much a timer of the server was late, _memory_ what its process occupies.

**${broken.length === 0 ? 'Every promise was kept.' : 'A PROMISE WAS BROKEN.'}**
${broken.length === 0 ? '' : `\n${broken.join('\n')}\n`}
${table(
  ['attack', 'amount', 'promised', 'measured', ''],
  findings.map(({ attack, amount, promised, measured, broken }) => [
    attack,
    amount,
    promised,
    measured,
    broken.length === 0 ? 'kept' : '**BROKEN**',
  ]),
)}
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
