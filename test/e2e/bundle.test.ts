import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'

import { unpackExtension } from '@anthropic-ai/mcpb'
import { getMcpConfigForManifest, MANIFEST_SCHEMAS } from '@anthropic-ai/mcpb/node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

import packageJson from '../../package.json' with { type: 'json' }
import { connectClient, type Startable } from '../support/clients.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { ROOT, runProgram } from '../support/run-program.ts'
import { tempDir } from '../support/temp-dir.ts'
import { servedDay } from '../support/visit.ts'

const ONE_MINUTE_MS = 60_000

/** More would be noticed by the person who downloads it. */
const LARGEST_BYTES = 15_000_000

const folder = mkdtempSync(join(tmpdir(), 'toolcrib-bundle-test-'))
const bundle = join(folder, 'toolcrib.mcpb')
/** Claude Desktop's folder has a space in its name, too. */
const installed = join(folder, 'Claude Extensions', 'toolcrib')

beforeAll(async () => {
  const build = join(ROOT, 'config/claude-desktop/build.ts')
  const { code, stdout, stderr } = await runProgram(process.execPath, [build, bundle])
  if (code !== 0) throw new Error(stdout + stderr)
  if (!(await unpackExtension({ mcpbPath: bundle, outputDir: installed, silent: true })))
    throw new Error(`${bundle} cannot be unpacked.`)
}, ONE_MINUTE_MS)
afterAll(() => rmSync(folder, { recursive: true }))

function installedManifest() {
  const text = readFileSync(join(installed, 'manifest.json'), 'utf8')
  return MANIFEST_SCHEMAS['0.4'].parse(JSON.parse(text))
}

type Fields = Readonly<Record<string, string>>

/**
 * The command that Claude Desktop makes of the manifest and of the fields a person filled in, by its own code. It
 * runs in `home`, with no more of an environment than a program gets that was not started from a shell.
 */
async function started(home: string, fields: Fields = {}, platform?: 'darwin'): Promise<Startable> {
  const manifest = installedManifest()
  const { platform_overrides: overrides, ...base } = manifest.server.mcp_config
  const override = platform && overrides?.[platform]
  const command = override?.command ?? base.command
  const config = await getMcpConfigForManifest({
    manifest: {
      ...manifest,
      server: { ...manifest.server, mcp_config: { ...base, ...override, command } },
    },
    extensionPath: installed,
    systemDirs: { HOME: home },
    userConfig: { ...fields },
    pathSeparator: sep,
  })
  if (!config?.args) throw new Error('The manifest gives no command.')
  return {
    command: config.command,
    args: config.args,
    env: { PATH: dirname(process.execPath), HOME: home, ...config.env },
    cwd: '/',
  }
}

/** Connects the reference client; the server is gone after the test. */
async function connected(startable: Startable) {
  const client = await connectClient('v1', { kind: 'stdio', ...startable })
  onTestFinished(() => client.close())
  return client
}

/** What becomes of a start that cannot succeed. Its stdin is at its end, so that one that does succeed ends, too. */
function refused({ command, args, env, cwd }: Startable) {
  return spawnSync(command, args, { env: { ...env }, cwd, input: '', encoding: 'utf8' })
}

