import type { Migration } from "./migration.js";

/**
 * What a message costs is the values that are bound, the rows that are written and the pages they are on. So a column is only what an index
 * or a statement needs by itself; the rest of a record is one text (see codec/). And nothing is indexed that most messages never need:
 * - `messages` and `message_blobs` are written once. A message as it was accepted has no row in `message_states`: it is *fresh*, which means
 *   ready to be dispatched. Most get their one row when they are done. Which are fresh the worker has in memory; at a start it finds
 *   them above the mark `fresh-from`, and those that stay get a row, so that there are never many.
 * - Sequences and ids rise with time, so their indexes grow at the end. No index leads with the account: at 100,000 accounts each insert
 *   would touch a page of its own. Reads by account walk the table in slices instead.
 * - What waits is in partial indexes, so they stay small however many rows are finished: `queue` is 1 ready, 2 deferred, 3 held, NULL none;
 *   `waiting` is 1 recorded, 2 parked, NULL done.
 * - Text that comes packed (see `PackedRows`) is cut out of a blob and kept as one, in UTF-8: turning it into SQLite's text would cost more
 *   than inserting it.
 */
export const firstTables: Migration = {
  version: 1,
  sql: `
CREATE TABLE messages (
  sequence INTEGER PRIMARY KEY,
  message_id BLOB NOT NULL,
  head BLOB NOT NULL,
  owner_key BLOB,
  payload BLOB NOT NULL
);
CREATE UNIQUE INDEX messages_by_id ON messages (message_id);
CREATE UNIQUE INDEX messages_by_key ON messages (owner_key) WHERE owner_key IS NOT NULL;

CREATE TABLE message_states (
  sequence INTEGER PRIMARY KEY,
  status BLOB,
  provider_message_id BLOB,
  code TEXT,
  queue INTEGER,
  channel_id TEXT,
  due_at_ms INTEGER
);
CREATE INDEX message_states_queued ON message_states (queue, channel_id) WHERE queue IS NOT NULL;
CREATE INDEX message_states_deferred ON message_states (due_at_ms) WHERE queue = 2;
CREATE INDEX message_states_by_provider_id ON message_states (provider_message_id)
  WHERE provider_message_id IS NOT NULL;

CREATE TABLE message_blobs (
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (sequence, position)
);

CREATE TABLE ledger (sequence INTEGER PRIMARY KEY, message_id BLOB NOT NULL, entry BLOB NOT NULL);
CREATE INDEX ledger_by_message ON ledger (message_id);

CREATE TABLE audit (sequence INTEGER PRIMARY KEY, account_id BLOB NOT NULL, entry BLOB NOT NULL);
CREATE INDEX audit_by_account ON audit (account_id);

CREATE TABLE inbound (
  sequence INTEGER PRIMARY KEY,
  raw_id BLOB NOT NULL,
  channel_id BLOB NOT NULL,
  deduplication_key BLOB NOT NULL,
  head BLOB NOT NULL,
  waiting INTEGER,
  progress TEXT,
  code TEXT,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX inbound_by_id ON inbound (raw_id);
CREATE UNIQUE INDEX inbound_by_key ON inbound (deduplication_key, channel_id);
CREATE INDEX inbound_waiting ON inbound (waiting, channel_id) WHERE waiting IS NOT NULL;

CREATE TABLE documents (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;
CREATE INDEX documents_by_account ON documents (collection, account_id, id);

CREATE TABLE marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO marks VALUES ('fresh-from', 0), ('overwrites', 0);
`,
};
