import { LEDGER_SCHEMA } from './ledger-schema.ts'
import { TICKET_SCHEMA } from './ticket-schema.ts'

/** Everything that one call changes together, hence in one database. */
export const JOURNAL_SCHEMA = `
  ${LEDGER_SCHEMA}
  ${TICKET_SCHEMA}
  CREATE TABLE IF NOT EXISTS operations (
    scope         TEXT    NOT NULL,
    key           TEXT    NOT NULL,
    fingerprint   TEXT    NOT NULL,
    made_by       TEXT    NOT NULL,
    call          TEXT    NOT NULL,
    run           TEXT,
    tool          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    operation_key TEXT    NOT NULL,
    resumes       INTEGER NOT NULL,
    lease_until   INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    clearance     TEXT,
    end           TEXT,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS operations_at_work ON operations (lease_until)
    WHERE state = 'claimed' OR state = 'committed';

  CREATE INDEX IF NOT EXISTS operations_by_run ON operations (run) WHERE run IS NOT NULL;
  CREATE INDEX IF NOT EXISTS operations_by_clearance ON operations (clearance) WHERE clearance IS NOT NULL;

  CREATE TABLE IF NOT EXISTS clearances (
    id           TEXT    PRIMARY KEY,
    kind         TEXT    NOT NULL,
    client       TEXT    NOT NULL,
    user         TEXT,
    conversation TEXT,
    tool         TEXT    NOT NULL,
    binding      TEXT    NOT NULL,
    code_hash    TEXT    NOT NULL,
    issued_at    INTEGER NOT NULL,
    ripe_at      INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    tries_left   INTEGER NOT NULL,
    state        TEXT    NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS clearances_by_place ON clearances (client, tool, conversation, issued_at);

  CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`
