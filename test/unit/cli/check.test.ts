import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

import { deploymentFile, KEYED } from './deployment.ts'
import { runCli } from './run-cli.ts'

test('a good deployment is summed up, client by client, and nothing is opened', async () => {
  const file = deploymentFile(KEYED)
  expect(await runCli('check', '-c', file)).toStrictEqual({
    code: 0,
    err: '',
    out: `CLIENT  PROFILE  TOOLS  HIGHEST TIER  LET IN BY
voice   voice        1  write         a key
desk    chat         1  read          a key

ok
`,
  })
  expect(existsSync(join(dirname(file), 'data'))).toBe(false)
})

test('what lets a client in without a key is named', async () => {
  const { out } = await runCli('check', '-c', deploymentFile())
  expect(out).toContain('its name (demo), or a key\n')
})

test('problems are data, too', async () => {
  const wrong = deploymentFile(['profile: chat', 'profil: chat'])
  const { code, out, err } = await runCli('check', '--json', '-c', wrong)
  expect({ code, err }).toStrictEqual({ code: 78, err: '' })
  expect(JSON.parse(out)).toStrictEqual({
    ok: false,
    problems: [
      expect.stringContaining('clients.desk.profile: is missing.'),
      expect.stringContaining('Did you mean "profile"?'),
    ],
    clients: [],
  })
})

test('with --health each module is asked', async () => {
  const { code, out } = await runCli('check', '--health', '-c', deploymentFile())
  expect(code).toBe(0)
  expect(out).toMatch(/\n\nMODULE     HEALTH\ncustomers  ok\n\nok\n$/)
})
