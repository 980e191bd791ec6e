import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openApp } from '../src/app.ts'
import { loadConfig } from '../src/config/load.ts'
import { jsonSchemaOf } from '../src/kernel/input.ts'
import { startCall } from '../src/kernel/call.ts'
import { serveOverHttp } from '../src/mcp/http/serve.ts'
import { listingOf } from '../src/mcp/describe.ts'
import { systemClock } from '../src/system-clock.ts'
import { fakeModules } from '../test/support/fake-tools.ts'
import * as z from 'zod'
import { measure } from './measure.ts'

/** The most that each ratio may be; well above what is measured, so that only a real loss fails. */
const BUDGETS = {
  'a call through the whole policy / its validation alone': 60,
  'tools/list of 50 tools, from the view / converting its schemas': 0.01,
  'a call over HTTP / an empty HTTP answer': 12,
} as const

const input = z.strictObject({
  date: z.string().max(20).describe('A date'),
  party_size: z.int().min(1).max(12).describe('Guests'),
})

async function main(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const modules = fakeModules(
    Array.from({ length: 50 }, (_, n) => ({
      name: `shop_tool${n}`,
      tier: 'read' as const,
      scopes: [],
      input,
      example: { date: 'friday', party_size: 2 },
    })),
  )
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(
    file,
    'server: { demo: true, dataDir: data }\nmodules: { shop: {} }\nclients: { voice: { profile: voice, tools: { include: ["*"] } } }\n',
  )
  const config = loadConfig(file, { builtIn: modules, imported: new Map() }, {})
  const app = await openApp({ config, clock: systemClock, recordCall: () => {} })
  const server = await serveOverHttp(app, {
    ...config.server,
    port: 0,
    isHealthy: async () => true,
    onRefused: () => {},
    onTrouble: () => {},
  })
  const floor = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.setHeader('content-type', 'application/json').end('{}'))
  })
  await new Promise<void>((resolve) => floor.listen(0, '127.0.0.1', resolve))
  try {
    return report(await ratios(app, server.url, floor))
  } finally {
    floor.close()
    await server.close()
    await app.close()
    rmSync(dir, { recursive: true })
  }
}

async function ratios(
  app: Awaited<ReturnType<typeof openApp>>,
  url: string,
  floor: ReturnType<typeof createServer>,
): Promise<Readonly<Record<keyof typeof BUDGETS, number>>> {
  const args = { date: '2026-03-13', party_size: 4 }
  const caller = { credential: { kind: 'local', client: 'voice' }, narrowing: {} } as const
  const principal = await app.authenticate(caller)
  const tool = app.catalog.tools[0]
  if (!principal || !tool) throw new Error('The bench has lost its client or its tools.')
  const signal = new AbortController().signal
  const address = floor.address()
  const floorUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const post = async (to: string) => {
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: tool.name, arguments: args },
    })
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    }
    return (await fetch(to, { method: 'POST', headers, body })).text()
  }
  const us = await measure([
    { name: 'validate', run: () => tool.prepare(args) },
    {
      name: 'call',
      run: () => app.run(startCall({ caller, toolName: tool.name, rawArguments: args, signal })),
    },
    { name: 'list', run: () => listingOf(app.view(principal), 'voice') },
    {
      name: 'convert',
      run: () => app.view(principal).tools.map(() => jsonSchemaOf(input, 'input')),
    },
    { name: 'http', run: () => post(`${url}/mcp?client=voice`) },
    { name: 'floor', run: () => post(floorUrl) },
  ])
  const ratio = (above: string, below: string) => (us.get(above) ?? NaN) / (us.get(below) ?? NaN)
  return {
    'a call through the whole policy / its validation alone': ratio('call', 'validate'),
    'tools/list of 50 tools, from the view / converting its schemas': ratio('list', 'convert'),
    'a call over HTTP / an empty HTTP answer': ratio('http', 'floor'),
  }
}

function report(measured: Readonly<Record<string, number>>): number {
  let failed = 0
  for (const [what, budget] of Object.entries(BUDGETS)) {
    const ratio = measured[what] ?? Number.NaN
    const kept = ratio <= budget
    if (!kept) failed++
    process.stdout.write(
      `${kept ? 'ok  ' : 'OVER'} ${ratio.toPrecision(3).padStart(9)} of ${String(budget).padEnd(6)} ${what}\n`,
    )
  }
  return failed > 0 ? 1 : 0
}

const overBudget = await main()
// The ledger's own bench starts servers and is noisier, so it comes last and reports for itself.
await import('./ledger.ts')
if (overBudget > 0) process.exitCode = 1
