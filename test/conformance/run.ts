import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { ROOT } from '../support/run-program.ts'
import { serveFixtures } from './deployment.ts'
import { readScore, type Score } from './score.ts'

/** The revisions, each with what it asks of a server. One run does not cover the other: they speak differently. */
const REVISIONS = ['2025-11-25', '2026-07-28'] as const

const SUITE = join(ROOT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js')

process.exitCode = await main()

/** Runs the official suite against a served deployment, once for each revision. */
async function main(): Promise<number> {
  const scores: Score[] = []
  for (const revision of REVISIONS) scores.push(await inTempFolder((dir) => score(revision, dir)))
  const passed = scores.reduce((sum, each) => sum + each.passed, 0)
  const failed = scores.reduce((sum, each) => sum + each.failed, 0)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 || passed === 0 ? 1 : 0
}

async function score(revision: (typeof REVISIONS)[number], dir: string): Promise<Score> {
  const served = await serveFixtures(dir)
  try {
    const expected = join(ROOT, `test/conformance/expected-failures-${revision}.yaml`)
    const results = join(dir, 'results')
    const args = ['server', '--url', served.url, '--requirements', revision]
    const child = spawn(
      process.execPath,
      [SUITE, ...args, '--expected-failures', expected, '-o', results],
      { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const exited = once(child, 'exit')
    const said = await text(child.stdout)
    const [code] = await exited
    process.stdout.write(`# ${revision}\n${said}`)
    return readScore(said, code === 0)
  } finally {
    await served.close()
  }
}

async function inTempFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-conformance-'))
  try {
    return await use(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
