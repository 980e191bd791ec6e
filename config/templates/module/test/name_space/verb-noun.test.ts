import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestModule } from 'toolcrib/testing'

import module from '../../modules/name_space/module.ts'

const config = {}

test('name_space_verb_noun answers', async () => {
  const opened = await openTestModule(module, { config })
  try {
    const { text, code } = await opened.callTool('name_space_verb_noun', {})
    assert.equal(code, 'success')
    assert.equal(text, 'Nothing yet.')
  } finally {
    await opened.close()
  }
})
