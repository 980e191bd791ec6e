import { expect, it } from 'vitest'

import { lintPage } from '../../../docs/lint-page.ts'
import { RULES } from '../../../src/lint/rules.ts'

it('the page tells of every rule once', () => {
  const told = [...lintPage().matchAll(/^### `([a-z-]+)` \((error|warning)\)$/gm)].map(
    ([, id]) => id,
  )
  expect(new Set(told)).toEqual(new Set(RULES.map(({ id }) => id)))
  expect(told).toHaveLength(RULES.length)
})
