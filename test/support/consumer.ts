import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import manifest from '../../package.json' with { type: 'json' }
import { ROOT, runProgram, type Ended } from './run-program.ts'

/** A project outside the repository that has the built package, and what comes with it, and nothing else. */
export interface Consumer {
  write(file: string, text: string): void
  /** Runs a file with Node. */
  run(file: string): Promise<Ended>
  /** Checks the types of a file, those of all declarations it reaches included. */
  types(file: string, options?: object): Promise<Ended>
}

const BESIDE = ['@types/node', 'undici-types'] as const

/** Makes the empty folder `dir` such a project, with the package as it is now. */
export async function consumer(dir: string): Promise<Consumer> {
  const installed = join(dir, 'node_modules/toolcrib')
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const outDir = join(installed, 'dist')
  const built = await node(tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', outDir)
  if (built.code !== 0) throw new Error(built.stdout)
  const rolldown = join(ROOT, 'node_modules/rolldown/bin/cli.mjs')
  const bundled = await node(rolldown, '-c', join(ROOT, 'rolldown.config.ts'), '--dir', outDir)
  if (bundled.code !== 0) throw new Error(bundled.stderr)
  cpSync(join(ROOT, 'package.json'), join(installed, 'package.json'))
  for (const name of [...Object.keys(manifest.dependencies), ...BESIDE]) link(name, dir)

  const write = (file: string, text: string) => writeFileSync(join(dir, file), text)
  write('package.json', JSON.stringify({ type: 'module' }))
  return {
    write,
    run: (file) => node(join(dir, file)),
    async types(file, options = {}) {
      const compilerOptions = { ...STRICT, ...options }
      write('tsconfig.json', JSON.stringify({ compilerOptions, files: [file] }))
      return node(tsc, '-p', dir)
    },
  }
}

const STRICT = {
  module: 'nodenext',
  target: 'es2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  types: ['node'],
}

function node(...args: readonly string[]): Promise<Ended> {
  return runProgram(process.execPath, args)
}

/** Its own dependencies are found from where it really is. */
function link(name: string, dir: string): void {
  const place = join(dir, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), place, 'dir')
}
