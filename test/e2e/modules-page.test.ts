import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { ownProject } from '../support/own-project.ts'
import { ROOT, runToolcrib } from '../support/run-program.ts'

const page = readFileSync(join(ROOT, 'docs', 'modules.md'), 'utf8')

test('the config of docs/modules.md is served as the page says', async () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
  const folder = ownProject({ 'toolcrib.yaml': yaml })
  const config = `--config=${join(folder, 'toolcrib.yaml')}`
  const { stdout } = await runToolcrib('explain', 'voice', '--json', config)
  expect(stdout).toContain('in the evening')
  expect(stdout).not.toContain('"meal"')
  const names = [...stdout.matchAll(/"name": "(\w+)"/g)].map(([, name]) => name)
  expect(names).toStrictEqual([
    'garage_count_spaces',
    'garage_open_gate',
    'reservations_book',
    'reservations_check',
    'reservations_find_alternatives',
  ])
})
