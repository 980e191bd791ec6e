import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { readCatalogue } from '../../src/diff/read-catalogue.ts'
import { MAIN, ROOT } from '../support/run-program.ts'
import { tempDir } from '../support/temp-dir.ts'

interface Project {
  readonly folder: string
  run(...args: readonly string[]): { code: number | null; out: string; err: string }
  read(path: string): string
}

/** A project as `init` makes it, with what `npm install` would put there. */
function project(): Project {
  const folder = join(tempDir(), 'desk')
  const run = (cwd: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd,
      encoding: 'utf8',
    })
    return { code: status, out: stdout, err: stderr }
  }
  expect(run(ROOT, ['init', folder]).code).toBe(0)
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    run: (...args) => run(folder, args),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
  }
}

const UP_TO_DATE = ['catalog', '--out', 'test/catalog.json', '--check'] as const

test('a project is up to date and well described as it is made', () => {
  const { run } = project()
  expect(run(...UP_TO_DATE)).toEqual({ code: 0, out: '', err: '' })
  expect(run('lint', '--strict').out).toContain('nothing to improve')
})

test('a tool joins its module, raises its version, and stands in the catalogue', () => {
  const { run, read } = project()
  const { code, out, err } = run('new', 'tool', 'parking', 'reserve_space')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('modules/parking/reserve-space.ts')
  expect(read('modules/parking/module.ts')).toContain('tools: [find, reserveSpace],')
  const catalogue = readCatalogue(read('test/catalog.json'))
  const parking = catalogue.ok && catalogue.catalogue.modules.find(({ id }) => id === 'parking')
  expect(parking).toMatchObject({
    version: '1.1.0',
    tools: [{ name: 'parking_find' }, { name: 'parking_reserve_space' }],
  })
  expect(run(...UP_TO_DATE).code).toBe(0)
})

test('it cannot be shipped by accident: the linter fails until its words are written', () => {
  const { run } = project()
  run('new', 'tool', 'parking', 'reserve_space')
  const { code, out } = run('lint')
  expect(code).toBe(1)
  for (const part of ['does', 'useWhen', 'avoidWhen', 'returns'])
    expect(out).toContain(`"${part}" is empty.`)
})

test('its test opens the module with the settings of the deployment', () => {
  const { run, read } = project()
  run('new', 'tool', 'parking', 'reserve_space')
  expect(read('test/parking/reserve-space.test.ts')).toContain("currency: 'USD'")
})

test('a new module is mounted, and the rest of the config stays byte for byte', () => {
  const { run, read } = project()
  const before = read('config/toolcrib.yaml')
  expect(run('new', 'tool', 'weather', 'forecast').code).toBe(0)
  const after = read('config/toolcrib.yaml')
  const added = '  weather:\n    use: ../modules/weather/module.ts\n'
  expect(after).toContain(added)
  expect(after.replace(added, '')).toBe(before)
  expect(run(...UP_TO_DATE).code).toBe(0)
})

test('no client is given the tool unasked', () => {
  const { run } = project()
  run('new', 'tool', 'weather', 'forecast')
  const listed = z
    .array(z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) }))
    .parse(JSON.parse(run('tools', '--json').out))
  const names = listed.flatMap(({ tools }) => tools.map(({ name }) => name))
  expect(names).toContain('parking_find')
  expect(names).not.toContain('weather_forecast')
})

test('a verb that is a word of the language gets another name in the code', () => {
  const { run, read } = project()
  expect(run('new', 'tool', 'parking', 'delete').code).toBe(0)
  expect(read('modules/parking/module.ts')).toContain('tools: [find, deleteTool],')
})

test('what it did is told to machines too', () => {
  const { out } = project().run('new', 'tool', 'parking', 'reserve_space', '--json')
  expect(JSON.parse(out)).toEqual({
    tool: 'parking_reserve_space',
    scope: 'parking:reserve_space',
    files: [
      'modules/parking/reserve-space.ts',
      'test/parking/reserve-space.test.ts',
      'modules/parking/module.ts',
      'test/catalog.json',
    ],
  })
})

test('a module that was reshaped is left alone, and the lines to add are said', () => {
  const { folder, run, read } = project()
  const file = join(folder, 'modules/parking/module.ts')
  const reshaped = read('modules/parking/module.ts').replace('tools: [find]', 'tools: [...[find]]')
  writeFileSync(file, reshaped)
  const { code, err } = run('new', 'tool', 'parking', 'reserve_space')
  expect(code).toBe(78)
  expect(err).toContain("import { reserveSpace } from './reserve-space.ts'")
  expect(err).toContain('tools: […, reserveSpace],')
  expect(readFileSync(file, 'utf8')).toBe(reshaped)
  expect(existsSync(join(folder, 'modules/parking/reserve-space.ts'))).toBe(false)
})

test('a project that does not load is told, with what was written all the same', () => {
  const { folder, run, read } = project()
  const config = read('config/toolcrib.yaml').replace('profile: chat', 'profil: chat')
  writeFileSync(join(folder, 'config/toolcrib.yaml'), config)
  const { code, err } = run('new', 'tool', 'parking', 'reserve_space')
  expect(code).toBe(78)
  expect(err).toContain('Did you mean "profile"?')
  expect(err).toContain('test/catalog.json is not up to date')
  expect(existsSync(join(folder, 'modules/parking/reserve-space.ts'))).toBe(true)
})

test('a catalogue that is not current is said, with the way to see why', () => {
  const { folder, run, read } = project()
  const file = 'modules/parking/find.ts'
  writeFileSync(join(folder, file), read(file).replace('or what parking costs', 'or for how much'))
  const { code, err } = run(...UP_TO_DATE)
  expect(code).toBe(1)
  expect(err).toContain('test/catalog.json is out of date.')
  expect(err).toContain('diff test/catalog.json')
})

test.each([
  ['parking find', 'modules/parking/find.ts is already there'],
  ['reservations rate_visit', 'mounts "reservations" from elsewhere'],
])('new tool %s is refused', (words, sentence) => {
  const { code, err } = project().run('new', 'tool', ...words.split(' '))
  expect(code).toBe(78)
  expect(err).toContain(sentence)
})

test('outside of a project there is nothing to add to', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [MAIN, 'new', 'tool', 'parking', 'find_space'],
    { cwd: tempDir(), encoding: 'utf8' },
  )
  expect(status).toBe(78)
  expect(stderr).toContain('Run this at the root of a project')
})
