import type { ModuleHost } from '../../src/index.ts'

/** The part of a host in which what is lent reaches nobody, and nothing can be borrowed. */
export const NOTHING_LENT: Pick<ModuleHost, 'lend' | 'borrow'> = {
  lend: () => {},
  borrow: ({ name }) => {
    throw new Error(`"${name}" is not lent here.`)
  },
}
