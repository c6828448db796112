import type { Migration } from "./migration.js";

/**
 * The cost of a message is the cost of its pages, so the tables are shaped by what is written when:
 * - `messages` is narrow and changed once or twice; `message_contents` is written once and never touched again. Its `content` is a first
 *   line "contentHash expiresAtMs numberOfBlobs" and then the payload as it was handed over.
 * - Sequences and ids rise with time, so their indexes grow at the end. No index leads with the account: at 100,000 accounts each
 *   insert would touch a page of its own. Reads by account walk the narrow rows in slices instead.
 * - What waits is in partial indexes, so they stay small however many rows are finished: `queue` is 1 ready, 2 deferred, 3 held, NULL none;
 *   `waiting` is 1 recorded, 2 parked, NULL done.
 * - `entry` of `ledger` and `audit` is a JSON array, see codec/entry-texts.ts.
 */
export const firstTables: Migration = {
  version: 1,
  sql: `
CREATE TABLE messages (
  sequence INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  idempotency_key TEXT,
  accepted_at_ms INTEGER NOT NULL,
  queue INTEGER,
  due_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state_at_ms INTEGER NOT NULL,
  provider_message_id TEXT,
  code TEXT
);
CREATE UNIQUE INDEX messages_by_id ON messages (message_id);
CREATE UNIQUE INDEX messages_by_key ON messages (idempotency_key, account_id) WHERE idempotency_key IS NOT NULL;
CREATE INDEX messages_by_provider_id ON messages (provider_message_id, channel_id) WHERE provider_message_id IS NOT NULL;
CREATE INDEX messages_queued ON messages (queue, channel_id) WHERE queue IS NOT NULL;
CREATE INDEX messages_deferred ON messages (due_at_ms) WHERE queue = 2;

CREATE TABLE message_contents (sequence INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE message_blobs (
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (sequence, position)
);

CREATE TABLE ledger (
  sequence INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  entry TEXT NOT NULL
);
CREATE INDEX ledger_by_message ON ledger (message_id);

CREATE TABLE audit (sequence INTEGER PRIMARY KEY, account_id TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX audit_by_account ON audit (account_id);

CREATE TABLE inbound (
  sequence INTEGER PRIMARY KEY,
  raw_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  source TEXT NOT NULL,
  deduplication_key TEXT NOT NULL,
  content_type TEXT NOT NULL,
  attributes TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL,
  waiting INTEGER,
  attempt INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  finished TEXT NOT NULL,
  code TEXT,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX inbound_by_id ON inbound (raw_id);
CREATE UNIQUE INDEX inbound_by_key ON inbound (deduplication_key, channel_id);
CREATE INDEX inbound_waiting ON inbound (waiting) WHERE waiting IS NOT NULL;

CREATE TABLE documents (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;
CREATE INDEX documents_by_account ON documents (collection, account_id, id);

CREATE TABLE overwrites (id INTEGER PRIMARY KEY CHECK (id = 1), times INTEGER NOT NULL);
INSERT INTO overwrites VALUES (1, 0);
`,
};
