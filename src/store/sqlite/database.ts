/**
 * A compiled SQL statement. `Given` are the values it takes: one for each `?`, or a single object for `@names`.
 * `Row` is what its rows are taken for: the columns are not checked. Every method throws when SQLite refuses.
 */
export interface Statement<Given extends unknown[] = unknown[], Row = unknown> {
  /** Runs a statement that returns no rows. */
  run(...given: Given): Written
  /** The first row, or `undefined`. */
  get(...given: Given): Row | undefined
  /** All rows. */
  all(...given: Given): Row[]
  /** Makes the statement answer the first column alone, in place of rows. */
  pluck(): this
}

/** What a statement has written. */
export interface Written {
  /** How many rows. */
  changes: number
  /** The last inserted row's. */
  lastInsertRowid: number | bigint
}

/** A function that runs in a transaction: it is committed when the function returns, and undone when it throws. */
export interface Transaction<Given extends unknown[], Result> {
  /** Takes the write lock when the first write asks for it. */
  (...given: Given): Result
  /** Takes the write lock at once, so that what is read first is still true when it is written. */
  immediate(...given: Given): Result
}

/** An open SQLite database, as far as a module needs it. Synchronous: a call holds up the whole event loop. */
export interface Database {
  /** Compiles one statement. Throws when the SQL is wrong. */
  prepare<Given extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Given, Row>
  /** Makes a function run in a transaction. It may not be asynchronous. */
  transaction<Given extends unknown[], Result>(
    work: (...given: Given) => Result,
  ): Transaction<Given, Result>
  /** Runs one or several statements that take and return nothing. */
  exec(sql: string): unknown
  /** Reads or sets one of SQLite's own settings. `simple` answers the one value, in place of rows. */
  pragma(setting: string, options?: { simple?: boolean }): unknown
  /** Whether a transaction is open. SQLite ends one by itself after some errors, such as a full disk. */
  readonly inTransaction: boolean
  /** Closes the file. What is asked of the database afterwards throws. */
  close(): unknown
}
