import { expect, test } from "vitest";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { memoryStore } from "../ports/memory/index.js";
import type { StoreWrite } from "../ports/store.js";
import { batchHeader } from "../sealing/batch-header.js";
import { merkleRoot } from "../sealing/merkle-root.js";

const ann = { kind: "phone", value: "+4930123456" } as const;

async function linesOf(lines: AsyncIterable<string>): Promise<Record<string, unknown>[]> {
  const read: Record<string, unknown>[] = [];
  for await (const line of lines) read.push(JSON.parse(line) as Record<string, unknown>);
  return read;
}

test("a receipt knows its recipient by a reference of the account, and by nothing else", async () => {
  const center = await startHost({ providers: [scriptedProvider().provider] });
  await activate(center);
  const messageId = idOf(await center.send(text("hello")));
  await center.messages.settled("acme", messageId);
  const [entry] = await center.ledger.entries({ accountId: "acme", recipient: ann });
  expect(entry).toMatchObject({ messageId, isErased: false, recipients: [expect.stringMatching(/^[\w-]{22}$/)] });
  expect(await center.ledger.entries({ accountId: "acme", recipient: { ...ann, value: "+4930123457" } })).toEqual([]);
  expect(await center.ledger.entries({ accountId: "other", recipient: ann })).toEqual([]);
});

test("an export ends in a checkpoint over all batches, not signed without a signer", async () => {
  const center = await startHost({ providers: [scriptedProvider().provider] });
  await activate(center);
  await center.messages.settled("acme", idOf(await center.send(text("hello"))));
  const lines = await linesOf(center.ledger.export({ accountId: "acme" }));
  const hashes = lines.flatMap((line) => (line["kind"] === "batch" ? [batchHeader.hash(line as never)] : []));
  const checkpoint = lines.find(({ kind }) => kind === "checkpoint");
  expect(checkpoint).toMatchObject({ batches: hashes.length, head: hashes.at(-1), tree: merkleRoot(hashes) });
  expect(checkpoint).not.toHaveProperty("signature");
  expect(await center.ledger.checkpoint()).toMatchObject({ batches: hashes.length, tree: merkleRoot(hashes) });
});

test("a signer that fails signs nothing: SIGNER_FAILED, with its error as the cause", async () => {
  const cause = new Error("the vault is closed");
  const ledgerSigner = { publicKey: "", sign: () => Promise.reject(cause) };
  const center = await startHost({ ledgerSigner });
  await expect(center.ledger.checkpoint()).rejects.toMatchObject({ code: "SIGNER_FAILED", cause });
  await expect(linesOf(center.ledger.export({ accountId: "acme" }))).rejects.toMatchObject({ code: "SIGNER_FAILED" });
});

test.each([
  ["entries", (center: Awaited<ReturnType<typeof startHost>>) => center.ledger.entries({ accountId: "" })],
  ["export", async (center: Awaited<ReturnType<typeof startHost>>) => linesOf(center.ledger.export({ accountId: "" }))],
  [
    "evidence",
    async (center: Awaited<ReturnType<typeof startHost>>) =>
      linesOf(center.ledger.evidence({ accountId: "", address: ann })),
  ],
  [
    "proof",
    (center: Awaited<ReturnType<typeof startHost>>) => center.ledger.proof({ accountId: "", log: "act", sequence: 1 }),
  ],
])("%s belongs to an account", async (_name, call) => {
  await expect(call(await startHost())).rejects.toMatchObject({ code: "OPTION_INVALID" });
});

test("of a batch that two accounts share, an export shows one's entries and hashes of the other's", async () => {
  const store = memoryStore();
  const center = await startHost({ store });
  const act = { atMs: 1, actor: "ann", action: "channel-activated", details: "{}" };
  const transfer = {
    ...{ transferId: "trf_1", messageId: "msg_1", channelId: "c1", providerId: "p", operation: "send", attempt: 1 },
    ...{
      openedAtMs: 1,
      closedAtMs: 2,
      outcome: "received" as const,
      code: undefined,
      categories: "[]",
      countries: "{}",
    },
    ...{ bytesOut: 1, contentHash: "", providerMessageId: undefined, providerReceivedAtMs: undefined },
  } as const;
  await store.commit(
    ["acme", "other"].flatMap((accountId): StoreWrite[] => [
      { kind: "audit-insert" as const, entry: { ...act, accountId, subject: `channel-of-${accountId}` } },
      { kind: "ledger-insert" as const, entry: { ...transfer, accountId } },
    ]),
  );
  const lines = await linesOf(center.ledger.export({ accountId: "acme" }));
  expect(JSON.stringify(lines)).not.toContain("other");
  expect(lines.find(({ kind }) => kind === "batch")).toMatchObject({
    shown: [0, 2],
    hashes: [expect.any(String), expect.any(String)],
  });
});
