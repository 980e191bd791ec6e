import { expect, test } from 'vitest'

import { programOf } from '../../../src/cli/program.ts'

test.each([
  ['/usr/local/bin/toolcrib', undefined, 'toolcrib'],
  ['/x/node_modules/.bin/toolcrib', 'npx', 'npx --no toolcrib'],
  ['/x/node_modules/.bin/toolcrib', 'start', 'npx --no toolcrib'],
  ['/srv/crib/src/main.ts', 'start', 'npm run -s toolcrib --'],
  ['/srv/crib/src/main.ts', undefined, 'node src/main.ts'],
  ['/srv/crib/dist/src/main.js', undefined, 'node dist/src/main.js'],
  ['/elsewhere/src/main.ts', undefined, 'node /elsewhere/src/main.ts'],
])('%s (npm: %s) is called again as "%s"', (script, npmEvent, program) => {
  expect(programOf(script, '/srv/crib', npmEvent)).toBe(program)
})
