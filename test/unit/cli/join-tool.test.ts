import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { readMounts } from '../../../src/cli/join-mount.ts'
import { joinTool } from '../../../src/cli/join-tool.ts'
import { newName } from '../../../src/cli/new-name.ts'
import { tempDir } from '../../support/temp-dir.ts'

const NAME = newName('parking', 'reserve_space')

function moduleWith(tools: string, version = '1.2.3'): string {
  return `import { defineModule } from 'toolcrib'\n\nexport default defineModule({\n  version: '${version}',\n  ${tools}\n})\n`
}

test('a list over several lines gets one line more', () => {
  const joined = joinTool(moduleWith('tools: [\n    find,\n    count,\n  ],'), NAME)
  expect(joined).toEqual({
    ok: true,
    version: '1.3.0',
    text: `import { defineModule } from 'toolcrib'\nimport { reserveSpace } from './reserve-space.ts'\n\nexport default defineModule({\n  version: '1.3.0',\n  tools: [\n    find,\n    count,\n    reserveSpace,\n  ],\n})\n`,
  })
})

test('an empty list gets its first tool, and a pre-release stays one', () => {
  const joined = joinTool(moduleWith('tools: [],', '2.0.0-rc.1'), NAME)
  expect(joined).toMatchObject({ ok: true, version: '2.0.0-rc.1' })
  expect(joined).toHaveProperty('text', expect.stringContaining('tools: [reserveSpace],'))
})

test.each([
  ['a list that is made elsewhere', moduleWith('tools,')],
  ['a list with more than names in it', moduleWith('tools: [...others],')],
  ['two lists', moduleWith('tools: [find],\n  tools: [count],')],
  ['a version that is no literal', moduleWith('tools: [find],').replace("'1.2.3'", 'VERSION')],
  ['a file that knows the name already', moduleWith('tools: [reserveSpace],')],
])('%s is not touched', (_, text) => {
  expect(joinTool(text, NAME)).toEqual({
    ok: false,
    lines: ["import { reserveSpace } from './reserve-space.ts'", 'tools: […, reserveSpace],'],
  })
})

function mountsOf(yaml: string) {
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, yaml)
  return readMounts(file)
}

test('a module is mounted below the others, indented as they are', () => {
  const yaml = `modules:\n    stock: {} # cups\n    # the last one\n\nclients: {}\n`
  expect(mountsOf(yaml).with('parking', './parking.ts')).toBe(
    `modules:\n    stock: {} # cups\n    parking:\n      use: ./parking.ts\n    # the last one\n\nclients: {}\n`,
  )
})

test('a file without a line to its end gets one', () => {
  expect(mountsOf('modules:\n  stock:\n    config: {}').with('parking', './p.ts')).toBe(
    'modules:\n  stock:\n    config: {}\n  parking:\n    use: ./p.ts',
  )
})

test.each([['modules: { stock: {} }\n', 'leaves no room for another module']])(
  '%j cannot be added to',
  (yaml, sentence) => {
    expect(() => mountsOf(yaml).with('parking', './p.ts')).toThrow(sentence)
  },
)

test.each(['modules: [', 'modules: stock', 'clients: {}'])('%j has no modules', (yaml) => {
  expect(() => mountsOf(yaml)).toThrow('has no list of modules that can be read')
})
