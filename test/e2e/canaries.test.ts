import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'

import { addKey } from '../../src/policy/api-keys.ts'
import { databaseFile } from '../../src/store/places.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { systemClock } from '../../src/system-clock.ts'
import { ownProject } from '../support/own-project.ts'
import { MAIN, runToolcrib } from '../support/run-program.ts'

/** Each is looked for wherever something is written that others read. None may be there. */
const CANARIES = {
  suppliedKey: 'canary-supplied-key-5b1f0c2d7e',
  webhookSecret: 'canary-webhook-secret-90ab12cd34',
  mailPassword: 'canary-mail-password',
  environment: 'canary-of-the-environment',
  argument: 'canary in an argument',
  wrongArgument: 'canary in a wrong argument',
  error: 'canary-in-an-error',
  guessedKey: 'canary-guessed-key',
  queryToken: 'canary-query-token',
  webToken: 'eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJjYW5hcnkifQ.canary-of-a-signature',
} as const

const MODULE = `import * as z from 'zod'
import { defineModule } from 'toolcrib'

const words = {
  useWhen: 'a test needs it', avoidWhen: 'no test needs it', returns: 'what a test expects', scopes: [],
} as const

export default defineModule({
  id: 'vault', title: 'Vault', version: '1.0.0', config: z.strictObject({}), setup: () => {},
  tools: (tool) => [
    tool({
      ...words, name: 'note', title: 'Note', does: 'Note something.', tier: 'write',
      input: z.strictObject({ text: z.string().max(60).describe('What to note') }),
      examples: [{ text: 'hello' }],
      handler: ({ text }) => {
        if (text === 'bug') {
          const { SUPPLIED_KEY: key, MAIL_PASSWORD: password, WEBHOOK_SECRET: secret } = process.env
          const cause = new Error(\`sent \${key} and \${password}, with ${CANARIES.webToken}\`)
          throw new Error('refused by postgres://user:${CANARIES.error}@db', { cause: Object.assign(cause, { secret }) })
        }
        return { length: text.length }
      },
      concise: ({ length }) => \`Noted \${length} letters.\`,
    }),
  ],
})
`

const CONFIG = `
server:
  dataDir: data
  mail: { host: 127.0.0.1, port: 2, from: desk@example.com, user: desk, password: { env: MAIL_PASSWORD } }
modules: { vault: { use: ./modules/vault.ts } }
clients:
  supplied: { profile: full, tools: { include: ['*'] }, highestTier: write, credential: { env: SUPPLIED_KEY } }
  stored: { profile: full, tools: { include: ['*'] }, highestTier: write }
operators:
  duty: { tools: ['*'] }
webhooks:
  team: { url: 'http://127.0.0.1:1/hook', secret: { env: WEBHOOK_SECRET }, events: [write] }
`

interface Served {
  readonly url: string
  readonly pid: number
  readonly file: string
  stop(): Promise<{ readonly stdout: string; readonly stderr: string }>
}

async function serve(): Promise<Served> {
  const folder = ownProject({ 'modules/vault.ts': MODULE, 'toolcrib.yaml': CONFIG })
  const file = join(folder, 'toolcrib.yaml')
  writeFileSync(file, CONFIG)
  const child = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', '0', '--config', file, '--log-level', 'debug'],
    {
      env: {
        ...process.env,
        SUPPLIED_KEY: CANARIES.suppliedKey,
        WEBHOOK_SECRET: CANARIES.webhookSecret,
        MAIL_PASSWORD: CANARIES.mailPassword,
        SOMETHING_SECRET: CANARIES.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const written = Promise.all([text(child.stdout), text(child.stderr)])
  const url = await new Promise<string>((resolve, reject) => {
    let log = ''
    child.stderr.on('data', (chunk: Buffer) => {
      log += String(chunk)
      const found = /"url":"(http:[^"]+)"/.exec(log)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(log)))
  })
  return {
    url,
    file,
    pid: child.pid ?? 0,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      const [stdout, stderr] = await written
      return { stdout, stderr }
    },
  }
}

/** Everything that a client reads, as one text. */
async function call(url: string, key: string, args: object, path = '/mcp'): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'vault_note', arguments: args },
    }),
  })
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
}

