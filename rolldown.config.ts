import { dirname, join, relative } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

/**
 * The program as a package has it: a few files in place of several hundred, because Node looks for each one it reads, and
 * a stdio child is started for every job. What module authors import as well stays outside: theirs and ours have to be
 * one. Declarations are made by tsc.
 */
const ROOT = import.meta.dirname
const CHUNKS = join(ROOT, 'src', 'chunks')

const ENTRIES = [
  'main',
  'claude-desktop',
  'index',
  'linting',
  'node-problem',
  'testing',
  'store/sqlite/writer-thread',
]

/** Not to be moved: they are native, have threads or files of their own, or are the authors' too. */
const OUTSIDE =
  /^(node:|zod|@modelcontextprotocol\/|better-sqlite3|pino|ajv|libphonenumber-js|gpt-tokenizer|nodemailer|vitest|@vitest\/)/

/** Code that is moved still finds what lies beside its source. */
const inItsPlace: Plugin = {
  name: 'in-its-place',
  transform(code, id) {
    const path = relative(CHUNKS, dirname(id)).replaceAll('\\', '/')
    if (!id.startsWith(join(ROOT, 'src')) || isEntry(id)) return null
    return code.replaceAll('import.meta.dirname', `(import.meta.dirname + '/${path}')`)
  },
}

function isEntry(id: string): boolean {
  return ENTRIES.some((name) => id === join(ROOT, 'src', `${name}.ts`))
}

export default defineConfig({
  input: Object.fromEntries(
    ENTRIES.map((name) => [`src/${name}`, join(ROOT, 'src', `${name}.ts`)]),
  ),
  platform: 'node',
  logLevel: 'warn',
  external: OUTSIDE,
  plugins: [inItsPlace],
  output: {
    dir: join(ROOT, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    // The built-in modules apart from what is ours: by its place a module is told from the house.
    chunkFileNames: ({ moduleIds }) =>
      moduleIds.length > 0 && moduleIds.every((id) => id.startsWith(join(ROOT, 'tools')))
        ? 'tools/[name]-[hash].js'
        : 'src/chunks/[name]-[hash].js',
  },
})
