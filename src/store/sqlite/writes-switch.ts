import type { Database } from './database.ts'

/** The kill switch, as all processes see it. */
export function writesSwitch(database: Database) {
  const stopped = database.prepare<[]>(
    `SELECT 1 FROM switches WHERE name = 'writes' AND value = 'stopped'`,
  )
  const put = database.prepare<[string]>(
    `INSERT INTO switches (name, value) VALUES ('writes', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  )
  return Object.freeze({
    isStopped: (): boolean => stopped.get() !== undefined,
    set: (isStopped: boolean): void => void put.run(isStopped ? 'stopped' : 'running'),
  })
}
