import { BEST, FASTMCP, HOUSE, RECIPE, STDIO_FLOOR } from './edge-names.ts'
import { benchFile, PROGRAM } from './edge-servers.ts'

/** A server among those that are compared over stdio. */
export interface StdioContender {
  readonly name: string
  /** The arguments of `node` that start it. */
  readonly args: readonly string[]
}

/** All of them, with the same tools. `listFile`: for those that have their list ready. `config`: the house's. */
export function stdioContenders(listFile: string, config: string): readonly StdioContender[] {
  const sdk = benchFile('edge-sdk.ts')
  return [
    { name: STDIO_FLOOR, args: [benchFile('edge-floor.ts'), 'stdio', listFile] },
    { name: RECIPE, args: [sdk, 'recipe', 'stdio'] },
    { name: BEST, args: [sdk, 'best', 'stdio', listFile] },
    { name: FASTMCP, args: [benchFile('edge-fastmcp.ts'), 'stdio'] },
    {
      name: HOUSE,
      args: [PROGRAM, 'serve', '--stdio', '--client', 'voice', '--config', config],
    },
  ]
}
