import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { ROOT } from './run-program.ts'
import { tempDir } from './temp-dir.ts'

/** A module as a stranger would write it, in a file of its own, with a neighbour that it imports. */
export const PARKING = `import * as z from 'zod'
import { defineModule, toolsFor } from 'toolcrib'
import { perRow } from './rows.ts'

const tool = toolsFor<{ spaces: number }>()

const count = tool({
  name: 'count_spaces',
  title: 'Count free spaces',
  does: 'Count the free parking spaces of one row.',
  useWhen: 'the caller asks where to park',
  avoidWhen: 'the caller wants a table; use parking_open_gate',
  returns: 'the number of free spaces',
  tier: 'read',
  scopes: [],
  input: z.strictObject({
    row: z.enum(['a', 'b']).describe('The row, "a" or "b"; see parking_open_gate'),
    level: z.int().min(1).max(3).default(1).describe('The level, 1 to 3'),
  }),
  examples: [{ row: 'a' }, { row: 'b', level: 2 }],
  handler: (_input, { spaces }) => ({ spaces }),
  concise: ({ spaces }, _services, { row, level }) =>
    \`\${spaces} spaces are free in row \${row} on level \${level}. Then call parking_open_gate.\`,
})

const open = tool({
  name: 'open_gate',
  title: 'Open the gate',
  does: 'Open the gate once.',
  useWhen: 'the caller stands at the gate',
  avoidWhen: 'nobody is there; use parking_count_spaces',
  returns: 'that the gate is open',
  tier: 'read',
  scopes: [],
  input: z.strictObject({}),
  examples: [{}],
  handler: () => ({}),
  concise: () => 'The gate is open.',
})

export default defineModule({
  id: 'parking',
  title: 'Parking',
  version: '1.0.0',
  config: z.strictObject({ rows: z.int().default(2) }),
  setup: ({ rows }) => ({ spaces: rows * perRow }),
  tools: [count, open],
})
`

/** The part of `modules` that mounts it, and a client that sees everything. */
export const MOUNTED = '  parking: { use: ./modules/parking.ts }\n'

export function configWith(modules: string): string {
  return `server: { demo: true, dataDir: data }
modules:
${modules}clients:
  me: { profile: voice, tools: { include: ['*'] }, highestTier: write }
`
}

/** A folder outside of the repository with these files in it. Returns it. */
export function ownProject(files: Readonly<Record<string, string>> = {}): string {
  const folder = tempDir()
  const all = {
    'toolcrib.yaml': configWith(MOUNTED),
    'modules/parking.ts': PARKING,
    'modules/rows.ts': 'export const perRow: number = 10\n',
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', 'zod'), join(folder, 'node_modules', 'zod'))
  return folder
}
