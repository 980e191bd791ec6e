import fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'

import { keyedHash } from '../../../src/kernel/keyed-hash.ts'

it('is HMAC-SHA-256, whatever the key and the text', () => {
  const keys = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(keys, fc.string({ unit: 'grapheme' }), (key, text) => {
      expect(keyedHash(key, text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
    }),
  )
})
