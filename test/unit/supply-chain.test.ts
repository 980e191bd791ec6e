import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as z from 'zod'

import { ROOT } from '../support/run-program.ts'

const locked = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
})

const { packages } = locked.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))
const installed = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'))

it('SANDWORM_MODE: every package is held to the bytes that were looked at', () => {
  expect(installed.length).toBeGreaterThan(50)
  // Of the tools for other platforms, which are entries without files here.
  const ours = installed.filter(([, { dev, optional }]) => !(dev === true && optional === true))
  const loose = ours.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))
  expect(loose.map(([path]) => path)).toEqual([])
})

it('SANDWORM_MODE: what users install comes in exact versions, and none has a script that runs with it', () => {
  const manifest = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  const ranges = Object.values(manifest.dependencies).filter(
    (each) => !/^\d+\.\d+\.\d+$/.test(each),
  )
  expect(ranges).toEqual([])
  const scripted = installed.filter(
    ([, { hasInstallScript, dev }]) => hasInstallScript === true && dev !== true,
  )
  expect(scripted.map(([path]) => path)).toEqual([])
})
