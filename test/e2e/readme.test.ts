import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import manifest from '../../package.json' with { type: 'json' }
import { ERRORS } from '../../src/kernel/error.ts'
import { ownProject } from '../support/own-project.ts'
import { runToolcrib } from '../support/run-program.ts'
import { tempDir } from '../support/temp-dir.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

interface Block {
  readonly language: string
  readonly code: string
  /** The comment right before it, if there is one. */
  readonly note: string
}

const blocks: readonly Block[] = [
  ...readme.matchAll(/(?:<!-- ([^\n]*) -->\n)?```(\w+)\n(.*?)```\n/gs),
].map(([, note = '', language = '', code = '']) => ({ note, language, code }))

function block(language: string, note = ''): string {
  const found = blocks.find((each) => each.language === language && each.note.includes(note))
  if (!found) throw new Error(`The README has no ${language} block ${note}`)
  return found.code
}

/** Runs the program on a copy of the demo deployment, so that no test touches another's data. */
function run(words: readonly string[]) {
  const dir = tempDir()
  cpSync(join(root, 'config'), join(dir, 'config'), { recursive: true })
  const config = join(dir, 'config/toolcrib.yaml')
  const args = [join(root, 'src/main.ts'), ...words, '--config', config]
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { ...done, config }
}

/** A folder with the module and the config of the README in it, as a stranger would have it. */
function project(yaml: string): string {
  return ownProject({ 'toolcrib.yaml': yaml, 'modules/stock.ts': block('ts') })
}

describe('the README', () => {
  it('has no snippet that nothing here runs', () => {
    const kinds = blocks.map(({ language, note }) => (note ? `${language}: ${note}` : language))
    expect(kinds).toEqual([
      'text', // the picture
      'sh', // npm start: .ci/run
      'sh', // npm test: this very run
      'python: printed by: connect livekit --client voice',
      'json: printed by: connect claude --client desk',
      'sh: printed by: connect inspector --client inspector',
      'sh', // a look around
      'sh', // a project: npm run test:package
      'ts',
      'yaml',
      'text: printed when the scope above is misspelt as stock:raed',
      'sh', // work on it: .ci/run
    ])
  })

  it('names only npm scripts that exist', () => {
    const named = [...readme.matchAll(/npm (?:run (?:-s )?([\w:]+)|(start|test))/g)]
    expect(named.length).toBeGreaterThan(5)
    for (const [, script, short] of named)
      expect(manifest.scripts).toHaveProperty([script ?? short ?? ''])
  })

  it('shows the LiveKit snippet as it is printed; the interop run executes it', () => {
    expect(run(['connect', 'livekit', '--client', 'voice']).stdout).toBe(
      block('python', 'connect livekit'),
    )
  })

  it('shows the Claude Desktop config as it is printed, but for the paths', () => {
    const printed = run(['connect', 'claude', '--client', 'desk'])
    const shown = block('json', 'connect claude')
      .replace('/path/to/toolcrib/node_modules/node/bin/node', process.execPath)
      .replace('/path/to/toolcrib/config/toolcrib.yaml', printed.config)
      .replaceAll('/path/to/toolcrib', root)
    expect(JSON.parse(printed.stdout)).toEqual(JSON.parse(shown))
  })

  it('shows the Inspector commands as they are printed; another test executes them', () => {
    expect(run(['connect', 'inspector', '--client', 'inspector']).stdout).toBe(
      block('sh', 'connect inspector'),
    )
  })

  it('shows commands for a look around that work', () => {
    const commands = blocks
      .flatMap(({ code }) => code.split('\n'))
      .filter((line) => /^npm run -s toolcrib -- (?!init)/.test(line))
    expect(commands).toHaveLength(4)
    for (const command of commands) {
      const done = run(command.replace('npm run -s toolcrib -- ', '').split(' '))
      expect(done.status, `${command}\n${done.stderr}`).toBe(0)
    }
  })

  it('has a first tool that works with the config it shows', async () => {
    const config = `--config=${join(project(block('yaml')), 'toolcrib.yaml')}`
    const ask = async (item: string) => {
      const { stdout } = await runToolcrib('call', 'stock_count', `item=${item}`, config)
      return stdout.trim()
    }
    expect(await ask('mug')).toBe('We have 12 of mug.')
    expect(await ask('cup')).toBe('We do not carry cup.')
    const linted = await runToolcrib('lint', '--strict', config)
    expect(linted.stdout).toContain('nothing to improve')
  })

  it('shows the problem that a misspelt scope is', async () => {
    const folder = project(block('yaml').replace("['stock:read']", "['stock:raed']"))
    const { stderr } = await runToolcrib('check', '--config', join(folder, 'toolcrib.yaml'))
    const shown = block('text', 'misspelt').trim()
    expect(shown).toContain('clients.voice.scopes')
    expect(stderr.replaceAll(`${folder}/`, '')).toContain(shown)
  })

  it('explains every error code, in the words of the table', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, code, means]) => [
      code,
      means,
    ])
    expect(rows).toEqual(Object.entries(ERRORS).map(([code, { means }]) => [code, means]))
  })
})
