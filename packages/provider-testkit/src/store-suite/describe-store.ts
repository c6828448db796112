import { describe } from "vitest";
import { documentSuite } from "./document-suite.js";
import { erasureSuite } from "./erasure-suite.js";
import { groupSuite } from "./group-suite.js";
import { inboundSuite } from "./inbound-suite.js";
import { ledgerSuite } from "./ledger-suite.js";
import { lifeSuite } from "./life-suite.js";
import { messageSuite } from "./message-suite.js";
import { queueSuite } from "./queue-suite.js";
import { sealSuite } from "./seal-suite.js";
import { StoreFixture } from "./store-fixture.js";
import type { StoreUnderTest } from "./store-under-test.js";

/**
 * Defines the tests every `Store` passes: each kind of write, each read, paging, order, atomicity, conflicts, isolation between accounts,
 * life cycle and, where `reopen` is given, durability. Call it at the top level of a vitest file.
 * @param name - heads the tests.
 * @param create - called once per test; each call gives a store with an empty place of its own.
 */
export function describeStore(name: string, create: () => StoreUnderTest | Promise<StoreUnderTest>): void {
  const fixture = new StoreFixture(create);
  describe(name, () => {
    describe("groups", () => groupSuite(fixture));
    describe("messages", () => messageSuite(fixture));
    describe("queues", () => queueSuite(fixture));
    describe("ledger and audit", () => ledgerSuite(fixture));
    describe("seals", () => sealSuite(fixture));
    describe("inbound", () => inboundSuite(fixture));
    describe("documents", () => documentSuite(fixture));
    describe("erasure", () => erasureSuite(fixture));
    describe("life", () => lifeSuite(fixture));
  });
}
