import { expect, test } from 'vitest'

import { deploymentFile } from './deployment.ts'
import { runCli } from './run-cli.ts'

const DEMO_DATA = ['country: US', 'country: US, demoData: true'] as const
const SEARCH = ['call', 'customers_search', 'query=Moreno', 'kind=name'] as const

test('prints what the client would get', async () => {
  const file = deploymentFile(DEMO_DATA)
  const { code, out, err } = await runCli(...SEARCH, '--client', 'desk', '-c', file)
  expect({ code, err }).toStrictEqual({ code: 0, err: '' })
  expect(out).toContain('Moreno')
})

test('--args and fields make one object, in which a field wins', async () => {
  const file = deploymentFile(DEMO_DATA)
  const args = ['--args', '{"query": "Nobody", "kind": "name"}', '--client', 'desk', '--json']
  const nobody = await runCli('call', 'customers_search', ...args, '-c', file)
  expect(nobody.code).toBe(5)
  const found = await runCli('call', 'customers_search', 'query=Moreno', ...args, '-c', file)
  expect(found.code).toBe(0)
  expect(JSON.parse(found.out)).toMatchObject({ content: [{ type: 'text' }, { type: 'text' }] })
})

test('a tool that the client does not see is unknown to it', async () => {
  const file = deploymentFile(DEMO_DATA)
  const { code, out, err } = await runCli(...SEARCH, '--client', 'voice', '-c', file)
  expect(code).toBe(5)
  expect(out).toMatch(/^There is no tool called customers_search\./)
  expect(err).toBe('The tool answered with the error "unknown_tool".\n')
})
