import { expect, it } from 'vitest'

import { shopModule } from '../support/shop.ts'
import { SHOP_CONFIG, startApp } from '../support/start-app.ts'

it('a module whose version is none keeps the server from starting', async () => {
  const { module } = shopModule()
  await expect(startApp(SHOP_CONFIG, [{ ...module, version: '1.0' }])).rejects.toMatchObject({
    list: ['shop: the module\'s version "1.0" is not a semantic version; write one such as 1.0.0.'],
  })
})
