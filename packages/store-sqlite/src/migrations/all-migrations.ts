import { firstTables } from "./0001-first-tables.js";
import { inboundByChannel } from "./0002-inbound-by-channel.js";
import type { Migration } from "./migration.js";

/** In order; the last one's version is the schema this package knows. */
export const ALL_MIGRATIONS: readonly Migration[] = [firstTables, inboundByChannel];
