import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SHIPPED = join(import.meta.dirname, '..', '..', 'config', 'toolcrib.yaml')
const SHIPPED_DATA = 'dataDir: ../data'

/** Puts the shipped demo deployment into `folder`, with its databases beside it. Returns the config file. */
export function demoDeployment(folder: string): string {
  const shipped = readFileSync(SHIPPED, 'utf8')
  if (!shipped.includes(SHIPPED_DATA)) throw new Error(`${SHIPPED} does not say "${SHIPPED_DATA}".`)
  const file = join(folder, 'toolcrib.yaml')
  writeFileSync(file, shipped.replace(SHIPPED_DATA, 'dataDir: data'))
  return file
}
