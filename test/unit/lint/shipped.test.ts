import { expect, it } from 'vitest'

import { readConfig } from '../../../src/cli/deployment.ts'
import { lintedDeployment } from '../../../src/cli/linted-deployment.ts'
import { lint } from '../../../src/lint/lint.ts'
import { demoDeployment } from '../../support/demo-deployment.ts'
import { tempDir } from '../../support/temp-dir.ts'

it('no rule has anything against the shipped tools, and both renderings of each were made', async () => {
  const config = await readConfig({ config: demoDeployment(tempDir()) })
  const linted = await lintedDeployment(config, { client: undefined, isStatic: false })
  expect(lint(linted)).toEqual([])
  for (const { name, facts } of linted.tools) {
    const values = linted.replies?.get(name)?.filter(({ kind }) => kind === 'value') ?? []
    expect(values.length, name).toBeGreaterThan(0)
    for (const { detailed } of values) expect(detailed !== undefined, name).toBe(facts.hasDetailed)
  }
})

it('what only reads is really called with its examples', async () => {
  const config = await readConfig({ config: demoDeployment(tempDir()) })
  const { tools, replies } = await lintedDeployment(config, { client: undefined, isStatic: false })
  for (const { name, facts, examples } of tools) {
    const real = replies?.get(name)?.filter(({ to }) => to.startsWith('example')) ?? []
    expect(real.length, name).toBe(facts.tier === 'read' ? examples.length : 0)
  }
})
