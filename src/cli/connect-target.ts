import type { DeclaredTool } from '../kernel/module.ts'

/** What a snippet has to reach, and how. */
export interface ConnectTarget {
  readonly client: string
  /** The full URL; absent over stdio. */
  readonly url: string | undefined
  /** The server as a child process: program and arguments, all paths absolute. */
  readonly command: readonly [string, ...string[]]
  /** Whether the URL wants a key in TOOLCRIB_KEY. */
  readonly keyed: boolean
  /** Tools that the client sees and that change nothing, for a call to try. */
  readonly harmless: readonly DeclaredTool[]
}

/** Makes what a person pastes or pipes into a file. Ends without a newline. */
export type Snippet = (target: ConnectTarget) => string
