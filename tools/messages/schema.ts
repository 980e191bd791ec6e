/** The tables of `messages.db`. Repeatable: it runs on every start. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS messages (
    number        INTEGER PRIMARY KEY,
    client        TEXT    NOT NULL,
    conversation  TEXT    NOT NULL,
    recipient     TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    text          TEXT    NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'draft'
                  CHECK (state IN ('draft', 'sending', 'sent', 'failed', 'in_doubt')),
    operation_key TEXT,
    drafted_ms    INTEGER NOT NULL,
    changed_ms    INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX IF NOT EXISTS messages_by_change ON messages (changed_ms);

  -- What was drafted is what is sent, whatever code comes to be written around it.
  CREATE TRIGGER IF NOT EXISTS messages_are_not_edited
  BEFORE UPDATE OF number, client, conversation, recipient, subject, text ON messages
  BEGIN SELECT raise(ABORT, 'A message cannot be edited.'); END;
`
