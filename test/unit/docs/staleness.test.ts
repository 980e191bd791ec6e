import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { generatedFiles } from '../../../docs/generated-files.ts'
import { staleness } from '../../../docs/staleness.ts'
import { PROFILE_NAMES } from '../../../src/kernel/profile.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { MODULES } from '../../../tools/index.ts'

test('files that are missing, out of date, or of tools that are gone are all named', () => {
  const root = tempDir()
  mkdirSync(join(root, 'voice'))
  writeFileSync(join(root, 'voice/shop_check.json'), 'as it should be')
  writeFileSync(join(root, 'voice/shop_order.json'), 'as it was')
  const files = new Map([
    ['voice/shop_check.json', 'as it should be'],
    ['voice/shop_order.json', 'as it is'],
    ['voice/shop_new.json', 'new'],
  ])
  const found = ['voice/shop_check.json', 'voice/shop_order.json', 'voice/shop_gone.json']
  expect(staleness(root, files, found)).toStrictEqual({
    stale: ['voice/shop_order.json', 'voice/shop_new.json'],
    surplus: ['voice/shop_gone.json'],
  })
})

test('every shipped tool has a snapshot for each profile', () => {
  const files = generatedFiles()
  for (const profile of PROFILE_NAMES)
    for (const { name } of MODULES.flatMap((module) => module.tools))
      expect(files.has(`test/catalog/${profile}/${name}.json`), `${profile} ${name}`).toBe(true)
})
