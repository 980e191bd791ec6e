import type { Module } from '../src/index.ts'

/** The modules of `index.ts` by their ids, to be read only where a config mounts them. */
export const ON_DEMAND: ReadonlyMap<string, () => Promise<Module>> = new Map([
  ['admin', async () => (await import('./admin/module.ts')).default],
  ['customers', async () => (await import('./customers/module.ts')).default],
  ['messages', async () => (await import('./messages/module.ts')).default],
  ['operations', async () => (await import('./operations/module.ts')).default],
  ['reservations', async () => (await import('./reservations/module.ts')).default],
])
