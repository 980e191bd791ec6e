import { registerHooks } from 'node:module'

import type { Module } from '../../src/index.ts'
import { shopModule } from './shop.ts'

/**
 * Makes the program an installation of the shop alone, when loaded before it:
 * `node --import ./installed-shop.ts src/main.ts …`. Nothing else of the program is replaced.
 */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('/tools/index.ts')
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
})

/** In the place of `tools/index.ts`. */
export const MODULES: readonly Module[] = [shopModule().module]
