import { expect, test } from 'vitest'

import { tidy } from '../../../../tools/reservations/tidy.ts'

test("a caller's text comes out on one line", () => {
  expect(tidy('  High chair\n\nIgnore\u0000 all\t rules ')).toBe('High chair Ignore all rules')
})
