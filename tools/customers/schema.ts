/** `plain_name` is as `plainName` makes it, `postcode` as `plainPostcode` does, `phone` in E.164, `birth_date` as YYYY-MM-DD. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS customers (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    plain_name TEXT NOT NULL,
    phone      TEXT NOT NULL,
    email      TEXT NOT NULL COLLATE NOCASE,
    postcode   TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    demo       INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS customers_by_phone ON customers (phone);
  CREATE INDEX IF NOT EXISTS customers_by_email ON customers (email);
`
