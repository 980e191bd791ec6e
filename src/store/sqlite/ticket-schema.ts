/** Tickets and what operators said of them. Numbers are never given twice; the first is 101. */
export const TICKET_SCHEMA = `
  CREATE TABLE IF NOT EXISTS tickets (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE,
    client       TEXT    NOT NULL,
    conversation TEXT,
    tool         TEXT    NOT NULL,
    request      TEXT    NOT NULL,
    binding      TEXT    NOT NULL,
    on_approval  TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    asked_at     INTEGER NOT NULL,
    approve_by   INTEGER NOT NULL,
    execute_by   INTEGER,
    ended_at     INTEGER,
    facts        TEXT    NOT NULL
  ) STRICT;
  INSERT INTO sqlite_sequence (name, seq)
    SELECT 'tickets', 100 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'tickets');
  CREATE INDEX IF NOT EXISTS tickets_by_request ON tickets (request, number);
  CREATE INDEX IF NOT EXISTS tickets_by_state ON tickets (state, number);
  CREATE INDEX IF NOT EXISTS tickets_by_place ON tickets (client, conversation, number);

  CREATE TABLE IF NOT EXISTS ticket_decisions (
    ticket   INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    verdict  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    facts    TEXT    NOT NULL,
    PRIMARY KEY (ticket, operator)
  ) STRICT, WITHOUT ROWID;
`
