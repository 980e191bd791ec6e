/**
 * The ledger: one table, so that one chain covers every row, and a view for each kind, in the words of an auditor.
 * `body` is JSON in the shapes of `kernel/ledger.ts`. Rows are only ever added.
 */
export const LEDGER_SCHEMA = `
  CREATE TABLE IF NOT EXISTS ledger (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    kind TEXT    NOT NULL,
    run  TEXT,
    call TEXT,
    body TEXT    NOT NULL,
    hash BLOB    NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ledger_by_run ON ledger (run, seq) WHERE run IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ledger_by_call ON ledger (call, seq) WHERE call IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ledger_of_tickets ON ledger (seq) WHERE kind = 'ticket';
  CREATE INDEX IF NOT EXISTS ledger_of_changes ON ledger (seq) WHERE kind = 'change';

  CREATE TABLE IF NOT EXISTS checkpoints (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    key       TEXT    NOT NULL,
    signature BLOB    NOT NULL
  ) STRICT;

  CREATE VIEW IF NOT EXISTS runs AS
    SELECT seq, at, run AS conversation, body ->> 'client' AS client, body ->> 'user' AS user,
           body ->> 'profile' AS profile
      FROM ledger WHERE kind = 'run';
  CREATE VIEW IF NOT EXISTS calls AS
    SELECT seq, at, run AS conversation, call, body ->> 'client' AS client, body ->> 'user' AS user,
           body ->> 'tool' AS tool, body ->> 'toolDigest' AS tool_digest,
           body ->> 'policyVersion' AS policy_version, body ->> 'tier' AS tier,
           body ->> 'argumentsHash' AS arguments_hash, body -> 'arguments' AS arguments
      FROM ledger WHERE kind = 'call';
  CREATE VIEW IF NOT EXISTS decisions AS
    SELECT seq, at, run AS conversation, call, body ->> '$.decision.verdict' AS verdict,
           body ->> '$.decision.rule' AS rule, body ->> '$.decision.gate' AS gate,
           body ->> '$.decision.proof' AS proof, body ->> '$.decision.clearance' AS clearance,
           body ->> '$.decision.grant' AS granted_by
      FROM ledger WHERE kind = 'call';
  CREATE VIEW IF NOT EXISTS results AS
    SELECT seq, at, run AS conversation, call, body ->> 'outcome' AS outcome,
           body ->> 'resultHash' AS result_hash, body ->> 'latencyMs' AS latency_ms
      FROM ledger WHERE kind = 'result'
    UNION ALL
    SELECT seq, at, run, call, body ->> '$.result.outcome', body ->> '$.result.resultHash',
           body ->> '$.result.latencyMs'
      FROM ledger WHERE kind = 'call' AND body ->> '$.result.outcome' IS NOT NULL;
  CREATE VIEW IF NOT EXISTS grants_given AS
    SELECT seq, at, run AS conversation, call, body ->> 'grantKind' AS kind,
           body ->> 'subject' AS subject, body ->> 'expiresAtMs' AS expires_at
      FROM ledger WHERE kind = 'grant';
  CREATE VIEW IF NOT EXISTS confirmations AS
    SELECT seq, at, run AS conversation, call, body ->> 'id' AS clearance, body ->> 'event' AS event,
           body ->> 'kind' AS kind, body ->> 'tool' AS tool, body ->> 'why' AS why
      FROM ledger WHERE kind = 'clearance';
  CREATE VIEW IF NOT EXISTS operation_events AS
    SELECT seq, at, run AS conversation, call, body ->> 'tool' AS tool, body ->> 'event' AS event,
           body ->> 'as' AS as_what, body ->> 'by' AS by_whom, body ->> 'note' AS note
      FROM ledger WHERE kind = 'operation';
  CREATE VIEW IF NOT EXISTS ticket_events AS
    SELECT seq, at, run AS conversation, call, body ->> 'number' AS number, body ->> 'event' AS event,
           body ->> 'client' AS client, body ->> 'tool' AS tool, body ->> 'by' AS by_whom,
           body ->> 'from' AS from_where, body ->> 'shown' AS shown, body ->> 'why' AS why
      FROM ledger WHERE kind = 'ticket';
  CREATE VIEW IF NOT EXISTS compensations AS
    SELECT seq, at, run AS conversation, call, body ->> 'tool' AS tool, body ->> 'step' AS step,
           body ->> 'outcome' AS outcome
      FROM ledger WHERE kind = 'compensation';
  CREATE VIEW IF NOT EXISTS changes AS
    SELECT seq, at, body ->> 'what' AS what, body ->> 'from' AS from_value, body ->> 'to' AS to_value,
           body ->> 'by' AS by_whom, body ->> 'note' AS note
      FROM ledger WHERE kind = 'change';
`
