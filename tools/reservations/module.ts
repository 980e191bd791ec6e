import { defineModule } from '../../src/index.ts'
import { book } from './book.ts'
import { cancel } from './cancel.ts'
import { change } from './change.ts'
import { check } from './check.ts'
import { restaurantConfig } from './config.ts'
import { findAlternatives } from './find-alternatives.ts'
import { lookUp } from './look-up.ts'
import { reservationsDesk } from './offers.ts'
import { openServices } from './services.ts'

export default defineModule({
  id: 'reservations',
  title: 'Restaurant reservations',
  version: '2.0.0',
  config: restaurantConfig,
  lends: [reservationsDesk],
  setup: openServices,
  health: ({ isAlive }) =>
    isAlive() ? { ok: true } : { ok: false, why: 'The reservations database does not answer.' },
  dispose: ({ close }) => close(),
  tools: [check, findAlternatives, lookUp, book, change, cancel],
})
