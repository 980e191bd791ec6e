import { spawn } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'

import { connectClient, type AnyClient } from '../support/clients.ts'
import { configWith, MOUNTED, ownProject, PARKING } from '../support/own-project.ts'
import { MAIN, runToolcrib } from '../support/run-program.ts'
import { HELLO, readFrame, stdioProcess } from '../support/stdio-process.ts'

/** The next line of a log that has these words; the test's own limit ends the waiting. */
function logOf(stderr: NodeJS.ReadableStream): (words: string) => Promise<string> {
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: stderr }).on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  return (words) =>
    new Promise((resolve) => {
      const look = () => {
        const at = lines.findIndex((line) => line.includes(words))
        if (at < 0) return
        waiting.delete(look)
        resolve(lines.splice(0, at + 1).at(-1) ?? '')
      }
      waiting.add(look)
      look()
    })
}

async function served(folder: string, ...more: readonly string[]) {
  const config = join(folder, 'toolcrib.yaml')
  const child = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', '0', '--config', config, ...more],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const logged = logOf(child.stderr)
  const [, url = ''] = /"url":"([^"]+)"/.exec(await logged('serving')) ?? []
  const client = await connectClient('v1', { kind: 'http', url: `${url}/mcp?client=me` })
  onTestFinished(() => client.close())
  return { logged, client, child }
}

/** What is on record of changes of what is served: what it was, and to what. */
async function changesIn(folder: string): Promise<readonly (readonly [string, string, string])[]> {
  const config = join(folder, 'toolcrib.yaml')
  const { stdout } = await runToolcrib('audit', 'export', '--jsonl', '--config', config)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)))
    .filter(({ kind }) => kind === 'change')
    .map(({ body }) => change.parse(JSON.parse(body)))
    .map(({ what, to, note }) => [what, to, note ?? ''] as const)
}

const row = z.looseObject({ kind: z.string(), body: z.string() })
const change = z.looseObject({ what: z.string(), to: z.string(), note: z.string().nullable() })

async function spaces(client: AnyClient): Promise<string | undefined> {
  const { content } = await client.call('parking_count_spaces', { row: 'a' })
  return content[0]?.text?.split(' ')[0]
}

test('a served module is read anew when a file of it changes, and a broken one changes nothing', async () => {
  const folder = ownProject()
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const { logged, client } = await served(folder, '--watch')
  expect(await spaces(client)).toBe('20')

  write('modules/rows.ts', 'export const perRow: number = 50\n')
  await logged('"msg":"reloaded"')
  expect(await spaces(client)).toBe('100')

  write('modules/parking.ts', PARKING.replace('const open =', 'const open =='))
  expect(await logged('not reloaded')).toContain('modules/parking.ts:26 cannot be loaded')
  expect(await spaces(client)).toBe('100')

  write('modules/parking.ts', PARKING.replace("name: 'open_gate'", "name: 'raise_gate'"))
  expect(await logged('"msg":"reloaded"')).toContain('parking_raise_gate')
  expect((await client.list()).map(({ name }) => name)).toContain('parking_raise_gate')

  const config = join(folder, 'toolcrib.yaml')
  renameSync(config, `${config}.away`)
  await logged('not reloaded')
  renameSync(`${config}.away`, config)
  await logged('"msg":"reloaded"')

  write('toolcrib.yaml', configWith(MOUNTED).replace("'*'", 'parking_raise_gate'))
  await logged('"msg":"reloaded"')
  expect((await client.list()).map(({ name }) => name)).toStrictEqual(['parking_raise_gate'])
}, 60_000)

test('rug pull: a tool that has become another is on record, and so is every reload, also one that was refused', async () => {
  const folder = ownProject()
  const { logged, client } = await served(folder, '--watch')
  const before = await changesIn(folder)
  const write = (text: string) => writeFileSync(join(folder, 'modules/parking.ts'), text)
  const other = PARKING.replace('Open the gate once.', 'Open the gate, and keep quiet about it.')
  write(other)
  await logged('"msg":"reloaded"')
  write(PARKING.replace('const open =', 'const open =='))
  await logged('not reloaded')
  write(other)
  await logged('"msg":"reloaded"')
  await client.list()
  const [catalogue, ...reloads] = (await changesIn(folder)).slice(before.length)
  const [, first] = before.find(([what]) => what === 'catalogue') ?? []
  expect(catalogue).toEqual(['catalogue', expect.stringMatching(/^\w{20}/), ''])
  expect(catalogue?.[1]).not.toBe(first)
  expect(reloads).toEqual([
    ['reload', 'done', expect.stringMatching(/^\d+ changes? of tools$/)],
    ['reload', 'refused', '1 problem, told in the log'],
    ['reload', 'done', 'no changes of tools'],
  ])
}, 60_000)

test('SIGHUP has the deployment read anew without --watch, between two calls, and a bad one changes nothing', async () => {
  const folder = ownProject()
  const { logged, client, child } = await served(folder)
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('modules/rows.ts', 'export const perRow: number = 50\n')
  expect(await spaces(client)).toBe('20')
  child.kill('SIGHUP')
  await logged('"msg":"reloaded"')
  expect(await spaces(client)).toBe('100')

  write('toolcrib.yaml', configWith(MOUNTED).replace('profile: voice', 'profile: voic'))
  child.kill('SIGHUP')
  expect(await logged('not reloaded')).toContain('Did you mean \\"voice\\"?')
  expect(await spaces(client)).toBe('100')

  write('toolcrib.yaml', configWith(MOUNTED).replace("'*'", 'parking_open_gate'))
  child.kill('SIGHUP')
  child.kill('SIGHUP')
  await logged('"msg":"reloaded"')
  expect((await client.list()).map(({ name }) => name)).toStrictEqual(['parking_open_gate'])
  expect(
    (await changesIn(folder)).filter(([what]) => what === 'reload').map(([, to]) => to),
  ).toContain('refused')
  child.kill('SIGTERM')
  child.kill('SIGHUP')
  await logged('"msg":"stopped"')
}, 60_000)

test('over stdio the client is told that its list has changed', async () => {
  const folder = ownProject()
  const { send, answer, lines, child } = stdioProcess([
    MAIN,
    'serve',
    '--stdio',
    '--client=me',
    '--watch',
    `--config=${join(folder, 'toolcrib.yaml')}`,
  ])
  const logged = logOf(child.stderr)
  send(...HELLO)
  expect((await answer(0)).result).toMatchObject({ capabilities: { tools: { listChanged: true } } })

  writeFileSync(join(folder, 'modules/rows.ts'), 'export const perRow: number = 50\n')
  await logged('"msg":"reloaded"')
  send({ id: 9, method: 'ping' })
  await answer(9)
  const methods = lines.map((line) => readFrame(line)?.['method'])
  expect(methods).toContain('notifications/tools/list_changed')
}, 30_000)

test('what a module prints never gets between the frames', async () => {
  const folder = ownProject({
    'modules/parking.ts': `console.log('loaded')\n${PARKING.replace('=> ({ spaces: rows', "=> (console.log('set up'), { spaces: rows")}`,
  })
  const { send, answer, lines } = stdioProcess([
    MAIN,
    'serve',
    '--stdio',
    '--client=me',
    `--config=${join(folder, 'toolcrib.yaml')}`,
  ])
  send(...HELLO)
  await answer(0)
  expect(lines.filter((line) => readFrame(line) === undefined)).toStrictEqual([])
})
