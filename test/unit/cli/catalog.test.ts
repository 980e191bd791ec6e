import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

import { readCatalogue } from '../../../src/diff/read-catalogue.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { deploymentFile } from './deployment.ts'
import { runCli } from './run-cli.ts'

test('the catalogue has the modules of the deployment, and nothing is opened for it', async () => {
  const file = deploymentFile()
  const { code, out, err } = await runCli('catalog', '-c', file)
  expect({ code, err }).toStrictEqual({ code: 0, err: '' })
  const read = readCatalogue(out)
  expect(read.ok && read.catalogue.modules.map(({ id }) => id)).toStrictEqual(['customers'])
  expect(existsSync(join(dirname(file), 'data'))).toBe(false)
})

test('it can be written to a file, byte for byte the same', async () => {
  const config = deploymentFile()
  const file = join(tempDir(), 'catalog.json')
  expect(await runCli('catalog', '--out', file, '-c', config)).toStrictEqual({
    code: 0,
    out: '',
    err: `Wrote 2 tools of 1 module to ${file}.\n`,
  })
  const { out } = await runCli('catalog', '-c', config)
  expect(readFileSync(file, 'utf8')).toBe(out)
})

test('a place that cannot be written to is a problem with its reason', async () => {
  const { code, err } = await runCli('catalog', '--out', tempDir(), '-c', deploymentFile())
  expect(code).toBe(78)
  expect(err).toMatch(/^\S+ cannot be written: it is a folder\.\n/)
})

test('a file is compared, and not written, with --check', async () => {
  const config = deploymentFile()
  const file = join(tempDir(), 'catalog.json')
  const check = () => runCli('catalog', '--out', file, '--check', '-c', config)
  expect((await check()).code).toBe(78)
  await runCli('catalog', '--out', file, '-c', config)
  expect(await check()).toStrictEqual({ code: 0, out: '', err: '' })
  writeFileSync(file, '{}')
  const { code, err } = await check()
  expect(code).toBe(1)
  expect(err).toContain(`${file} is out of date.`)
  expect(readFileSync(file, 'utf8')).toBe('{}')
})
