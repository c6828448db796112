import type { Migration } from "./migration.js";

/** Deliveries that wait, by channel: each channel is read on its own, so that one with a long backlog holds up no other. */
export const inboundByChannel: Migration = {
  version: 2,
  sql: "CREATE INDEX inbound_waiting_by_channel ON inbound (waiting, channel_id) WHERE waiting IS NOT NULL;",
};
