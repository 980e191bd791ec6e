import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { tempDir } from '../../support/temp-dir.ts'
import { catalogueWith, CHECK, inputOf } from '../diff/catalogues.ts'
import { deploymentFile } from './deployment.ts'
import { runCli } from './run-cli.ts'

const text = { type: 'string' }
const ORDER = { ...CHECK, name: 'shop_order', description: 'Order an item.' }
const OLD = catalogueWith([CHECK, ORDER])
function fileOf(content: object | string): string {
  const file = join(tempDir(), 'catalog.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

test('what has changed is told module by module, and a version that does not follow fails', async () => {
  const shelf = inputOf({ item: { ...text, maxLength: 20 }, shelf: text }, ['item'])
  const now = catalogueWith([{ ...CHECK, title: 'Count', input: shelf }], '1.1.0')
  const desk = { id: 'desk', version: '0.1.0', tools: [{ ...CHECK, name: 'desk_check' }] }
  const both = { ...now, modules: [desk, ...now.modules] }
  expect(await runCli('diff', fileOf(OLD), fileOf(both))).toStrictEqual({
    code: 1,
    err: '',
    out: `desk 0.1.0, a new module
CHANGE   FOR            TOOL        WHAT
feature  model, client  desk_check  The tool is new.

shop 1.0.0 → 1.1.0
CHANGE    FOR            TOOL        WHAT
feature   model, client  shop_check  "shelf" is a new field, and optional.
patch     client         shop_check  The title is "Count" now, and was "Check stock".
breaking  model, client  shop_order  The tool is gone.
The version went from 1.0.0 to 1.1.0 only, and a breaking change asks for 2.0.0 at least.
`,
  })
})

test('a version that follows is fine, whatever has changed', async () => {
  const { code, out } = await runCli('diff', fileOf(OLD), fileOf(catalogueWith([CHECK], '2.0.0')))
  expect(code).toBe(0)
  expect(out).toMatch(/^shop 1\.0\.0 → 2\.0\.0\n.*\nbreaking .* shop_order .*\n$/)
})

test('as data it is the same', async () => {
  const files = [fileOf(OLD), fileOf(catalogueWith([CHECK]))]
  const { code, out } = await runCli('diff', ...files, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toStrictEqual({
    ok: false,
    changes: [
      {
        module: 'shop',
        tool: 'shop_order',
        kind: 'tool_removed',
        severity: 'breaking',
        for: 'both',
        sentence: 'The tool is gone.',
      },
    ],
    versionProblems: [
      {
        module: 'shop',
        sentence: 'The version is still 1.0.0, and a breaking change asks for 2.0.0 at least.',
      },
    ],
  })
})

test('modules that come, go or only change their version are told too', async () => {
  const old = { format: 1, modules: [{ id: 'bar', version: '1.0.0', tools: [] }] }
  const now = { format: 1, modules: [{ id: 'bar', version: '1.0.1', tools: [] }] }
  expect((await runCli('diff', fileOf(old), fileOf(now))).out).toBe(
    'bar 1.0.0 → 1.0.1\nNo tool has changed.\n',
  )
  const none = { format: 1, modules: [] }
  const { code, out } = await runCli('diff', fileOf(old), fileOf(none))
  expect({ code, out }).toStrictEqual({
    code: 0,
    out: 'bar 1.0.0, no longer there\nNo tool has changed.\n',
  })
})

test('without a second file the deployment as it is now is compared', async () => {
  const config = deploymentFile()
  const { out } = await runCli('catalog', '-c', config)
  expect(await runCli('diff', fileOf(out), '-c', config)).toStrictEqual({
    code: 0,
    out: 'Nothing has changed.\n',
    err: '',
  })
  const older = fileOf(out.replace('"customers:verify"', '"customers:prove"'))
  const changed = await runCli('diff', older, '-c', config)
  expect(changed.code).toBe(1)
  expect(changed.out).toContain('The scope customers:verify is asked for now.')
})

test.each([
  ['{', 'is not JSON with a catalogue in it; make one with: toolcrib catalog --out FILE.'],
  ['{"format": 9}', 'has the format 9, and this version of Toolcrib reads format 1 only.'],
])('a file that is no catalogue is a problem: %s', async (content, why) => {
  const file = fileOf(content)
  const { code, out, err } = await runCli('diff', fileOf(OLD), file)
  expect({ code, out }).toStrictEqual({ code: 78, out: '' })
  expect(err).toBe(`${file} ${why}\n\n1 problem to fix first.\n`)
})

test('a file that is not there is a problem', async () => {
  const { code, err } = await runCli('diff', join(tempDir(), 'nothing.json'))
  expect(code).toBe(78)
  expect(err).toMatch(/nothing\.json cannot be read: there is no such file or folder\.\n/)
})
