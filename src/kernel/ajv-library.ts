import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Ajv for draft 7. Eighty files, read when the first schema is judged that zod does not: most starts meet none. */
export function ajvLibrary(): typeof import('ajv') {
  return require('ajv')
}

/** Likewise for 2020-12. */
export function ajv2020Library(): typeof import('ajv/dist/2020.js') {
  return require('ajv/dist/2020.js')
}
