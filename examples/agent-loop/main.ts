import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { styleText } from 'node:util'
import * as z from 'zod'

import { answer, type Message, type Watch } from './loop.ts'
import { SCENES } from './scenes.ts'
import { scriptedModel, type Scene } from './script.ts'

const HERE = import.meta.dirname
const MOST_ROUNDS = 5
const HANGS_UP_AFTER_MS = 100
const LOGGED_WITHIN_MS = 10_000

const callLine = z.object({
  msg: z.literal('call'),
  conversation: z.string().default(''),
  outcome: z.string(),
})

/** Plays every scene against a Toolcrib of its own, and throws at the first that does not go as its script says. */
async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'toolcrib-loop-'))
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      join(HERE, '../../src/main.ts'),
      'serve',
      '--stdio',
      '--client=agent',
      `--config=${join(HERE, 'toolcrib.yaml')}`,
      `--data-dir=${dataDir}`,
    ],
    stderr: 'pipe',
  })
  const client = new Client({ name: 'agent-loop', version: '1.0.0' })
  const log = callLog(transport.stderr)
  try {
    await client.connect(transport)
    for (const [index, scene] of SCENES.entries()) {
      const conversation = scene.conversation ?? `call-${index + 1}`
      write('bold', `\n${index + 1}. ${scene.title}\n`)
      await play(client, scene, conversation)
      const outcomes = await log.outcomes(conversation, scene.outcomes.length)
      print('log', outcomes.join(', '))
      assert.deepEqual(outcomes.toSorted(), scene.outcomes.toSorted())
    }
  } finally {
    await client.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  process.stdout.write(`\n${SCENES.length} scenes, each with the end that its script has.\n`)
}

async function play(client: Client, scene: Scene, conversation: string): Promise<void> {
  const lines = scene.script()
  const hangUp = new AbortController()
  const atWork = { now: 0, most: 0 }
  const watch: Watch = {
    says: (text) => print('model', text),
    calls({ name, input }) {
      print('call', `${name} ${JSON.stringify(input)}`)
      atWork.now += 1
      atWork.most = Math.max(atWork.most, atWork.now)
      if (scene.hangsUp) setTimeout(() => hangUp.abort(), HANGS_UP_AFTER_MS)
    },
    heard({ text, isError }) {
      atWork.now -= 1
      print(isError ? 'error' : 'tool', hangUp.signal.aborted ? '(nobody waits for it)' : text)
    },
  }
  const { tools } = await client.listTools()
  const { signal } = hangUp
  const model = scriptedModel(lines)
  const parts = { model, client, tools, conversation, mostRounds: MOST_ROUNDS, signal, watch }
  const history: Message[] = []
  for (const [index, words] of scene.user.entries()) {
    if (index > 0) await wait(scene.answersAfterMs ?? 0)
    print('user', words)
    await answer(parts, history, words)
  }
  assert.equal(atWork.most, scene.atOnce ?? 1)
  if (!scene.hangsUp) assert.ok(lines.next([]).done, 'There is more in the script.')
}

/** The server's own account of the calls, which names their outcomes. A voice client is told sentences only. */
function callLog(stderr: unknown) {
  assert.ok(stderr instanceof Readable)
  const lines = createInterface({ input: stderr })
  const calls: z.output<typeof callLine>[] = []
  lines.on('line', (line) => {
    const { data } = callLine.safeParse(parsed(line))
    if (data) calls.push(data)
    else if (!line.includes('"level":"info"')) print('log', line)
  })
  return {
    /** Waits until there are as many as are expected, because the log comes on another pipe than the answers. */
    async outcomes(conversation: string, count: number): Promise<readonly string[]> {
      const id = conversation === '' ? '' : `agent/${conversation}`
      const found = () => calls.filter((call) => call.conversation === id)
      const signal = AbortSignal.timeout(LOGGED_WITHIN_MS)
      while (found().length < count && !signal.aborted)
        await once(lines, 'line', { signal }).catch(() => {})
      return found().map(({ outcome }) => outcome)
    },
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const COLOURS = {
  user: 'cyan',
  model: 'green',
  call: 'white',
  tool: 'white',
  error: 'yellow',
  log: 'dim',
} as const

function print(who: keyof typeof COLOURS, text: string): void {
  write(COLOURS[who], `${who.padStart(7)}  ${text}\n`)
}

/** In colour on a terminal only, unless NO_COLOR is set. */
function write(format: Parameters<typeof styleText>[0], text: string): void {
  process.stdout.write(styleText(format, text, { stream: process.stdout }))
}

await main()
