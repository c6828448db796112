import { SampleRecords } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { encodeGroup } from "../codec/encode-group.js";
import { loadDriver } from "../database/load-driver.js";
import { ALL_MIGRATIONS } from "../migrations/all-migrations.js";
import { FreshMessages } from "./fresh-messages.js";
import { GroupWriter } from "./group-writer.js";
import { loadInboundKeys } from "./inbound-keys/load-inbound-keys.js";
import { Transactions } from "./transactions.js";

test("after a group that was taken back the next seal follows the one that was kept", async () => {
  const database = (await loadDriver(undefined)).openDatabase(":memory:");
  for (const { sql } of ALL_MIGRATIONS) database.exec(sql);
  const inboundKeys = loadInboundKeys(database, new Transactions(database));
  const writer = new GroupWriter(database, new FreshMessages(0), inboundKeys);
  const samples = new SampleRecords();
  const apply = (end: "COMMIT" | "ROLLBACK"): void => {
    database.exec("BEGIN");
    writer.apply(encodeGroup([{ kind: "ledger-insert", entry: samples.ledgerEntry() }]));
    database.exec(end);
    if (end === "ROLLBACK") writer.takeBack();
  };
  apply("COMMIT");
  apply("ROLLBACK");
  apply("COMMIT");
  apply("COMMIT");
  const seals = database.prepare("SELECT number, first_transfer AS first, transfers FROM ledger_seals").all();
  expect(seals).toEqual([1, 2, 3].map((number) => ({ number, first: number, transfers: 1 })));
});
