import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'

import { connectClient, type Target } from '../support/clients.ts'
import { confirmed } from '../support/confirmed.ts'
import { ROOT } from '../support/run-program.ts'
import { servedDay } from '../support/visit.ts'
import { must, run, started, stop } from './stranger.ts'

/** Where a stranger works: an empty folder, the package that was installed in it, and the project made there. */
interface Place {
  readonly folder: string
  readonly project: string
}

interface Case {
  readonly sentence: string
  take(place: Place): Promise<void>
}

const packed = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })])

const claudeConfig = z.object({
  mcpServers: z.object({
    toolcrib: z.object({ command: z.string(), args: z.array(z.string()) }),
  }),
})

/** A module as a stranger writes one: in a file of its own, without a type annotation. */
const TIDES = `import { defineModule, refuse, toolsFor } from 'toolcrib'
import * as z from 'zod'

const check = toolsFor<Map<string, string>>()({
  name: 'check',
  title: 'Check high water',
  does: 'Check when the sea stands highest at a pier on the day of the call.',
  useWhen: 'a guest asks about the tide before a walk or a boat trip',
  avoidWhen: 'the guest asks for a table and not for the sea; use reservations_check',
  returns: 'the time of high water at that pier, ready to say aloud',
  examples: [{ pier: 'north' }],
  tier: 'read',
  scopes: ['tides:read'],
  input: z.strictObject({ pier: z.string().min(1).max(40).describe('Name of the pier, for example north.') }),
  handler: ({ pier }, tides) => {
    const at = tides.get(pier)
    return at === undefined ? refuse('not_found', 'There is no such pier. Ask for another one.') : { pier, at }
  },
  concise: ({ pier, at }) => \`High water at the \${pier} pier is at \${at}.\`,
})

export default defineModule({
  id: 'tides',
  title: 'Tides',
  version: '1.0.0',
  config: z.strictObject({ highWater: z.record(z.string(), z.string()) }),
  setup: ({ highWater }) => new Map(Object.entries(highWater)),
  tools: [check],
})
`

const MOUNTED = `modules:
  tides:
    use: ../modules/tides.ts
    config: { highWater: { north: 4 PM } }
`

