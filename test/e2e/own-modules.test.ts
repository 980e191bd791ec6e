import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { configWith, MOUNTED, ownProject, PARKING } from '../support/own-project.ts'
import { runToolcrib } from '../support/run-program.ts'

/** What `toolcrib check` says of a project, with its folder left out. */
async function checked(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const folder = ownProject(files)
  const { code, stderr } = await runToolcrib(
    'check',
    ...options,
    `--config=${join(folder, 'toolcrib.yaml')}`,
  )
  const lines = stderr.split('\n').filter((line) => line !== '')
  return { code, lines: lines.map((line) => line.replaceAll(`${folder}/`, '')) }
}

function broken(part: string, replacement: string): Record<string, string> {
  if (!PARKING.includes(part)) throw new Error(`The module has no ${part}`)
  return { 'modules/parking.ts': PARKING.replace(part, replacement) }
}

async function called(folder: string, ...words: readonly string[]) {
  const config = join(folder, 'toolcrib.yaml')
  const { stdout, code } = await runToolcrib('call', ...words, '--client', 'me', '--config', config)
  return { said: stdout.trim(), code }
}

describe('a module of one’s own is served', () => {
  test('from a TypeScript file, with what it imports', async () => {
    const { said } = await called(ownProject(), 'parking_count_spaces', 'row=a')
    expect(said).toBe('20 spaces are free in row a on level 1. Then call parking_open_gate.')
  })

  test('from a package beside the config file that ships JavaScript', async () => {
    const javascript = PARKING.replace(
      "import { perRow } from './rows.ts'",
      'const perRow = 5',
    ).replace('<{ spaces: number }>', '')
    const folder = ownProject({
      'toolcrib.yaml': configWith('  parking: { use: city-parking }\n'),
      'node_modules/city-parking/package.json':
        '{ "name": "city-parking", "type": "module", "exports": { "import": "./main.js" } }',
      'node_modules/city-parking/main.js': javascript,
    })
    const { said } = await called(folder, 'parking_count_spaces', 'row=a')
    expect(said).toMatch(/^10 spaces/)
  })

  test('under another name, with tools left out, described and fixed otherwise', async () => {
    const folder = ownProject({
      'toolcrib.yaml': configWith(`  garage:
    use: ./modules/parking.ts
    config: { rows: 3 }
    tools:
      count_spaces: { useWhen: a driver asks, tier: write, fixed: { row: b } }
`),
    })
    const call = await called(folder, 'garage_count_spaces')
    expect(call.said).toBe('30 spaces are free in row b on level 1. Then call garage_open_gate.')
    const chosen = await called(folder, 'garage_count_spaces', 'row=a')
    expect(chosen).toStrictEqual({
      said: 'There is no field row. The fields are level.',
      code: 5,
    })
    const { stdout } = await runToolcrib(
      'explain',
      'me',
      'garage_count_spaces',
      '--json',
      `--config=${join(folder, 'toolcrib.yaml')}`,
    )
    expect(stdout).toContain('Call this when a driver asks.')
    expect(stdout).toContain('use garage_open_gate')
    expect(stdout).not.toMatch(/parking_|"row"/)
  })
})

