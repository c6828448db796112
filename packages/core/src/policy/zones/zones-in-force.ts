import type { AdequacyDecision, ZoneTable } from "./zone-table.js";

/** A zone table on one day. */
export interface ZonesInForce {
  readonly eea: ReadonlySet<string>;
  readonly adequacy: ReadonlyMap<string, AdequacyDecision>;
}

/** @param atMs - milliseconds since the epoch; a decision counts from the day it was adopted through its last day. */
export function zonesInForce(table: ZoneTable, atMs: number): ZonesInForce {
  const today = new Date(atMs).toISOString().slice(0, 10);
  const adequacy = table.adequacy.filter(({ adopted, until }) => adopted <= today && (until ?? today) >= today);
  return {
    eea: new Set(table.eea.countries),
    adequacy: new Map(adequacy.map((decision) => [decision.country, decision])),
  };
}
