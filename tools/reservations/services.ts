import { join } from 'node:path'

import { openDatabase, type Database, type ModuleHost } from '../../src/index.ts'
import type { RestaurantConfig } from './config.ts'
import { keepDemoFresh, removeDemo } from './demo.ts'
import { createDesk } from './desk.ts'
import { createGuessLimit } from './guess-limit.ts'
import { lentDesk } from './lent-desk.ts'
import { reservationsDesk } from './offers.ts'
import type { Premises } from './premises.ts'
import { viewOf } from './reservation.ts'
import { restaurantFrom } from './restaurant.ts'
import { SCHEMA } from './schema.ts'
import { createStore } from './store.ts'
import type { Services } from './tool.ts'

const OWNER = 'restaurant'

/** Opens the database and puts the desk on it. */
export function openServices(config: RestaurantConfig, host: ModuleHost): Services {
  const database = openDatabase(join(host.dataDir, 'reservations.db'), SCHEMA)
  try {
    const services = servicesOver(database, config, host)
    host.lend(reservationsDesk, lentDesk(services))
    return services
  } catch (error) {
    database.close()
    throw error
  }
}

function servicesOver(database: Database, config: RestaurantConfig, host: ModuleHost): Services {
  const { clock, randomInt, speech, attempts } = host
  const restaurant = restaurantFrom(config)
  const premises = { restaurant, store: createStore(database), now: () => clock.now(), randomInt }
  claim(premises)
  return Object.freeze<Services>({
    desk: createDesk(opener(premises, config.demoData)),
    restaurant,
    speech,
    limit: createGuessLimit(attempts),
    view: (reservation) => viewOf(reservation, clock.now()),
    isAlive: () => answers(database),
    close: () => void database.close(),
  })
}

/** Two restaurants in one file would take each other's tables, so the first one owns it. */
function claim({ restaurant, store }: Premises): void {
  store.atomically(() => {
    const owner = store.fact(OWNER) ?? restaurant.id
    if (owner !== restaurant.id)
      throw new Error(`This database belongs to the restaurant "${owner}", not "${restaurant.id}".`)
    store.setFact(OWNER, owner)
  })
}

function opener(premises: Premises, demo: boolean): () => Premises {
  if (!demo) {
    removeDemo(premises)
    return () => premises
  }
  const fresh = keepDemoFresh(premises)
  fresh()
  return fresh
}

function answers(database: Database): boolean {
  try {
    return database.prepare('SELECT 1').get() !== undefined
  } catch {
    return false
  }
}
