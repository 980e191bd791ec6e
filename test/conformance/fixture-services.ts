import type { ModuleHost } from '../../src/index.ts'

/** What the fixture tools work with. */
export interface FixtureServices {
  readonly clock: ModuleHost['clock']
  /** Tells every client that listens that its list of tools may have changed. */
  readonly changeTools: () => Promise<void>
}