describe('CVE-2026-20205: canaries', () => {
  it('put into keys, tokens, the environment, arguments and errors are found nowhere', async () => {
    const served = await serve()
    const { url, file } = served
    const env = ['--config', file]
    const added = await withSecrets('keys', 'add', 'stored', ...env)
    const storedKey = added.trim()
    const operatorToken = tokenOf('duty', served.file)
    expect(operatorToken).toMatch(/^tco_/)
    const answers = [
      await call(url, CANARIES.suppliedKey, { text: CANARIES.argument }),
      await call(url, storedKey, { text: 'bug' }),
      await call(url, storedKey, { text: 5, txt: CANARIES.wrongArgument }),
      await call(url, CANARIES.guessedKey, {}),
      await call(url, CANARIES.webToken, {}),
      await call(url, operatorToken, {}),
      await call(url, storedKey, {}, `/mcp?access_token=${CANARIES.queryToken}`),
    ]
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual([
      '200',
      '200',
      '200',
      '401',
      '401',
      '401',
      expect.stringMatching(/^(200|401)$/),
    ])
    expect(answers[0]).toContain('Noted 21 letters.')
    expect(answers[1]).toContain('may or may not have gone through')
    const processes = readFileSync(`/proc/${served.pid}/cmdline`, 'utf8')
    const exported = await withSecrets('audit', 'export', '--jsonl', ...env)
    const trail = await withSecrets('audit', 'verify', ...env)
    const explained = await withSecrets('explain', 'supplied', ...env)
    const listed = await withSecrets('keys', 'list', ...env)
    const running = keptIn(file)
    const { stdout, stderr } = await served.stop()

    const secrets = { ...CANARIES, storedKey, operatorToken }
    const kept = keptIn(file)
    const told = { processes, exported, trail, explained, listed, stdout, stderr }
    const places = { ...told, ...running, 'after the stop': Object.values(kept).join('\n') }
    const found: string[] = []
    for (const [place, written] of Object.entries({ ...places, answers: answers.join('\n') }))
      for (const [name, secret] of Object.entries(secrets))
        if (written.includes(secret)) found.push(`${name} in ${place}`)
    expect(found).toEqual([])
    // The bug's own text is logged all the same: that is what the log is for. A client never sees it.
    expect(stderr).toContain('refused by postgres://…@db')
    expect(stderr).toContain('sent … and …, with …')
    expect(answers.join()).not.toContain('refused by')
    expect(Object.keys(running)).toEqual(
      expect.arrayContaining([expect.stringMatching(/\.db$/), expect.stringMatching(/-wal$/)]),
    )
    expect(exported).toContain('vault_note')
    expect(stderr).toContain('vault_note')
  }, 60_000)
})

/** Everything in the data folder, as the server wrote it and as it is left when it is stopped. */
function keptIn(file: string): Readonly<Record<string, string>> {
  const folder = join(dirname(file), 'data')
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((one) => one.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'latin1')]),
  )
}

function tokenOf(operator: string, file: string): string {
  const stores = sqliteStores(databaseFile(join(dirname(file), 'data')), systemClock)
  try {
    return addKey(stores.operatorKeys, 'tco', operator, systemClock.now())
  } finally {
    stores.close()
  }
}

async function withSecrets(...args: readonly string[]): Promise<string> {
  const names = ['SUPPLIED_KEY', 'WEBHOOK_SECRET', 'MAIL_PASSWORD'] as const
  process.env[names[0]] = CANARIES.suppliedKey
  process.env[names[1]] = CANARIES.webhookSecret
  process.env[names[2]] = CANARIES.mailPassword
  const { code, stdout, stderr } = await runToolcrib(...args)
  expect(code, stderr).toBe(0)
  return stdout
}
