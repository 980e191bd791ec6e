import { expect, test } from 'vitest'

import { VERSION } from '../../../src/version.ts'
import { runCli } from './run-cli.ts'

const COMMANDS = [
  'serve',
  'tools',
  'explain',
  'call',
  'check',
  'catalog',
  'diff',
  'keys',
  'audit',
  'connect',
  'new',
]

test('without arguments the overview names every command and every exit code', async () => {
  const { code, out, err } = await runCli()
  expect(code).toBe(0)
  expect(err).toBe('')
  for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  for (const exit of ['0 done', '1 a bug', '2 wrong', '5 the tool', '78 the config'])
    expect(out).toContain(exit)
})

test.each(COMMANDS)('help %s is the same as %s --help, and says all', async (name) => {
  const asked = await runCli('help', name)
  expect(asked).toStrictEqual(await runCli(name, '--help'))
  expect(asked).toStrictEqual(await runCli(name, '-h'))
  expect(asked.code).toBe(0)
  expect(asked.out).toContain('-c, --config FILE')
  expect(asked.out).toContain('(default config/toolcrib.yaml)')
  for (const title of ['Usage', 'Options', 'Examples']) expect(asked.out).toContain(`\n${title}\n`)
})

test('help fits 100 columns', async () => {
  const texts = await Promise.all([...COMMANDS, 'init'].map((name) => runCli('help', name)))
  const lines = [await runCli(), ...texts].flatMap(({ out }) => out.split('\n'))
  expect(lines.filter((line) => line.length > 100)).toStrictEqual([])
})

test('help wins over arguments that are wrong', async () => {
  expect((await runCli('tools', '--clinet', 'x', '--help')).code).toBe(0)
})

test('the version stands alone', async () => {
  expect(await runCli('--version')).toStrictEqual({ code: 0, out: `${VERSION}\n`, err: '' })
})

test('what is piped is not coloured', async () => {
  expect((await runCli('help', 'tools')).out).not.toContain('\u001B')
})
