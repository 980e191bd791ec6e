import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

import { MODULES } from '../../../tools/index.ts'
import { demoDeployment } from '../../support/demo-deployment.ts'
import { MAIN, ROOT, runToolcrib } from '../../support/run-program.ts'
import { serveDeployment } from '../../support/serve-deployment.ts'
import { servedDay } from '../../support/visit.ts'
import { approvalDeployment } from './approval-deployment.ts'
import { environment, type Environment } from './environment.ts'
import { mailDeployment, mailServer } from './mail-deployment.ts'
import { portableSchemas, type ShownSchema } from './portable-schemas.ts'
import { serveSlowly } from './slow-server.ts'

/** What `drive.py` is told; it knows nothing else of the deployment. */
interface Plan {
  readonly label: string
  /** Printed by `toolcrib connect livekit`. */
  readonly toolset: string
  /** The same for the server whose tools never answer; only over HTTP. */
  readonly slowToolset?: string
  /** Where mails are written, one JSON line each; with it the cases are those of a message that is sent. */
  readonly mailbox?: string
  /** How an operator is asked on the command line; with it the cases are those of tickets. */
  readonly operator?: {
    readonly command: readonly string[]
    readonly env: Readonly<Record<string, string>>
  }
  readonly toolNames: readonly string[]
  readonly date: string
  readonly schemas: readonly ShownSchema[]
}

interface Score {
  readonly passed: number
  readonly failed: number
}

/** Longer than any driver was seen to take, many times over. */
const LIMIT_MS = 120_000

/** How the server is driven. Messages are sent where the installation has the module for that. */
const WAYS = [
  overHttp,
  overStdio,
  ...(MODULES.some(({ id }) => id === 'messages') ? [withMail, withApproval] : []),
]

const listing = z.array(z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) }))

process.exitCode = await main()

/** Drives the server with real LiveKit: every version, over HTTP and over stdio. */
async function main(): Promise<number> {
  const scores: Score[] = []
  for (const name of ['current', 'mcp1']) {
    const livekit = await environment(name)
    process.stdout.write(`# LiveKit ${livekit.version} with mcp ${livekit.mcp}\n`)
    for (const way of WAYS) scores.push(await inTempFolder((dir) => way(livekit, dir)))
  }
  const passed = sum(scores.map((score) => score.passed))
  const failed = sum(scores.map((score) => score.failed))
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 || passed === 0 ? 1 : 0
}

async function overHttp(livekit: Environment, dir: string): Promise<Score> {
  const config = demoDeployment(dir)
  const server = await serveDeployment(config)
  const slow = await serveSlowly(dir)
  try {
    return await drive(livekit, dir, {
      label: `LiveKit ${livekit.version} over HTTP`,
      toolset: await printed(config, join(dir, 'toolcrib_tools.py'), '--url', server.url),
      slowToolset: await printed(config, join(dir, 'slow_tools.py'), '--url', slow.url),
      toolNames: await toolNames(config),
      date: servedDay(),
      schemas: portableSchemas(),
    })
  } finally {
    await Promise.all([server.stop(), slow.stop()])
  }
}

async function overStdio(livekit: Environment, dir: string): Promise<Score> {
  const config = demoDeployment(dir)
  return drive(livekit, dir, {
    label: `LiveKit ${livekit.version} over stdio`,
    toolset: await printed(config, join(dir, 'toolcrib_tools.py'), '--stdio'),
    toolNames: await toolNames(config),
    date: servedDay(),
    schemas: portableSchemas(),
  })
}

async function withMail(livekit: Environment, dir: string): Promise<Score> {
  const mail = await mailServer(dir)
  const config = mailDeployment(dir, mail.port)
  const server = await serveDeployment(config)
  try {
    return await drive(livekit, dir, {
      label: `LiveKit ${livekit.version} with mail`,
      toolset: await printed(config, join(dir, 'toolcrib_tools.py'), '--url', server.url),
      mailbox: mail.mailbox,
      toolNames: await toolNames(config),
      date: servedDay(),
      schemas: [],
    })
  } finally {
    await server.stop()
    await mail.stop()
  }
}

/** The operator is another process: the command line, as a person would use it. */
async function withApproval(livekit: Environment, dir: string): Promise<Score> {
  const mail = await mailServer(dir)
  const { config, operatorEnv } = await approvalDeployment(dir, mail.port)
  const server = await serveDeployment(config)
  try {
    return await drive(livekit, dir, {
      label: `LiveKit ${livekit.version} with an operator`,
      toolset: await printed(config, join(dir, 'toolcrib_tools.py'), '--url', server.url),
      mailbox: mail.mailbox,
      operator: {
        command: [process.execPath, MAIN, 'approvals', '--config', config],
        env: operatorEnv,
      },
      toolNames: await toolNames(config),
      date: servedDay(),
      schemas: [],
    })
  } finally {
    await server.stop()
    await mail.stop()
  }
}

/** Saves what `toolcrib connect livekit` prints, as a person would. */
async function printed(config: string, file: string, ...how: readonly string[]): Promise<string> {
  const args = ['connect', 'livekit', '--client', 'voice', '--config', config, ...how]
  writeFileSync(file, await outputOf(args))
  return file
}

async function toolNames(config: string): Promise<readonly string[]> {
  const output = await outputOf(['tools', '--client', 'voice', '--json', '--config', config])
  return listing.parse(JSON.parse(output)).flatMap(({ tools }) => tools.map(({ name }) => name))
}

async function outputOf(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runToolcrib(...args)
  if (code !== 0) throw new Error(`toolcrib ${args.join(' ')} ended with ${code}:\n${stderr}`)
  return stdout
}

/** Runs the driver, passes its lines on, and counts them. Its log is shown when something failed. */
async function drive({ python }: Environment, dir: string, plan: Plan): Promise<Score> {
  const planFile = join(dir, 'plan.json')
  writeFileSync(planFile, JSON.stringify(plan))
  const child = spawn(python, [join(import.meta.dirname, 'drive.py'), planFile], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  })
  child.stdout.pipe(process.stdout, { end: false })
  const exited = once(child, 'exit')
  const [output, log] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await exited
  const score = { passed: count(output, /^ok - /gm), failed: count(output, /^not ok - /gm) }
  if (code === 0 && score.failed === 0) return score
  process.stdout.write(`${log.trimEnd()}\n`.replaceAll(/^(?=.)/gm, '#   '))
  return code === 0 || score.failed > 0 ? score : sayEnded(score, plan, code)
}

/** A driver that ends by itself without a failed case has still failed. */
function sayEnded({ passed }: Score, { label }: Plan, code: unknown): Score {
  process.stdout.write(`\nnot ok - ${label}: the driver ended with ${String(code)}\n`)
  return { passed, failed: 1 }
}

async function inTempFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-livekit-'))
  try {
    return await work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function count(output: string, pattern: RegExp): number {
  return output.match(pattern)?.length ?? 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
