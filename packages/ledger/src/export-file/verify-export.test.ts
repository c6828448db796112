import { createHash, generateKeyPairSync } from "node:crypto";
import { type BatchHeader, batchHeader } from "@plugboard/core/sealing";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyDatabase } from "../database/verify-database.js";
import { startLedger, textOf } from "../__fixtures__/start-ledger.js";
import { temporaryFolder } from "../__fixtures__/temporary-folder.js";
import type { FindingCode, LedgerReport } from "../verify/finding.js";
import { type ExportOptions, verifyExport } from "./verify-export.js";

async function verified(content: string | Buffer, options: ExportOptions = {}): Promise<LedgerReport> {
  const path = join(temporaryFolder(), "export.ndjson");
  writeFileSync(path, content);
  return verifyExport(path, options);
}

const codes = ({ findings }: LedgerReport): FindingCode[] => findings.map(({ code }) => code);

/** What somebody would do who has the file but not the key: everything that needs no key is made to fit. */
function withEnd(lines: readonly string[]): string {
  const body = lines.map((line) => `${line}\n`).join("");
  const sha256 = createHash("sha256").update(body).digest("hex");
  return `${body}${JSON.stringify({ kind: "end", lines: lines.length, sha256 })}\n`;
}

describe("an export of one account among others", () => {
  let text: string;
  let lines: string[];
  let key: ExportOptions["key"];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "plugboard-ledger-"));
    const ledger = await startLedger(undefined, folder);
    text = await textOf(ledger.center.ledger.export({ accountId: "acme" }));
    key = ledger.publicKey;
    await ledger.close();
    rmSync(folder, { recursive: true });
    lines = text.trimEnd().split("\n");
  });

  const lineOf = (kind: string, which = 0): number =>
    lines.flatMap((line, index) => (line.includes(`"kind":"${kind}"`) ? [index] : []))[which] ?? -1;
  const without = (...indexes: number[]): string[] => lines.slice(0, -1).filter((_, index) => !indexes.includes(index));
  const changed = (index: number, change: (line: string) => string): string[] =>
    lines.slice(0, -1).map((line, at) => (at === index ? change(line) : line));

  test("verifies, and says nothing of other accounts", async () => {
    const report = await verified(text, { key });
    expect(report).toMatchObject({ kind: "ledger", verified: true, batches: 3, transfers: 5, acts: 5, findings: [] });
    expect(report.checkpoint).toMatchObject({ isKeyKnown: true });
    expect(text).not.toContain("other");
  });

  test("another signer's key does not verify it, nor does a signature of something else", async () => {
    const { publicKey } = generateKeyPairSync("ed25519");
    expect(codes(await verified(text, { key: publicKey }))).toEqual(["SIGNATURE_INVALID", "SIGNATURE_INVALID"]);
    expect(codes(await verified(withEnd(lines.slice(0, -1)), { key }))).toEqual(["SIGNATURE_INVALID"]);
  });

  test.each([
    ["bytesOut", "transfer", (line: string) => line.replace('"bytesOut":430', '"bytesOut":431'), "bytesOut"],
    ["countries", "transfer", (line: string) => line.replace("DE", "DK"), "countries"],
    ["recipients", "transfer", (line: string) => line.replace("person-0", "person-1"), "recipients"],
    [
      "providerMessageId",
      "transfer",
      (line: string) => line.replace(/provider-(\d+)"\]/, 'provideR-$1"]'),
      "providerMessageId",
    ],
    ["actor", "act", (line: string) => line.replace("user-7", "user-8"), "time, actor or action"],
    ["details", "act", (line: string) => line.replace("2026-01", "2026-02"), "subject or details"],
  ])(
    "a changed byte of %s is found and located, though the rest of the file fits",
    async (_name, kind, change, field) => {
      const index = lineOf(kind, 1);
      const content = changed(index, change);
      expect(content[index]).not.toBe(lines[index]);
      const [finding, ...more] = (await verified(withEnd(content))).findings;
      expect(finding).toMatchObject({ code: "ENTRY_CHANGED", field, line: index + 1, log: kind });
      expect(more).toEqual([]);
    },
  );

  test("an entry with its leaf made anew does not fit its batch", async () => {
    const index = lineOf("transfer");
    const content = changed(index, (line) =>
      line.replace(/"leaf":"./, (found) => found.slice(0, -1) + (found.endsWith("0") ? "1" : "0")),
    );
    expect(codes(await verified(withEnd(content)))).toEqual(["ENTRY_CHANGED", "BATCH_CHANGED"]);
  });

  test("an entry that was taken out is named", async () => {
    const index = lineOf("transfer", 1);
    const { findings } = await verified(withEnd(without(index)));
    expect(findings).toEqual([
      expect.objectContaining({ code: "ENTRY_MISSING", log: "transfer", sequence: 3, batch: 1 }),
    ]);
  });

  test("a batch that was taken out is named", async () => {
    const from = lineOf("batch", 1);
    const to = lineOf("batch", 2);
    const { findings } = await verified(withEnd(lines.slice(0, -1).filter((_, at) => at < from || at >= to)));
    expect(findings).toEqual([
      expect.objectContaining({ code: "BATCH_MISSING", batch: 3 }),
      expect.objectContaining({ code: "CHECKPOINT_MISMATCH" }),
    ]);
  });

  test("the last batch cannot be taken out either: the checkpoint knows it", async () => {
    const from = lineOf("batch", 2);
    const content = lines.slice(0, -1).filter((_, at) => at < from || at >= lineOf("checkpoint"));
    expect(codes(await verified(withEnd(content)))).toEqual(["CHECKPOINT_MISMATCH"]);
  });

  test("entries and batches in another order are found", async () => {
    const one = lineOf("transfer");
    const entries = [...lines.slice(0, one), lines[one + 1]!, lines[one]!, ...lines.slice(one + 2, -1)];
    expect(codes(await verified(withEnd(entries)))).toEqual(["ORDER_CHANGED"]);
    const [first, second, third] = [lineOf("batch", 0), lineOf("batch", 1), lineOf("batch", 2)];
    const batches = [
      ...lines.slice(0, first),
      ...lines.slice(second, third),
      ...lines.slice(first, second),
      ...lines.slice(third, -1),
    ];
    expect(codes(await verified(withEnd(batches)))).toContain("ORDER_CHANGED");
  });

  test.each([1, 2, 5, 9])("a file cut off after %i lines is found", async (count) => {
    expect(codes(await verified(`${lines.slice(0, count).join("\n")}\n`))).toContain("TRUNCATED");
    expect(codes(await verified(lines.slice(0, count).join("\n").slice(0, -7)))).toEqual([
      "LINE_UNREADABLE",
      "TRUNCATED",
    ]);
  });

  test("a header that was changed is found by its hash; with the hash made anew, by the batch after it and the checkpoint", async () => {
    const index = lineOf("batch", 1);
    const later = (line: string): string =>
      line.replace(/"sealedAtMs":(\d+)/, (_, ms: string) => `"sealedAtMs":${Number(ms) + 1}`);
    expect(codes(await verified(withEnd(changed(index, later))))).toEqual([
      "BATCH_CHANGED",
      "BATCH_CHANGED",
      "CHECKPOINT_MISMATCH",
    ]);
    const anew = (line: string): string => {
      const header = JSON.parse(later(line)) as BatchHeader & { hash: string };
      return JSON.stringify({ ...header, hash: batchHeader.hash(header) });
    };
    const { findings } = await verified(withEnd(changed(index, anew)));
    expect(findings.map(({ code, batch }) => [code, batch])).toEqual([
      ["BATCH_CHANGED", 4],
      ["CHECKPOINT_MISMATCH", undefined],
    ]);
  });

  test("the head of the checkpoint is that of the last batch", async () => {
    const index = lineOf("checkpoint");
    const content = changed(index, (line) =>
      line.replace(/"head":"./, (found) => found.slice(0, -1) + (found.endsWith("0") ? "1" : "0")),
    );
    expect(codes(await verified(withEnd(content)))).toEqual(["CHECKPOINT_MISMATCH", "SIGNATURE_INVALID"]);
  });

  test("an entry that stands there twice is found", async () => {
    const index = lineOf("transfer");
    const twice = lines.slice(0, -1).flatMap((line, at) => (at === index ? [line, line] : [line]));
    expect(codes(await verified(withEnd(twice)))).toEqual(["ENTRY_ADDED"]);
  });

  test("lines stand where they belong, each as a host writes it", async () => {
    const checkpoint = lineOf("checkpoint");
    const at = async (content: readonly string[]): Promise<FindingCode[]> => codes(await verified(withEnd(content)));
    const body = lines.slice(0, -1);
    expect(await at(body.slice(1))).toContain("ORDER_CHANGED");
    expect(await at([body[0]!, ...body])).toContain("ORDER_CHANGED");
    expect(await at([body[0]!, '{"kind":"activation","channelId":"c1"}', ...body.slice(1)])).toEqual(["ORDER_CHANGED"]);
    expect(await at([...body, body[checkpoint]!])).toContain("ORDER_CHANGED");
    expect(await at([...body, body[lineOf("batch")]!])).toContain("ORDER_CHANGED");
    expect(await at([...body, body[lineOf("act")]!])).toEqual(["ORDER_CHANGED"]);
    expect(await at(body.slice(0, checkpoint))).toEqual(["ORDER_CHANGED"]);
    expect(await at(changed(2, (line) => line.replace(":", ": ")))).toEqual(["FILE_CHANGED"]);
    expect(
      codes(await verified(withEnd(body).replace(`"lines":${body.length}`, `"lines":${body.length + 1}`))),
    ).toEqual(["TRUNCATED"]);
    const otherHash = withEnd(body).replace(/(?<="sha256":")./, (digit) => (digit === "0" ? "1" : "0"));
    expect(codes(await verified(otherHash))).toEqual(["FILE_CHANGED"]);
  });

  test("another account's entry, and a line after the end, are found", async () => {
    const index = lineOf("transfer");
    const foreign = changed(index, (line) => line.replace('"accountId":"acme"', '"accountId":"acmf"'));
    expect(codes(await verified(withEnd(foreign)))).toEqual(["ENTRY_CHANGED", "ENTRY_ADDED"]);
    expect(codes(await verified(`${text}${lines[1] ?? ""}\n`))).toEqual(["FILE_CHANGED"]);
  });

  test("is compared with a state known from elsewhere", async () => {
    const {
      kind: _kind,
      hashes: _hashes,
      ...checkpoint
    } = JSON.parse(lines[lineOf("checkpoint")] ?? "") as {
      kind: string;
      hashes: string[];
      batches: number;
      head: string;
      tree: string;
      atMs: number;
    };
    expect(codes(await verified(text, { checkpoint }))).toEqual([]);
    expect(codes(await verified(text, { checkpoint: { ...checkpoint, tree: checkpoint.head } }))).toEqual([
      "CHECKPOINT_MISMATCH",
    ]);
    expect(codes(await verified(text, { checkpoint: { ...checkpoint, batches: checkpoint.batches + 1 } }))).toEqual([
      "TRUNCATED",
    ]);
  });
});

test("no byte of a signed export can be changed without a finding", async () => {
  const ledger = await startLedger([["acme", "other"], ["acme"]]);
  const bytes = Buffer.from(await textOf(ledger.center.ledger.export({ accountId: "acme" })));
  await ledger.close();
  const path = join(temporaryFolder(), "export.ndjson");
  const missed: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    // A bit that keeps text text, and now and then one that does not.
    bytes[at] = byte ^ (at % 5 === 0 ? 0x80 : 1 << (at % 7));
    writeFileSync(path, bytes);
    if ((await verifyExport(path, { locate: false })).verified) missed.push(at);
    bytes[at] = byte;
  }
  expect(missed).toEqual([]);
}, 120_000);

test("bits of a signature that mean nothing cannot be changed either", async () => {
  const ledger = await startLedger([["acme"]]);
  const text = await textOf(ledger.center.ledger.export({ accountId: "acme" }));
  await ledger.close();
  const bent = text.replace(
    /(.)==("\}\}\n)$/,
    (_found, last: string, end: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==${end}`,
  );
  expect(bent).not.toBe(text);
  expect(codes(await verified(bent))).toContain("LINE_UNREADABLE");
});

test("one entry with its proof is a small export", async () => {
  const ledger = await startLedger([Array.from({ length: 64 }, (_, at) => (at === 40 ? "acme" : "other"))]);
  const [entry] = await ledger.center.ledger.entries({ accountId: "acme" });
  const text = await ledger.center.ledger.proof({ accountId: "acme", log: "transfer", sequence: entry!.sequence });
  expect(await verified(text, { key: ledger.publicKey })).toMatchObject({ verified: true, transfers: 1, acts: 0 });
  // 128 leaves: seven hashes lead from one to the root.
  expect((JSON.parse(text.split("\n")[1] ?? "") as { hashes: string[] }).hashes).toHaveLength(7);
  const unknown = { accountId: "other", log: "transfer", sequence: entry!.sequence } as const;
  await expect(ledger.center.ledger.proof(unknown)).rejects.toMatchObject({ code: "LEDGER_ENTRY_UNKNOWN" });
  await ledger.close();
});

test("an entry out of which a person was taken verifies, and says so", async () => {
  const ledger = await startLedger();
  const [entry] = await ledger.center.ledger.entries({ accountId: "acme" });
  const recipient = entry?.recipients?.[0] ?? "";
  await ledger.store.commit([
    { kind: "ledger-erase", log: "transfer", accountId: "acme", sequence: entry!.sequence, recipient },
  ]);
  const text = await textOf(ledger.center.ledger.export({ accountId: "acme" }));
  expect(text).not.toContain(recipient);
  expect(await verified(text)).toMatchObject({ verified: true, erased: 1, transfers: 5 });
  await ledger.close();
});

test("an account without entries, and a period without any, export and verify", async () => {
  const ledger = await startLedger();
  for (const query of [{ accountId: "nobody" }, { accountId: "acme", toMs: 1 }])
    expect(await verified(await textOf(ledger.center.ledger.export(query)))).toMatchObject({
      verified: true,
      transfers: 0,
    });
  await ledger.close();
});

test.each<[string, () => unknown]>([
  ["text", () => "-----BEGIN PUBLIC KEY-----"],
  ["a private key", () => generateKeyPairSync("ed25519").privateKey],
  ["a key of another kind", () => generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey],
  ["nothing", () => null],
])("a key that is %s is refused, and the file not called changed", async (_what, key) => {
  const wrong = Object.assign<ExportOptions, object>({}, { key: key() });
  await expect(verified("", wrong)).rejects.toMatchObject({ code: "OPTION_INVALID" });
  expect(() => verifyDatabase("/nowhere", wrong)).toThrow(/^OPTION_INVALID/);
});