/** In their order: each builds on the ones before it. */
const CASES: readonly Case[] = [
  {
    sentence: 'the package has what a stranger needs, and nothing else',
    async take({ folder }) {
      const output = await must(ROOT, `npm pack --json --silent --pack-destination "${folder}"`)
      // What the build prints comes before it.
      const [{ files }] = packed.parse(JSON.parse(output.slice(output.indexOf('[\n'))))
      const paths = files.map(({ path }) => path)
      for (const path of ['dist/src/main.js', 'config/schema.json', 'README.md', 'LICENSE'])
        assert.ok(paths.includes(path), `${path} is missing`)
      const surplus = paths.filter((path) => /^(src|tools|test|bench)\/|\.db$/.test(path))
      assert.deepEqual(surplus, [])
    },
  },
  {
    sentence: 'it installs in an empty folder',
    async take({ folder }) {
      await must(folder, 'npm install ./toolcrib-*.tgz')
    },
  },
  {
    sentence: 'init makes a project, on whatever Node the machine has',
    async take({ folder }) {
      assert.match(await must(folder, 'npx --no-install toolcrib init desk'), /npm install/)
    },
  },
  {
    sentence: 'a second init overwrites nothing, and says why',
    async take({ folder, project }) {
      writeFileSync(join(project, 'README.md'), 'Mine.')
      const { code, log } = await run(folder, 'npx --no-install toolcrib init desk')
      assert.equal(code, 78)
      assert.match(log, /README\.md is already there/)
      assert.equal(readFileSync(join(project, 'README.md'), 'utf8'), 'Mine.')
    },
  },
  {
    sentence: 'its tests pass, its tools are good and its types hold, as it is made',
    async take({ project }) {
      await must(project, 'npm install')
      assert.match(await must(project, 'npm test'), /fail 0/)
      assert.match(await must(project, 'npm run lint'), /nothing to improve/)
      await must(project, 'npm run types')
    },
  },
  {
    sentence: 'nothing of the package can be reached but its entries',
    async take({ project }) {
      const { log } = await run(project, `npx node -e "import('toolcrib/dist/src/app.js')"`)
      assert.match(log, /ERR_PACKAGE_PATH_NOT_EXPORTED/)
    },
  },
  {
    sentence: 'new tool adds a tool whose test passes, and which cannot be shipped as it is',
    async take({ project }) {
      await must(project, 'npx --no toolcrib new tool parking reserve_space')
      await must(project, 'npx --no toolcrib new tool weather forecast')
      assert.match(await must(project, 'npm test'), /pass 6\n/)
      await must(project, 'npm run types')
      const { code, output } = await run(project, 'npm run lint')
      assert.equal(code, 1)
      for (const tool of ['parking_reserve_space', 'weather_forecast'])
        assert.match(output, new RegExp(`^${tool}\\n +error +describe-part-missing`, 'm'))
    },
  },
  {
    sentence: 'a tool that has changed without its catalogue fails the tests',
    async take({ project }) {
      const file = join(project, 'modules/weather/forecast.ts')
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replace("does: ''", "does: 'Say how the weather will be tomorrow.'"))
      const { code, log } = await run(project, 'npm test')
      assert.notEqual(code, 0)
      assert.match(log, /test\/catalog\.json is out of date/)
      assert.match((await run(project, 'npm run snapshot')).output, /The version is still 0\.1\.0/)
    },
  },
  {
    sentence: 'a module of its own is mounted from a path',
    async take({ project }) {
      mkdirSync(join(project, 'modules'), { recursive: true })
      writeFileSync(join(project, 'modules/tides.ts'), TIDES)
      edit(join(project, 'config/toolcrib.yaml'), [
        ['modules:\n', MOUNTED],
        ['    - parking_*\n', '    - parking_*\n    - tides_*\n'],
        ["scopes: ['parking:read'", "scopes: ['tides:read', 'parking:read'"],
        ['      - parking:read\n', '      - parking:read\n      - tides:read\n'],
      ])
      await must(project, 'npm run types')
      await must(project, 'npx --no toolcrib check')
    },
  },
  {
    sentence: 'over HTTP a client books a table and calls the tool of the new module',
    async take({ project }) {
      const server = started(project, 'npm start -- --port 0')
      const closed = once(server, 'close')
      try {
        const url = await servedAt(server.stderr)
        server.stdout.resume()
        await bookAndAsk({ kind: 'http', url: `${url}/mcp?client=voice` }, '18:00')
      } finally {
        stop(server)
        await closed
      }
    },
  },
  {
    sentence: 'over stdio too, by the command that it prints for Claude Desktop',
    async take({ project }) {
      const printed = await must(project, 'npx --no toolcrib connect claude --client desk')
      const { toolcrib } = claudeConfig.parse(JSON.parse(printed)).mcpServers
      await bookAndAsk({ kind: 'stdio', ...toolcrib }, '20:00')
    },
  },
  {
    sentence: 'a project made from a clone works as well',
    async take({ folder }) {
      const project = join(folder, 'linked')
      await must(ROOT, `npm run -s toolcrib -- init "${project}"`)
      await must(project, 'npm install')
      assert.match(await must(project, 'npm test'), /fail 0/)
      await must(project, 'npm run types')
    },
  },
]

process.exitCode = await main()

/** Packs this package and uses it as a stranger would, in a folder outside of the repository. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'toolcrib-package-'))
  const place = { folder, project: join(folder, 'desk') }
  let passed = 0
  try {
    for (const { sentence, take } of CASES) {
      await take(place)
      process.stdout.write(`ok - ${sentence}\n`)
      passed += 1
    }
  } catch (error) {
    process.stdout.write(`not ok - ${CASES[passed]?.sentence}\n`)
    process.stdout.write(`${String(error)}\n`.replaceAll(/^(?=.)/gm, '#   '))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // What a failed case leaves undone has failed as well.
  process.stdout.write(`${passed} passed, ${CASES.length - passed} failed\n`)
  return passed === CASES.length ? 0 : 1
}

async function bookAndAsk(target: Target, time: string): Promise<void> {
  const client = await connectClient('v1', target)
  try {
    const tide = await client.call('tides_check', { pier: 'north' })
    assert.equal(tide.content[0]?.text, 'High water at the north pier is at 4 PM.')
    const booked = await confirmed(client, 'reservations_book', {
      date: servedDay(),
      time,
      party_size: 3,
      name: 'Lena Fischer',
      phone: '+1 415 555 0119',
    })
    assert.equal(booked.isError ?? false, false, booked.content[0]?.text)
    assert.match(booked.content[0]?.text ?? '', /^Booked/)
  } finally {
    await client.close()
  }
}

/** The address that a server logs; the log is read to its end, because a full pipe would stop the server. */
function servedAt(log: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = []
    const reader = createInterface({ input: log })
    reader.on('line', (line) => {
      lines.push(line)
      const url = /"url":"([^"]+)"/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
    reader.once('close', () => reject(new Error(`The server ended:\n${lines.join('\n')}`)))
  })
}

function edit(file: string, changes: readonly (readonly [from: string, to: string])[]): void {
  const text = changes.reduce(
    (all, [from, to]) => {
      assert.ok(all.includes(from), `${file} has no ${from}`)
      return all.replace(from, () => to)
    },
    readFileSync(file, 'utf8'),
  )
  writeFileSync(file, text)
}
