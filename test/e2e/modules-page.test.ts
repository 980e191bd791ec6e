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
  const { stdout: sees } = await runToolcrib('explain', 'voice', '--json', config)
  const names = [...sees.matchAll(/"name": "(\w+)"/g)].map(([, name]) => name)
  expect(names).toStrictEqual([
    'garage_count_spaces',
    'garage_open_gate',
    'reservations_book',
    'reservations_check',
    'reservations_find_alternatives',
  ])
  const { stdout: check } = await runToolcrib('explain', 'voice', 'reservations_check', config)
  expect(check).toContain('Call this when the caller asks for a table in the evening.')
  expect(check).not.toContain('"meal"')
})
