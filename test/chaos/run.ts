import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { attacksOf, LONG } from './attacks.ts'
import type { Finding } from './finding.ts'
import { reportOf } from './report.ts'

/**
 * `npm run chaos`: the long form of `chaos.test.ts`. Writes its figures to RESULTS.md, and fails when a promise broke.
 * With names of attacks it makes only those, and writes nothing; `--json` prints the findings as they are.
 */
async function main(words: readonly string[]): Promise<number> {
  const attacks = attacksOf(LONG)
  const asked = words.filter((word) => word !== '--json')
  const unknown = asked.find((name) => !Object.hasOwn(attacks, name))
  if (unknown !== undefined) {
    say(`There is no attack ${unknown}. There are: ${Object.keys(attacks).join(', ')}.`)
    return 2
  }
  const startedMs = performance.now()
  const findings: Finding[] = []
  for (const [name, attack] of Object.entries(attacks)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    say(`${minutesSince(startedMs).toFixed(1)} min: ${name} …`)
    const finding = await attack()
    for (const words of finding.broken) say(`BROKEN: ${words}`)
    findings.push(finding)
  }
  const report = reportOf(findings, minutesSince(startedMs))
  if (asked.length === 0) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), report)
  const isJson = words.includes('--json')
  process.stdout.write(isJson ? `${JSON.stringify(findings, undefined, 2)}\n` : report)
  return findings.every(({ broken }) => broken.length === 0) ? 0 : 1
}

function minutesSince(startedMs: number): number {
  return (performance.now() - startedMs) / 60_000
}

/** It takes minutes, and whoever waits should see where it is. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

process.exitCode = await main(process.argv.slice(2))
