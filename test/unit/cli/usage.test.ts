import { expect, test } from 'vitest'

import { deploymentFile, KEYED } from './deployment.ts'
import { runCli } from './run-cli.ts'

const file = '{file}'

test.each([
  ['tols', 'There is no command "tols". Did you mean "tools"?'],
  ['xyzzy', 'There is no command "xyzzy".\nSee: '],
  ['help tols', 'Did you mean "tools"?'],
  ['--config x tools', 'Options stand behind a command.'],
  ['tools --clinet voice', "Unknown option '--clinet'. Did you mean --client?\nSee: "],
  ['tools --client', "Option '--client <value>' argument missing.\nSee: "],
  ['tools voice', "Unexpected argument 'voice'.\nSee: "],
  [`tools --client vioce -c ${file}`, 'There is no client "vioce". Did you mean "voice"?'],
  [`tools --client xyzzy -c ${file}`, 'There is no client "xyzzy". The clients are: voice, desk.'],
  ['call', 'Say which tool to call.'],
  ['call x party', 'An argument is written field=value, and "party" is not.'],
  ['call x --args [1]', '--args must be a JSON object'],
  ['call x --args {', '--args must be a JSON object'],
  [`call x -c ${file}`, 'Say for which client, with --client NAME. The clients are: voice, desk.'],
  ['call x --log-level loud', '--log-level must be one of debug, info, warn, error, silent'],
  [`explain -c ${file}`, 'Say which client to explain. The clients are: voice, desk.'],
  [`explain vioce -c ${file}`, 'There is no client "vioce". Did you mean "voice"?'],
  [`explain voice customers_serach -c ${file}`, 'Did you mean "customers_search"?'],
  [`explain voice xyzzy -c ${file}`, 'The tools are: customers_verify, customers_search.'],
  [`explain voice --toolset prooves -c ${file}`, 'Did you mean "proofs"?'],
  [`explain voice customers_verify b -c ${file}`, 'An argument is written field=value, and "b"'],
  [`explain voice --args {} -c ${file}`, 'Say which tool the arguments are for.'],
  [
    `explain voice customers_verify zip=94105 -c ${file}`,
    'customers_verify would refuse these arguments. There is no field zip',
  ],
  ['catalog out.json', "Unexpected argument 'out.json'"],
  ['catalog --check', '--check compares with a file; say which, with --out.'],
  ['diff', 'Say which catalogue to compare with; "catalog --out FILE" makes one.'],
  ['diff a b c', '"c" is one word too many.'],
  ['keys', 'Say what to do: keys add CLIENT, keys list, keys rotate CLIENT or keys revoke ID.'],
  ['keys ad voice', 'There is no "keys ad". Did you mean "keys add"?'],
  ['keys add voice desk', '"desk" is one word too many.'],
  [`keys list voice -c ${file}`, '"voice" is one word too many.'],
  [`keys add -c ${file}`, 'Say whose key. The clients are: voice, desk.'],
  [`keys add voce -c ${file}`, 'There is no client "voce". Did you mean "voice"?'],
  [`keys revoke -c ${file}`, 'Say which key, by its id.'],
  [`keys revoke nope -c ${file}`, 'There is no key "nope".'],
  ['init', 'Say where to make the project, such as: init desk'],
  ['init a b', '"b" is one word too many.'],
  ['new', 'Say what to make: new tool NAMESPACE VERB.'],
  ['new tol parking find_space', 'Did you mean "tool"?'],
  ['new tool parking', 'Say the namespace and the verb'],
  ['new tool parking reserve space', '"space" is one word too many. Join words with _'],
  ['new tool Parking reserve', '"Parking" is no name: a name is 1 to 63 of a-z'],
  ['new tool parking reserve-space', '"reserve-space" is no name'],
  ['new tool parking fnd_space', '"fnd" is no verb the linter knows. Did you mean "find"?'],
  ['new tool parking manage_spaces', '"manage" does not say what happens.'],
  ['new tool utils find', 'The namespace "utils" says nothing.'],
  ['connect', 'Say what to connect: livekit, claude or inspector.'],
  ['connect livkit', '"livkit" cannot be connected. Did you mean "livekit"?'],
  ['connect livekit voice', '"voice" is one word too many.'],
  ['connect claude --url http://x', '--url is for HTTP, and this connects over stdio.'],
  [`connect livekit --client voice --url ftp://x -c ${file}`, '--url must be like https://'],
  [`connect livekit --client voice --toolset prooves -c ${file}`, 'Did you mean "proofs"?'],
  ['serve --client voice', '--client goes with --stdio'],
  ['serve --port http', '--port must be a whole number, not "http".'],
  [`serve --data-dir= -c ${file}`, '--data-dir must name a folder.'],
  [`serve --stdio -c ${file}`, '--stdio serves one client; say which, with --client.'],
  [`serve --stdio --client vioce -c ${file}`, 'Did you mean "voice"?'],
])('%s is wrong usage, and the way out is named', async (line, sentence) => {
  const { code, out, err } = await runCli(...line.replace(file, deploymentFile(KEYED)).split(' '))
  expect({ code, out }).toStrictEqual({ code: 2, out: '' })
  expect(err).toContain(sentence)
  expect(err).toMatch(/\nSee: .*help\n$/)
})

test.each([
  'serve',
  'tools',
  'explain voice',
  'check',
  'catalog',
  'keys list',
  'call x',
  'connect claude',
])('%s with a wrong config ends with 78 and all of its problems', async (line) => {
  const wrong = deploymentFile(['country: US', 'country: Spain'], ['profile: chat', 'profil: chat'])
  const { code, out, err } = await runCli(...line.split(' '), '--config', wrong)
  expect({ code, out }).toStrictEqual({ code: 78, out: '' })
  expect(err).toContain(`${wrong}:3:`)
  expect(err).toContain('Did you mean "profile"?')
  expect(err).toMatch(/\n\n\d problems to fix first\.\n$/)
})

test.each([
  'tools',
  'explain voice',
  'explain voice customers_verify',
  'explain voice customers_search',
  'check',
  'check --health',
  'keys list',
  'keys add voice',
])('%s --json is JSON and nothing else', async (line) => {
  const file = deploymentFile(KEYED)
  const { code, out } = await runCli(...line.split(' '), '--json', '--config', file)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toBeTypeOf('object')
})

test.each([
  ['lint -c none.yaml', 78],
  ['explain voice -c none.yaml', 78],
  ['diff none.json', 78],
  ['init package.json', 78],
  ['lint --explain no-such-rule', 2],
  ['diff', 2],
])('%s --json is JSON, too, when it fails', async (line, expected) => {
  const { code, out } = await runCli(...line.split(' '), '--json')
  expect(code).toBe(expected)
  expect(JSON.parse(out)).toStrictEqual({ ok: false, problems: [expect.any(String)] })
})

test('a data folder that cannot be is a problem with its reason, and not a crash', async () => {
  const nowhere = deploymentFile(['dataDir: data', 'dataDir: toolcrib.yaml'])
  const { code, err } = await runCli('keys', 'list', '-c', nowhere)
  expect(code).toBe(78)
  expect(err).toMatch(/^The deployment cannot be opened: .*toolcrib\.yaml/)
})
