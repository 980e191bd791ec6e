import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { consumer, type Consumer } from '../support/consumer.ts'

const MODULE = `
import * as z from 'zod'
import { defineModule, openDatabase, refuse } from 'toolcrib'

export default defineModule({
  id: 'stock',
  title: 'Stock',
  version: '1.0.0',
  config: z.strictObject({ mugs: z.int() }),
  setup({ mugs }, { dataDir }) {
    const database = openDatabase(\`\${dataDir}/stock.db\`, 'CREATE TABLE IF NOT EXISTS t (n INTEGER)')
    database.prepare<[number]>('INSERT INTO t VALUES (?)').run(mugs)
    return { sum: database.prepare<[], { n: number }>('SELECT sum(n) AS n FROM t'), database }
  },
  dispose: ({ database }) => void database.close(),
  tools: (tool) => [
    tool({
      name: 'count',
      title: 'Count stock',
      does: 'Count how many of an item are in stock.',
      useWhen: 'the caller asks whether an item is available',
      avoidWhen: 'the caller has not named an item yet',
      returns: 'the number in stock, ready to say aloud',
      tier: 'read',
      scopes: ['stock:read'],
      examples: [{ item: 'mug' }],
      input: z.strictObject({ item: z.string().max(40).describe('Name of the item') }),
      handler: ({ item }, { sum }) =>
        item === 'mug' ? { count: sum.get()?.n ?? 0 } : refuse('not_found', 'We have mugs only.'),
      concise: ({ count }, _services, { item }) => \`We have \${count} of \${item}.\`,
    }),
  ],
})
`

const TEST = `
import { lintModule, passes } from 'toolcrib/lint'
import { openTestModule } from 'toolcrib/testing'
import stock from './stock.ts'

const config = { mugs: 12 }
const test = await openTestModule(stock, { config })
console.log((await test.callTool('stock_count', { item: 'mug' })).text)
const client = await test.connect({ profile: 'voice' })
console.log((await client.callTool('stock_count', { item: 'plate' })).content[0]?.text)
await test.close()
console.log(passes(await lintModule(stock, { config })))
`

const TS = { allowImportingTsExtensions: true }

const dir = mkdtempSync(join(tmpdir(), 'toolcrib-'))
let project: Consumer
beforeAll(async () => {
  project = await consumer(dir)
  project.write('stock.ts', MODULE)
  project.write('test.ts', TEST)
})

afterAll(() => rmSync(dir, { recursive: true }))

describe('a project that has only the package', () => {
  it('runs a module, its test and the linter', async () => {
    expect(await project.run('test.ts')).toEqual({
      code: 0,
      stdout: 'We have 12 of mug.\nWe have mugs only.\ntrue\n',
      stderr: '',
    })
  })

  it.each([{}, { lib: ['es2022'] }, { types: [] }])(
    'compiles them with every declaration checked (%o)',
    async (options) => {
      project.write('typed.ts', TEST.replaceAll('console.log', 'void '))
      expect(await project.types('typed.ts', { ...TS, ...options })).toMatchObject({
        stdout: '',
        code: 0,
      })
    },
  )

  it('does not compile a module whose handler mistakes its input', async () => {
    project.write('wrong.ts', MODULE.replace("item === 'mug'", 'item === 12'))
    expect((await project.types('wrong.ts', TS)).stdout).toContain('wrong.ts')
  })

  it.each(['src/index.ts', 'dist/src/app.js', 'dist/src/index.js', 'kernel/tool', 'linting'])(
    'cannot reach %s',
    async (path) => {
      project.write('reach.js', `await import('toolcrib/${path}')`)
      const { code, stderr } = await project.run('reach.js')
      expect(code).toBe(1)
      expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
    },
  )
})
