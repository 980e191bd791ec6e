import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { toolcribFor } from '../../../src/cli/project-manifest.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { ROOT } from '../../support/run-program.ts'
import { runCli } from './run-cli.ts'

const manifest = z.looseObject({
  name: z.string().optional(),
  type: z.string(),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})

function manifestIn(folder: string) {
  return manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
}

test('a project has a config, a module, its test, and a package.json that brings a Node', async () => {
  const folder = join(tempDir(), 'Front Desk')
  const { code, out, err } = await runCli('init', folder)
  expect({ code, err }).toStrictEqual({ code: 0, err: '' })
  expect(out).toContain('npm install')
  expect(readdirSync(folder).toSorted()).toEqual([
    '.gitignore',
    'README.md',
    'config',
    'modules',
    'package.json',
    'test',
    'tsconfig.json',
  ])
  expect(manifestIn(folder)).toMatchObject({
    name: 'front-desk',
    type: 'module',
    devDependencies: { node: expect.stringMatching(/^24\./) },
    allowScripts: { node: true },
  })
})

test('the README of a project names only scripts that it has', async () => {
  const folder = tempDir()
  await runCli('init', folder)
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const named = [...readme.matchAll(/npm (?:run (\w+)|(start|test))/g)].map(
    ([, script, short]) => script ?? short,
  )
  expect(named.length).toBeGreaterThan(4)
  expect(Object.keys(manifestIn(folder).scripts)).toEqual(expect.arrayContaining(named))
})

test('as data, a project is its folder, its files and what to type next', async () => {
  const folder = tempDir()
  const { out } = await runCli('init', folder, '--json')
  const said = z
    .strictObject({ folder: z.string(), files: z.array(z.string()), next: z.array(z.string()) })
    .parse(JSON.parse(out))
  expect(said.folder).toBe(folder)
  expect(said.files).toContain('modules/parking/find.ts')
  expect(said.next).toContain('npm install')
})

test('every file in the way is named at once, and nothing is written', async () => {
  const folder = tempDir()
  for (const file of ['README.md', 'tsconfig.json', 'test']) writeFileSync(join(folder, file), '')
  const { code, out, err } = await runCli('init', folder)
  expect({ code, out }).toStrictEqual({ code: 78, out: '' })
  expect(err).toContain(`${join(folder, 'README.md')} is already there`)
  expect(err).toContain(`${join(folder, 'tsconfig.json')} is already there`)
  expect(err).toContain(`${join(folder, 'test')} is a file, and has to be a folder.`)
  expect(readdirSync(folder).toSorted()).toEqual(['README.md', 'test', 'tsconfig.json'])
})

test('files that are not in the way stay', async () => {
  const folder = tempDir()
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  expect((await runCli('init', folder)).code).toBe(0)
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
})

test('a package.json that is there is completed, and its versions are kept', async () => {
  const folder = tempDir()
  const there = { dependencies: { toolcrib: 'file:mine.tgz', ms: '2.1.3' }, license: 'MIT' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(there))
  expect((await runCli('init', folder)).code).toBe(0)
  expect(manifestIn(folder)).toMatchObject({
    license: 'MIT',
    type: 'module',
    dependencies: { ms: '2.1.3', toolcrib: 'file:mine.tgz', zod: expect.any(String) },
    scripts: { start: 'toolcrib serve' },
  })
})

test.each([
  [{ type: 'commonjs' }, '"type" is "commonjs", and has to be "module".'],
  [{ scripts: { test: 'jest' } }, 'scripts has a "test" of its own; rename it.'],
])('a package.json that does something else is refused: %j', async (there, sentence) => {
  const folder = tempDir()
  writeFileSync(join(folder, 'package.json'), JSON.stringify(there))
  const { code, err } = await runCli('init', folder)
  expect(code).toBe(78)
  expect(err).toContain(sentence)
  expect(readdirSync(folder)).toEqual(['package.json'])
})

test('a package.json that cannot be read is refused', async () => {
  const folder = tempDir()
  writeFileSync(join(folder, 'package.json'), '{')
  expect((await runCli('init', folder)).err).toContain('package.json is not a JSON object.')
})

test.each([
  ['file:toolcrib-0.1.0.tgz', 'file:../toolcrib-0.1.0.tgz'],
  ['file:../downloads/toolcrib.tgz', 'file:../../downloads/toolcrib.tgz'],
  ['^0.1.0', '^0.1.0'],
  ['github:someone/toolcrib', 'github:someone/toolcrib'],
])('a project beside an installation from %s depends on %s', (there, here) => {
  const host = tempDir()
  mkdirSync(join(host, 'node_modules/toolcrib'), { recursive: true })
  writeFileSync(join(host, 'package.json'), JSON.stringify({ dependencies: { toolcrib: there } }))
  expect(toolcribFor(join(host, 'desk'), join(host, 'node_modules/toolcrib'))).toBe(here)
})

test('a project made from a clone depends on the clone', () => {
  expect(toolcribFor(join(ROOT, '../desk'), ROOT)).toMatch(/^file:\.\.\/[^/]+$/)
})