describe('the bundle', () => {
  it('carries the version of the package and the platforms it has SQLite for, in few bytes', () => {
    const { version, compatibility } = installedManifest()
    expect(version).toBe(packageJson.version)
    expect(compatibility?.runtimes?.node).toBe(packageJson.engines.node)
    const prebuilds = join(installed, 'node_modules/better-sqlite3/prebuilds')
    for (const platform of compatibility?.platforms ?? [])
      for (const cpu of ['x64', 'arm64'])
        expect(existsSync(join(prebuilds, `${platform}-${cpu}.node`)), platform + cpu).toBe(true)
    expect(statSync(bundle).size).toBeLessThan(LARGEST_BYTES)
  })

  it('starts as its manifest says, with every field left empty, and keeps its data at home', async () => {
    const home = tempDir()
    const client = await connected(await started(home))
    const listed = (await client.list()).map(({ name }) => name)
    expect(listed.toSorted()).toEqual(
      installedManifest()
        .tools?.map(({ name }) => name)
        .toSorted(),
    )
    const wish = { date: servedDay(), party_size: 2, meal: 'dinner' }
    const answer = await client.call('reservations_check', wish)
    expect(answer.content[0]?.text).toContain('Harbor Table, dinner')
    expect(answer.isError).toBeFalsy()
    expect(existsSync(join(home, '.toolcrib', 'toolcrib.db'))).toBe(true)
    expect(existsSync(join(installed, 'data'))).toBe(false)
  })

  it('serves the deployment, client and toolset of the fields, with the data in the folder chosen', async () => {
    const [home, data] = [tempDir(), tempDir()]
    const client = await connected(
      await started(home, {
        config_file: demoDeployment(home),
        client: 'voice',
        toolset: 'availability',
        data_folder: data,
      }),
    )
    expect((await client.list()).map(({ name }) => name)).toEqual([
      'reservations_check',
      'reservations_find_alternatives',
    ])
    expect(existsSync(join(data, 'toolcrib.db'))).toBe(true)
    expect(existsSync(join(home, 'data'))).toBe(false)
    expect(existsSync(join(home, '.toolcrib'))).toBe(false)
  })

  it('leaves the data of a deployment where its configuration says, and reads an empty text as an empty field', async () => {
    const home = tempDir()
    const fields = { config_file: demoDeployment(home), toolset: '', data_folder: '' }
    const client = await connected(await started(home, fields))
    expect(await client.list()).not.toEqual([])
    expect(existsSync(join(home, 'data', 'toolcrib.db'))).toBe(true)
    expect(existsSync(join(home, '.toolcrib'))).toBe(false)
  })

  it('starts on macOS with a Node that will do, past one that will not', async () => {
    const home = tempDir()
    const [unfit, fit] = [join(home, 'bin'), join(home, '.volta', 'bin')]
    for (const each of [unfit, fit]) mkdirSync(each, { recursive: true })
    writeFileSync(join(unfit, 'node'), '#!/bin/sh\ncat >/dev/null\nexit 1\n', { mode: 0o755 })
    symlinkSync(process.execPath, join(fit, 'node'))
    const start = await started(home, {}, 'darwin')
    expect(start.command).not.toBe('node')
    const env = { ...start.env, PATH: `${unfit}:/usr/bin:/bin` }
    expect(await (await connected({ ...start, env })).list()).not.toEqual([])
  })
})

describe('what was filled in wrong is said in one line, and nothing on stdout', () => {
  it.each([
    ['a client', { client: 'dsek' }, 'There is no client "dsek". Did you mean "desk"?'],
    ['no client', { client: ' ' }, '--stdio serves one client; say which, with --client.'],
    ['a toolset', { toolset: 'gest' }, 'There is no toolset "gest". Did you mean "guest"?'],
    ['a file', { config_file: '/no/such.yaml' }, '/no/such.yaml: there is no such file.'],
  ])('%s', async (_, fields, sentence) => {
    const { status, stdout, stderr } = refused(await started(tempDir(), fields))
    expect(stderr.split('\n')[0]).toContain(sentence)
    expect(stderr).not.toContain('    at ')
    expect([0, 1, null]).not.toContain(status)
    expect(stdout).toBe('')
  })

  it('a data folder that is a file', async () => {
    const file = join(tempDir(), 'notes.txt')
    writeFileSync(file, '')
    const { status, stdout, stderr } = refused(await started(tempDir(), { data_folder: file }))
    expect(stderr.split('\n')[0]).toContain(file)
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' })
  })

  it('and so is a Node that is too old, before anything native is loaded', async () => {
    const home = tempDir()
    const pretend = join(home, 'old.cjs')
    writeFileSync(
      pretend,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`,
    )
    const start = await started(home)
    const args = ['--require', pretend, ...start.args]
    const { status, stdout, stderr } = refused({ ...start, args })
    expect(stderr).toMatch(
      /^Toolcrib needs Node 22\.18 or newer, and this is Node 20\.20\.2\..*\n$/,
    )
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(existsSync(join(home, '.toolcrib'))).toBe(false)
  })
})
