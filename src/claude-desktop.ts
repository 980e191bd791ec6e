import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where the `.mcpb` bundle starts: makes the command line of `serve` from the fields a person filled in, and runs it.
 * Uses nothing that an old Node lacks, because it is `main.ts` that refuses one.
 */
const filledIn = process.argv.slice(2).filter((word) => !isLeftEmpty(word))
const says = (option: string) => filledIn.some((word) => word.startsWith(`${option}=`))
// A configuration of one's own says where its data is kept. The bundled one cannot: an update replaces its folder.
const demo = says('--config') ? [] : [`--config=${bundledConfig()}`]
const data =
  says('--config') || says('--data-dir') ? [] : [`--data-dir=${join(homedir(), '.toolcrib')}`]

process.argv.splice(2, Number.POSITIVE_INFINITY, 'serve', '--stdio', ...filledIn, ...demo, ...data)
await import('./main.ts')

/** A field without a value arrives as an empty text, or as its placeholder, which nothing replaced. */
function isLeftEmpty(word: string): boolean {
  return /^--[a-z-]+=(\s*|\$\{user_config\.\w+\})$/.test(word)
}

function bundledConfig(): string {
  return fileURLToPath(new URL('../../config/toolcrib.yaml', import.meta.url))
}
