import { createRequire } from 'node:module'

type PhoneLibrary = typeof import('libphonenumber-js/min')

const require = createRequire(import.meta.url)

/** A hundred files, read when the first phone number is: most deployments meet none before their first call. */
export function phoneLibrary(): PhoneLibrary {
  return require('libphonenumber-js/min')
}
