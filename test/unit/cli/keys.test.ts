import { expect, test } from 'vitest'

import { deploymentFile, KEYED } from './deployment.ts'
import { runCli } from './run-cli.ts'

test('a key is alone on stdout, and what to do with it stands beside', async () => {
  const { code, out, err } = await runCli('keys', 'add', 'voice', '-c', deploymentFile(KEYED))
  expect(code).toBe(0)
  expect(out).toMatch(/^tck_[a-z0-9]{8}_[\w-]{43}\n$/)
  expect(err).toContain('as "voice"')
  expect(err).not.toContain(out.trim())
})

test('no list ever shows a key, only its id, its client and its times', async () => {
  const file = deploymentFile(KEYED)
  const key = (await runCli('keys', 'add', 'voice', '-c', file)).out.trim()
  const { out } = await runCli('keys', 'list', '-c', file)
  expect(out).toMatch(
    /^ID +CLIENT +CREATED +REVOKED\n[a-z0-9]{8}  voice   \d{4}-\d\d-\d\dT[\d:]+Z\n$/,
  )
  expect(out).not.toContain(key.slice(13))
})

test('a key is revoked once, by its id or by the whole key, and saying it again is no error', async () => {
  const file = deploymentFile(KEYED)
  const key = (await runCli('keys', 'add', 'voice', '-c', file)).out.trim()
  const id = key.slice(4, 12)
  const first = await runCli('keys', 'revoke', key, '-c', file)
  expect(first).toStrictEqual({ code: 0, out: `Key ${id} of voice is revoked.\n`, err: '' })
  const second = await runCli('keys', 'revoke', id, '-c', file)
  expect(second.out).toBe(`Key ${id} of voice was already revoked.\n`)
  const { out } = await runCli('keys', 'list', '--json', '-c', file)
  expect(JSON.parse(out)).toMatchObject([
    { id, client: 'voice', revoked: expect.stringMatching(/Z$/) },
  ])
})

test('a slip in an id is recognised', async () => {
  const file = deploymentFile(KEYED)
  const key = (await runCli('keys', 'add', 'voice', '-c', file)).out.trim()
  const id = key.slice(4, 12)
  const { code, err } = await runCli('keys', 'revoke', `${id.slice(0, 7)}-`, '-c', file)
  expect(code).toBe(2)
  expect(err).toContain(`Did you mean "${id}"?`)
})

test('with --json everything is data', async () => {
  const file = deploymentFile(KEYED)
  const added = await runCli('keys', 'add', 'desk', '--json', '-c', file)
  expect(JSON.parse(added.out)).toStrictEqual({
    id: expect.stringMatching(/^[a-z0-9]{8}$/),
    client: 'desk',
    key: expect.stringMatching(/^tck_/),
  })
})

test('a deployment without keys says how to make one', async () => {
  const { code, out, err } = await runCli('keys', 'list', '-c', deploymentFile(KEYED))
  expect({ code, out }).toStrictEqual({ code: 0, out: '' })
  expect(err).toMatch(/^No keys yet\. To make one: .* keys add voice --config /)
})
