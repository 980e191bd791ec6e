import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN, ROOT } from '../support/run-program.ts'
import { callOf, HELLO, stdioProcess } from '../support/stdio-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { servedDay } from '../support/visit.ts'

it('CVE-2026-42271, CVE-2026-30623, CVE-2025-53967 and GHSA-mj59-h3q9-ghfh: nothing of ours can start a process', () => {
  const files = ['src', 'tools'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(ROOT, folder, name)),
  )
  const starting =
    /child_process|node:cluster|\bcluster\.fork|process\.(binding|dlopen|execve)|\beval\(|new Function\(/
  expect(files.length).toBeGreaterThan(300)
  expect(files.filter((file) => starting.test(readFileSync(file, 'utf8')))).toEqual([])
})

it('CVE-2026-42271, CVE-2026-30623, CVE-2025-53967 and GHSA-mj59-h3q9-ghfh: a server that may not start one serves all the same', async () => {
  const config = demoDeployment(tempDir())
  // Everything but child processes.
  const may = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--allow-addons']
  const node = [...may, '--allow-worker', '--no-warnings', MAIN]
  const server = stdioProcess([...node, 'serve', '--stdio', '--client=voice', `--config=${config}`])
  server.send(...HELLO)
  await server.answer(0)
  const wish = { date: servedDay(), party_size: 2, meal: 'dinner' }
  server.send(callOf(1, 'reservations_check', wish))
  const { result } = await server.answer(1)
  expect(JSON.stringify(result)).not.toContain('isError":true')
  server.child.stdin.end()
  expect((await server.ended).code).toBe(0)
})
