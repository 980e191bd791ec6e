import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

import manifest from '../package.json' with { type: 'json' }

/** One export, or one member of it. */
export interface ApiItem {
  /** `Interface`, `Function`, `PropertySignature` and so on. */
  readonly kind: string
  /** Empty where it has none, as a constructor. */
  readonly name: string
  /** As it is declared, on one or several lines. */
  readonly signature: string
  /** Its docstring as plain lines; empty when there is none. */
  readonly doc: string
  readonly members: readonly ApiItem[]
}

/** What one entry of the package exports. */
export interface ApiEntry {
  /** As it is imported, for example `toolcrib/testing`. */
  readonly name: string
  readonly items: readonly ApiItem[]
  /** Names that stand in its signatures and that it does not export itself. */
  readonly unexported: readonly string[]
}

interface EntryFile {
  readonly name: string
  readonly declarations: string
}

const root = join(import.meta.dirname, '..')

/** Reads the public entries from declarations that are built for it. Throws when they do not build. */
export function publicApi(): readonly ApiEntry[] {
  const scratch = join(root, 'test/.tmp')
  mkdirSync(scratch, { recursive: true })
  const dir = mkdtempSync(join(scratch, 'api-'))
  try {
    buildDeclarations(dir)
    return readEntries(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** Into `dir/dist`, so that the paths in `exports` are right there as well. */
function buildDeclarations(dir: string): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', join(dir, 'dist')]
  const built = spawnSync(process.execPath, [tsc, ...args], { cwd: root, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The declarations do not build:\n${built.stdout}`)
  const { name, version } = manifest
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name, version, type: 'module' }))
}

function readEntries(dir: string): readonly ApiEntry[] {
  const files = Object.entries(manifest.exports).flatMap(([path, target]) =>
    typeof target === 'string'
      ? []
      : [{ name: `toolcrib${path.slice(1)}`, declarations: join(dir, target.types) }],
  )
  const [first, ...others] = files.map((file) => ({ ...file, config: configOf(file, dir) }))
  if (!first) return []
  // Shared, because the compiler takes most of the time.
  const compilerState = CompilerState.create(first.config, {
    additionalEntryPoints: others.map(({ declarations }) => declarations),
  })
  return [first, ...others].map(({ name, config }) => {
    const unexported: string[] = []
    const { succeeded } = Extractor.invoke(config, {
      compilerState,
      localBuild: true,
      messageCallback(message) {
        message.handled = true
        unexported.push(...unexportedIn(message))
      },
    })
    if (!succeeded) throw new Error(`The API of ${name} cannot be read.`)
    const [entry] = model.parse(JSON.parse(readFileSync(config.apiJsonFilePath, 'utf8'))).members
    return { name, items: entry.members.map(itemFrom), unexported }
  })
}

function configOf({ declarations }: EntryFile, dir: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(dir, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: dir,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: { module: 'nodenext', target: 'es2024', types: ['node'] },
          include: [declarations],
        },
      },
      apiReport: { enabled: false },
      docModel: { enabled: true, apiJsonFilePath: `${declarations}.api.json` },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning },
        },
      },
    },
  })
}

function unexportedIn({ messageId, text }: ExtractorMessage): readonly string[] {
  if (messageId !== 'ae-forgotten-export') return []
  return [/symbol "([^"]+)"/.exec(text)?.[1] ?? text]
}

const read = z.object({
  kind: z.string(),
  name: z.string().default(''),
  docComment: z.string().default(''),
  excerptTokens: z.array(z.object({ text: z.string() })).default([]),
  get members() {
    return z.array(read).default([])
  },
})

const model = z.object({ members: z.tuple([read]) })

function itemFrom(item: z.output<typeof read>): ApiItem {
  const { kind, name, docComment, excerptTokens, members } = item
  return {
    kind,
    name,
    signature: excerptTokens.map(({ text }) => text).join(''),
    doc: docComment.replaceAll(/^\/\*\*|\*\/\s*$|^ *\*(?!\/) ?/gm, '').trim(),
    members: members.map(itemFrom),
  }
}
