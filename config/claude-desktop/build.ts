import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { packExtension } from '@anthropic-ai/mcpb'
import * as z from 'zod'

import { manifest } from './manifest.ts'

/** Builds the `.mcpb` bundle: `build.ts [FILE]`, by default in `dist-bundle/`. One bundle serves every platform. */
const root = join(import.meta.dirname, '../..')
const written = await manifest()
const [file = join(root, `dist-bundle/${written.name}-${written.version}.mcpb`)] =
  process.argv.slice(2)
const stage = mkdtempSync(join(tmpdir(), 'toolcrib-bundle-'))
try {
  writeFileSync(join(stage, 'manifest.json'), `${JSON.stringify(written, undefined, 2)}\n`)
  for (const name of ['start.sh', '.mcpbignore'])
    cpSync(join(import.meta.dirname, name), join(stage, name))
  for (const name of ['LICENSE', 'config/toolcrib.yaml'])
    cpSync(join(root, name), join(stage, name))
  compile(join(stage, 'dist'))
  linkPackages()
  // The packer checks the manifest first, and says what is wrong with it.
  if (!(await packExtension({ extensionPath: stage, outputPath: resolve(file), silent: true })))
    process.exitCode = 1
  else process.stdout.write(`${file}\n`)
} finally {
  rmSync(stage, { recursive: true })
}

function compile(outDir: string): void {
  const rolldown = join(root, 'node_modules/rolldown/bin/cli.mjs')
  const args = [rolldown, '-c', join(root, 'rolldown.config.ts'), '--dir', outDir]
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('The sources do not compile.')
}

/** The packages that run in production, in the versions of the lock file, as they are installed here. */
function linkPackages(): void {
  const lock = z
    .object({ packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })) })
    .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    // What is nested in a package comes with it.
    if (dev || path.lastIndexOf('node_modules/') !== 0) continue
    const link = join(stage, path)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, path), link, 'junction')
  }
}
