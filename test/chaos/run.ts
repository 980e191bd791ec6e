import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { attacksOf, LONG, SHORT } from './attacks.ts'
import type { Finding } from './finding.ts'
import { reportOf } from './report.ts'

/**
 * `npm run chaos`: writes its figures to RESULTS.md, and fails when a promise broke. With names of attacks it makes only
 * those, and writes nothing; so it does with `--short`, which makes less of each. `--json` prints the findings as they are.
 * Not among the tests, because the busy machine that it makes is none for tests that go by time.
 */
async function main(words: readonly string[]): Promise<number> {
  const isShort = words.includes('--short')
  const attacks = attacksOf(isShort ? SHORT : LONG)
  const asked = words.filter((word) => !word.startsWith('--'))
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
  if (asked.length === 0 && !isShort) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), report)
  const isJson = words.includes('--json')
  process.stdout.write(isJson ? `${JSON.stringify(findings, undefined, 2)}\n` : report)
  const kept = findings.filter(({ broken }) => broken.length === 0).length
  if (isShort) process.stdout.write(`${kept} passed, ${findings.length - kept} failed\n`)
  return kept === findings.length ? 0 : 1
}

function minutesSince(startedMs: number): number {
  return (performance.now() - startedMs) / 60_000
}

/** It takes minutes, and whoever waits should see where it is. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

process.exitCode = await main(process.argv.slice(2))
