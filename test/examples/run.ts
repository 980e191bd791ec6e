import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

import { SCENES } from '../../examples/agent-loop/scenes.ts'
import { ERRORS } from '../../src/kernel/error.ts'
import { environment } from '../interop/livekit/environment.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { ROOT, runProgram, type Ended } from '../support/run-program.ts'
import { serveDeployment } from '../support/serve-deployment.ts'

const EXAMPLES = join(ROOT, 'examples')
const LIVEKIT_TESTS = join(ROOT, 'test', 'interop', 'livekit')

const TOOLS =
  '7 tools from Toolcrib: customers_verify, reservations_book, reservations_cancel, reservations_change, reservations_check, reservations_find_alternatives, reservations_look_up'

/** Over stdio the connection is both the client and, where it names none, the conversation. */
const NOT_OVER_STDIO = ['unauthenticated', 'insufficient_scope', 'no_conversation']

/** They take an operator, a dialog, a tool that asks, a mail server, a full disk, five minutes, or a client's own key: unit tests do. */
const NOT_IN_A_TALK = [
  'confirmation_expired',
  'confirmation_used',
  'declined',
  'ask_first',
  'answer_refused',
  'no_channel',
  'not_delivered',
  'too_fast',
  'approval_pending',
  'approval_denied',
  'approval_changed',
  'approval_expired',
  'approval_used',
  'approvals_full',
  'no_operator',
  'writes_stopped',
  'not_recorded',
  'bad_key',
  'idempotency_conflict',
]

const score = { passed: 0, failed: 0 }

process.exitCode = await main()

/** Starts the agents of the examples up to where a model's key is needed, and plays the scripted one to its end. */
async function main(): Promise<number> {
  await loop()
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-examples-'))
  const server = await serveDeployment(demoDeployment(dir))
  try {
    const url = `${server.url}/mcp?client=voice`
    await python(url)
    await node(url)
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  process.stdout.write(`${score.passed} passed, ${score.failed} failed\n`)
  return score.failed > 0 ? 1 : 0
}

async function loop(): Promise<void> {
  await holds('the agent loop recovers from every trouble, and ends', async () => {
    const { stdout } = await succeeds(process.execPath, [join(EXAMPLES, 'agent-loop', 'main.ts')])
    assert.match(stdout, new RegExp(`^${SCENES.length} scenes, each with the end`, 'm'))
    assert.ok(!stdout.includes('\u001B'), 'It writes colours to what is no terminal.')
  })
  await holds('the agent loop meets every kind of error there is over stdio', async () => {
    const met = new Set([
      ...SCENES.flatMap(({ outcomes }) => outcomes),
      ...NOT_OVER_STDIO,
      ...NOT_IN_A_TALK,
    ])
    assert.deepEqual([...met].toSorted(), [...Object.keys(ERRORS), 'success'].toSorted())
  })
}

async function python(url: string): Promise<void> {
  const folder = join(EXAMPLES, 'livekit-python')
  const program = join(folder, 'agent.py')
  const { python: command } = await environment('current')
  await holds('the Python agent asks for the LiveKit that is tested here', async () => {
    const tested = readFileSync(join(LIVEKIT_TESTS, 'requirements-current.txt'), 'utf8')
    const [wanted] = readFileSync(join(folder, 'requirements.txt'), 'utf8').split('\n')
    assert.ok(wanted && tested.split('\n').includes(wanted), `${wanted} is not in ${tested}`)
  })
  await startsUpToTheKey('the Python agent', url, (env) =>
    runProgram(command, [program, 'console'], env),
  )
  await holds(
    'the Python agent greets, names its conversation, and hears the tool’s own sentence',
    async () => {
      const PYTHONPATH = [folder, LIVEKIT_TESTS].join(delimiter)
      const test = join(import.meta.dirname, 'python_session.py')
      const { stdout } = await succeeds(command, [test], { TOOLCRIB_URL: url, PYTHONPATH })
      assert.match(stdout, /^Harbor Table, good day\. .*\nAda Moreno is verified\. .*\n$/)
    },
  )
}

async function node(url: string): Promise<void> {
  const folder = join(EXAMPLES, 'livekit-node')
  await install(folder)
  await holds('the Node agent has no type errors', async () => {
    await succeeds(process.execPath, [
      join(folder, 'node_modules', 'typescript', 'bin', 'tsc'),
      '--project',
      folder,
    ])
  })
  await startsUpToTheKey('the Node agent', url, (env) =>
    runProgram(process.execPath, [join(folder, 'agent.ts'), 'dev'], env),
  )
  const test = join(folder, 'toolcrib-toolset.test.ts')
  const { code, stdout } = await runProgram(
    process.execPath,
    ['--test', '--test-reporter=tap', '--test-timeout=30000', test],
    { TOOLCRIB_URL: url },
  )
  for (const [line, not] of stdout.matchAll(/^(not )?ok \d+ - .*$/gm)) report(!not, line)
  if (code !== 0) process.stdout.write(stdout.replaceAll(/^/gm, '#   '))
  await holds('the tests of the Node toolset end well', async () => assert.equal(code, 0))
}

/** Both agents look at their tools before anything else, and say what they lack in one sentence. */
async function startsUpToTheKey(
  what: string,
  url: string,
  start: (env: Readonly<Record<string, string>>) => Promise<Ended>,
): Promise<void> {
  const noKeys = { LIVEKIT_API_KEY: '', LIVEKIT_API_SECRET: '' }
  await holds(`${what} has its tools, and then lacks a key for its models`, async () => {
    const { code, stdout, stderr } = await start({ ...noKeys, TOOLCRIB_URL: url })
    assert.equal(stdout.trim(), TOOLS)
    assert.match(stderr, /^LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set: .*\n$/)
    assert.equal(code, 1)
  })
  await holds(`${what} says where it found no Toolcrib`, async () => {
    const nowhere = 'http://127.0.0.1:1/mcp'
    const { code, stderr } = await start({ ...noKeys, TOOLCRIB_URL: nowhere })
    assert.match(
      stderr,
      /^No tools from http:\/\/127\.0\.0\.1:1\/mcp \(.+\)\. Is Toolcrib running\? .*\n$/,
    )
    assert.equal(code, 1)
  })
}

/** Installs what the lock file says, unless that was done before. What is downloaded runs no scripts. */
async function install(folder: string): Promise<void> {
  const stampFile = join(folder, 'node_modules', '.lock.sha256')
  const lock = readFileSync(join(folder, 'package-lock.json'))
  const stamp = createHash('sha256').update(lock).digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  process.stdout.write('# installing LiveKit for Node with npm\n')
  await succeeds('npm', ['ci', '--ignore-scripts', '--prefix', folder])
  writeFileSync(stampFile, stamp)
}

async function succeeds(...how: Parameters<typeof runProgram>): Promise<Ended> {
  const ended = await runProgram(...how)
  const [command, args] = how
  const { code, stdout, stderr } = ended
  assert.equal(code, 0, `${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return ended
}

async function holds(sentence: string, check: () => Promise<void>): Promise<void> {
  try {
    await check()
    report(true, `ok - ${sentence}`)
  } catch (error) {
    report(false, `not ok - ${sentence}`)
    process.stdout.write(`${String(error)}\n`.replaceAll(/^(?=.)/gm, '#   '))
  }
}

function report(isOk: boolean, line: string): void {
  score[isOk ? 'passed' : 'failed'] += 1
  process.stdout.write(`${line}\n`)
}
