import { expect, it } from 'vitest'

import { versionProblem } from '../../../src/store/sqlite/version-problem.ts'

it.each(['3.51.2', '3.9.0', '3.46.1', '2.99.99'])('SQLite %s is not trusted', (version) => {
  expect(versionProblem(version)).toContain(`SQLite ${version} is older than 3.51.3.`)
})

it.each(['3.51.3', '3.52.0', '3.100.0', '4.0.0'])('SQLite %s is trusted', (version) => {
  expect(versionProblem(version)).toBeUndefined()
})
