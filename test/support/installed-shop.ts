import { registerHooks } from 'node:module'

import type { Module } from '../../src/index.ts'
import { shopModule } from './shop.ts'

/**
 * Makes the program an installation of the shop alone, when loaded before it:
 * `node --import ./installed-shop.ts src/main.ts …`. Nothing else of the program is replaced.
 */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('/tools/on-demand.ts')
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
})

const SHOP = shopModule().module

/** In the place of `tools/on-demand.ts`. */
export const ON_DEMAND: ReadonlyMap<string, () => Promise<Module>> = new Map([
  [SHOP.id, async () => SHOP],
])
