/** The tables of `reservations.db`. Repeatable: it runs on every start. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS reservations (
    id           INTEGER PRIMARY KEY,
    number       INTEGER NOT NULL UNIQUE,
    date         TEXT    NOT NULL,
    time         TEXT    NOT NULL,
    start_ms     INTEGER NOT NULL,
    end_ms       INTEGER NOT NULL CHECK (end_ms > start_ms),
    party_size   INTEGER NOT NULL CHECK (party_size > 0),
    name         TEXT    NOT NULL,
    phone        TEXT    NOT NULL,
    notes        TEXT    NOT NULL,
    status       TEXT    NOT NULL DEFAULT 'booked' CHECK (status IN ('booked', 'cancelled')),
    conversation TEXT,
    demo         INTEGER NOT NULL CHECK (demo IN (0, 1))
  ) STRICT;

  CREATE INDEX IF NOT EXISTS reservations_by_end ON reservations (end_ms) WHERE status = 'booked';
  CREATE INDEX IF NOT EXISTS reservations_by_phone ON reservations (phone, start_ms);
  CREATE INDEX IF NOT EXISTS reservations_by_conversation ON reservations (conversation);

  CREATE INDEX IF NOT EXISTS reservations_by_date ON reservations (date) WHERE status = 'booked';

  -- What was asked for. A table of its own, so that a database made before it opens as it is.
  CREATE TABLE IF NOT EXISTS bookings (
    reservation_id    INTEGER PRIMARY KEY REFERENCES reservations (id) ON DELETE CASCADE,
    booked_date       TEXT    NOT NULL,
    booked_time       TEXT    NOT NULL,
    booked_party_size INTEGER NOT NULL
  ) STRICT;

  -- Which operation made or changed what, so that a run that is sent again does nothing.
  CREATE TABLE IF NOT EXISTS operations (
    key            TEXT    PRIMARY KEY,
    reservation_id INTEGER NOT NULL REFERENCES reservations (id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS operations_by_reservation ON operations (reservation_id);

  CREATE TABLE IF NOT EXISTS holds (
    reservation_id INTEGER NOT NULL REFERENCES reservations (id) ON DELETE CASCADE,
    table_id       TEXT    NOT NULL,
    PRIMARY KEY (reservation_id, table_id)
  ) STRICT, WITHOUT ROWID;

  -- Days that were closed since the restaurant was configured. Without a day to move to, its reservations are cancelled.
  CREATE TABLE IF NOT EXISTS closures (
    date         TEXT    PRIMARY KEY,
    reason       TEXT    NOT NULL,
    moved_to     TEXT,
    client       TEXT    NOT NULL,
    operation    TEXT    UNIQUE,
    closed_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Whom that met, as it was then, so that a run that is sent again has the same answer.
  CREATE TABLE IF NOT EXISTS closed_visits (
    date           TEXT    NOT NULL REFERENCES closures (date) ON DELETE CASCADE,
    reservation_id INTEGER NOT NULL REFERENCES reservations (id) ON DELETE CASCADE,
    time           TEXT    NOT NULL,
    party_size     INTEGER NOT NULL,
    PRIMARY KEY (date, reservation_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS closed_visits_by_reservation ON closed_visits (reservation_id);
`