describe('a module that cannot be loaded stops the start, with file and line', () => {
  test.each<[what: string, files: Record<string, string>, ...lines: string[]]>([
    [
      'it throws',
      broken('const open', "throw new Error('no gate')\nconst open"),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:26 cannot be loaded: no gate.',
    ],
    [
      'its text is no TypeScript',
      broken('const open =', 'const open =='),
      "toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:26 cannot be loaded: 'const' declarations must be initialized.",
    ],
    [
      'Node does not run its TypeScript',
      broken('const open', 'enum Gate { Open }\nconst open'),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:26 cannot be loaded: TypeScript enum is not supported in strip-only mode.',
    ],
    [
      'it imports a file that is not there',
      broken('./rows.ts', './lines.ts'),
      "toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:3 cannot be loaded: Cannot find module 'modules/lines.ts'.",
    ],
    [
      'a schema cannot be expressed',
      broken("z.enum(['a', 'b'])", 'z.date()'),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:7 cannot be loaded: the input of "count_spaces" cannot be written as JSON Schema: Date cannot be represented in JSON Schema, at "row".',
    ],
    [
      'a tier is none, and must not be taken for the mildest',
      broken("tier: 'read'", "tier: 'reed'"),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:7 cannot be loaded: the tool "count_spaces" is not complete: tier: Invalid option: expected one of "read"|"write"|"irreversible"|"privileged".',
    ],
    [
      'two tools have one name',
      broken("name: 'open_gate'", "name: 'count_spaces'"),
      'modules/parking.ts:26  parking_count_spaces: defined by parking and parking.',
    ],
    [
      'an example does not validate',
      broken("{ row: 'a' },", "{ row: 'c' },"),
      'modules/parking.ts:7  parking_count_spaces: its example {"row":"c"} does not validate: row: Invalid option: expected one of "a"|"b".',
    ],
    [
      'it exports nothing',
      broken('export default', 'export const parking ='),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:1 has no default export. End the file with: export default defineModule({ … })',
    ],
    [
      'it exports something else',
      broken('export default defineModule(', 'export default ('),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:41 exports something else than a module. Write: export default defineModule({ … })',
    ],
    [
      'there is no such file, and another entry is misspelt',
      {
        'toolcrib.yaml': configWith('  parking: { use: ./modules/parkin.ts }\n  reservation: {}\n'),
      },
      'toolcrib.yaml:3:19  modules.parking.use: there is no file modules/parkin.ts. The path is relative to the config file.',
      'toolcrib.yaml:4:3  modules.reservation: there is no such module. Did you mean "reservations"?',
    ],
    [
      'there is no such package',
      { 'toolcrib.yaml': configWith('  parking: { use: city-parking }\n') },
      'toolcrib.yaml:3:19  modules.parking.use: there is no package "city-parking" beside the config file. Install it there, or write a path that begins with ./',
    ],
    [
      'a path does not begin with a dot',
      { 'toolcrib.yaml': configWith('  parking: { use: modules/parking.ts }\n') },
      'toolcrib.yaml:3:19  modules.parking.use: "modules/parking.ts" would be a package. To load the file, begin its path with ./',
    ],
    [
      'a package has no entry',
      {
        'toolcrib.yaml': configWith('  parking: { use: city-parking }\n'),
        'node_modules/city-parking/package.json': '{ "name": "city-parking" }',
      },
      'toolcrib.yaml:3:19  modules.parking.use: the package "city-parking" has no entry that can be imported. Its package.json has to name one.',
    ],
    [
      'the input is a bare shape, which would let every argument through',
      broken('input: z.strictObject({})', 'input: { gate: z.string() }'),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:26 cannot be loaded: the tool "open_gate" is not complete: input: is a bare shape; write z.strictObject({ … }).',
    ],
    [
      'the fields of the input do not stand below "properties"',
      broken('input: z.strictObject({})', "input: { gate: { type: 'string' } }"),
      'toolcrib.yaml:3:19  modules.parking.use: modules/parking.ts:26 cannot be loaded: the tool "open_gate" is not complete: input: "gate" is no keyword of JSON Schema; fields belong below "properties".',
    ],
    [
      'a package ships TypeScript',
      {
        'toolcrib.yaml': configWith('  parking: { use: city-parking }\n'),
        'node_modules/city-parking/package.json':
          '{ "name": "city-parking", "type": "module", "exports": "./main.ts" }',
        'node_modules/city-parking/main.ts': PARKING,
      },
      'toolcrib.yaml:3:19  modules.parking.use: city-parking is a package of TypeScript files, which Node does not run. It has to ship JavaScript.',
    ],
    [
      'a part is overridden that does not exist, or that of a tool that does not exist',
      {
        'toolcrib.yaml': configWith(
          MOUNTED.replace(' }', ', tools: { open_gate: { usewhen: x, tier: read }, count: {} } }'),
        ),
      },
      'toolcrib.yaml:3:63  modules.parking.tools.open_gate.usewhen: there is no such key. Did you mean "useWhen"?',
      'toolcrib.yaml:3:89  modules.parking.tools.count: there is no such key. Valid keys: count_spaces, open_gate.',
    ],
  ])('%s', async (_what, files, ...lines) => {
    const { code, lines: said } = await checked(files)
    expect(said.slice(0, -1)).toStrictEqual(lines)
    expect(code).toBe(78)
  })

  test('every one of several at once', async () => {
    const { lines } = await checked({
      ...broken('const open =', 'const open =='),
      'modules/other.ts': 'throw new Error("not today")\n',
      'toolcrib.yaml': configWith(`${MOUNTED}  other: { use: ./modules/other.ts }\n`),
    })
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('modules/other.ts:1 cannot be loaded: not today.')
  })
})

test('what a module throws at its start is told without its stack', async () => {
  const { code, lines } = await checked(
    broken('=> ({ spaces: rows * perRow })', "=> { throw new Error('no power') }"),
    '--health',
  )
  expect(lines[0]).toBe('The deployment cannot be opened: no power')
  expect(lines.join()).not.toContain('    at ')
  expect(code).toBe(78)
})
