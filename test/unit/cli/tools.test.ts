import { expect, test } from 'vitest'
import * as z from 'zod'

import { deploymentFile } from './deployment.ts'
import { runCli } from './run-cli.ts'

const sights = z.array(
  z.strictObject({
    client: z.string(),
    profile: z.string(),
    tokens: z.int().positive(),
    tools: z.array(
      z.strictObject({
        name: z.string(),
        tier: z.string(),
        scopes: z.array(z.string()),
        tokens: z.int().positive(),
        listed: z.looseObject({ description: z.string() }).optional(),
      }),
    ),
  }),
)

test('every client has a table of the tools that it sees, and the cost of its list', async () => {
  const { code, out } = await runCli('tools', '-c', deploymentFile())
  expect(code).toBe(0)
  expect(out.replaceAll(/\d[\d,]*( tokens)?$/gm, 'N$1'))
    .toBe(`voice: voice profile, 1 tool, N tokens
TOOL              TIER   SCOPES            TOKENS
customers_verify  write  customers:verify     N

desk: chat profile, 1 tool, N tokens
TOOL              TIER  SCOPES            TOKENS
customers_search  read  customers:search     N
`)
})

test('as data the list costs about as much as its tools together', async () => {
  const { out } = await runCli('tools', '--json', '-c', deploymentFile())
  const all = sights.parse(JSON.parse(out))
  expect(all.map(({ client }) => client)).toStrictEqual(['voice', 'desk'])
  for (const { tokens, tools } of all) {
    const sum = tools.reduce((total, tool) => total + tool.tokens, 0)
    expect(Math.abs(tokens - sum)).toBeLessThanOrEqual(2 * tools.length)
  }
})

test('in full each tool is shown as the profile of its client lists it', async () => {
  const file = deploymentFile()
  const shown = await runCli('tools', '--full', '--client', 'voice', '-c', file)
  const { out } = await runCli('tools', '--full', '--client', 'voice', '--json', '-c', file)
  const [voice] = sights.parse(JSON.parse(out))
  const listed = voice?.tools[0]?.listed
  expect(Object.keys(listed ?? {})).toHaveLength(3)
  expect(shown.out).toContain(`\ncustomers_verify\n${listed?.description}\n{\n  "inputSchema": {`)
})
