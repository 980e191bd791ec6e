import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { deploymentFile } from './deployment.ts'
import { runCli } from './run-cli.ts'

const report = z.strictObject({
  ok: z.boolean(),
  tools: z.int(),
  clients: z.int(),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      level: z.enum(['error', 'warning']),
      on: z.enum(['tool', 'client']),
      name: z.string(),
      says: z.string(),
    }),
  ),
})

const POOR = ['profile: voice\n', 'profile: voice\n    tokenBudget: 100\n'] as const

test('good tools leave nothing to say, and exit with 0', async () => {
  const { code, out } = await runCli('lint', '--strict', '-c', deploymentFile())
  expect(out).toBe('2 tools and 2 clients: nothing to improve\n')
  expect(code).toBe(0)
})

test('what is found is grouped by what it is about, and errors exit with 1', async () => {
  const { code, out } = await runCli('lint', '-c', deploymentFile(POOR))
  expect(out.replaceAll(/costs \d+/g, 'costs N')).toMatch(
    /^client voice\n {2}error {4}set-token-budget {2}Its list costs N tokens, and its budget is 100\..*\n\n2 tools and 2 clients: 1 error, 0 warnings\nWhy a rule matters: .* lint --explain set-token-budget\n$/,
  )
  expect(code).toBe(1)
})

test('as data a finding names its rule, its level, and what it is about', async () => {
  const { code, out } = await runCli('lint', '--json', '-c', deploymentFile(POOR))
  expect(report.parse(JSON.parse(out))).toMatchObject({
    ok: false,
    tools: 2,
    clients: 2,
    findings: [{ rule: 'set-token-budget', level: 'error', on: 'client', name: 'voice' }],
  })
  expect(code).toBe(1)
})

test('for one client, only that client and the tools it sees are looked at', async () => {
  const file = deploymentFile(POOR)
  const { code, out } = await runCli('lint', '--client', 'desk', '--json', '-c', file)
  expect(report.parse(JSON.parse(out))).toEqual({ ok: true, tools: 1, clients: 1, findings: [] })
  expect(code).toBe(0)
  const unknown = await runCli('lint', '--client', 'dsk', '-c', file)
  expect(unknown.err).toContain('There is no client "dsk". Did you mean "desk"?')
  expect(unknown.code).toBe(2)
})

test('nothing of the deployment is opened or written', async () => {
  const file = deploymentFile()
  await runCli('lint', '-c', file)
  expect(readdirSync(dirname(file))).toEqual(['toolcrib.yaml'])
})

test('a data folder that cannot be used does not matter, since it is not used', async () => {
  const file = deploymentFile(['dataDir: data', 'dataDir: toolcrib.yaml'])
  expect((await runCli('lint', '-c', file)).code).toBe(0)
  expect((await runCli('lint', '--static', '-c', file)).code).toBe(0)
})

test('a configuration that does not load is said as everywhere', async () => {
  const { code, err } = await runCli('lint', '-c', join(import.meta.dirname, 'missing.yaml'))
  expect(err).toContain('missing.yaml')
  expect(code).toBe(78)
})

test('a rule is explained by what it wants, why, and two examples', async () => {
  const { code, out } = await runCli('lint', '--explain', 'describe-range-in-prose')
  expect(out).toBe(`describe-range-in-prose (error)

The range of a number, and the most items of a list, stand in the description.

A model does not weigh "maximum" while it fills in arguments, and not every provider shows it. A refused call costs a turn.

Bad
  tool:
    parameters:
      copies:
        type: integer
        minimum: 1
        maximum: 5
        description: Number of copies wanted.

Good
  tool:
    parameters:
      copies:
        type: integer
        minimum: 1
        maximum: 5
        description: Number of copies wanted, 1 to 5.
`)
  expect(code).toBe(0)
})

test('an example of what cannot be seen writes it out', async () => {
  const { out } = await runCli('lint', '--explain', 'hidden-characters')
  expect(out).toContain('title: Find a\\u{200b} book')
})

test('a rule is explained to machines too', async () => {
  const { out } = await runCli('lint', '--explain', 'set-size', '--json')
  expect(JSON.parse(out)).toMatchObject({ id: 'set-size', level: 'warning', on: 'client' })
})

test('a misspelt rule is wrong usage, and the nearest one is named', async () => {
  const { code, err } = await runCli('lint', '--explain', 'set-sise')
  expect(err).toContain('There is no rule "set-sise". Did you mean "set-size"?')
  expect(code).toBe(2)
})
