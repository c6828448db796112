import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { act, startHost } from "./__fixtures__/start-host.js";
import { startLedger, textOf } from "./__fixtures__/start-ledger.js";
import { verifyDatabase } from "./database/verify-database.js";
import { type ExportOptions, verifyExport } from "./export-file/verify-export.js";
import type { LedgerReport } from "./verify/finding.js";

const ann = { kind: "phone", value: "+4930123456" } as const;
const bob = { kind: "phone", value: "+4930654321" } as const;

async function story() {
  const host = await startHost();
  const { center, send } = host;
  const consent = { accountId: "acme", purposes: ["offers"], wording: "Yes, write to me.", method: "form" as const };
  const given = { givenAt: "2026-01-01T00:00:00Z", source: "https://acme.example/form", act };
  await center.consents.give({ ...consent, ...given, address: ann });
  await center.consents.give({ ...consent, ...given, address: bob });
  const legalBasis = { basis: "consent", purpose: "offers" } as const;
  const messageId = await send(ann.value, { legalBasis });
  await send(bob.value, { legalBasis });
  await center.consents.withdraw({ accountId: "acme", address: ann, act });
  await center.suppressions.add({ accountId: "acme", address: ann, reason: "objection", act });
  const verified = async (text: string, options: ExportOptions = {}): Promise<LedgerReport> => {
    const path = join(host.folder, "evidence.ndjson");
    writeFileSync(path, text);
    return verifyExport(path, options);
  };
  return { ...host, messageId, verified };
}

/** The file as somebody without the key would make it fit again. */
function withEnd(lines: readonly string[]): string {
  const body = lines.map((line) => `${line}\n`).join("");
  const sha256 = createHash("sha256").update(body).digest("hex");
  return `${body}${JSON.stringify({ kind: "end", lines: lines.length, sha256 })}\n`;
}

test("transfers are found by recipient, which is nowhere in plain", async () => {
  const { center, messageId } = await story();
  const found = await center.ledger.entries({ accountId: "acme", recipient: ann });
  expect(found.map((entry) => entry.messageId)).toEqual([messageId]);
  expect(await center.ledger.entries({ accountId: "other", recipient: ann })).toEqual([]);
  expect(JSON.stringify(found)).not.toContain("4930123456");
});

test("the evidence for one person verifies: consent, withdrawal, suppression, activation, transfers, and nothing of others", async () => {
  const { center, publicKey, verified, path, close } = await story();
  const text = await textOf(center.ledger.evidence({ accountId: "acme", address: ann }));
  const report = await verified(text, { key: publicKey });
  expect(report).toMatchObject({
    kind: "evidence",
    verified: true,
    transfers: 1,
    evidence: { consent: 1, suppression: 1, activation: 1 },
    findings: [],
  });
  expect(report.acts).toBeGreaterThanOrEqual(4);
  expect(text).not.toContain(bob.value);
  expect(text).not.toContain("127.0.0.1");
  await close();
  expect(verifyDatabase(path)).toMatchObject({ verified: true });
});

test("the period limits the transfers, never the consents they may rest on", async () => {
  const { center, verified } = await story();
  const text = await textOf(center.ledger.evidence({ accountId: "acme", address: ann, toMs: 1 }));
  expect(await verified(text)).toMatchObject({
    verified: true,
    transfers: 0,
    evidence: { consent: 1, suppression: 1 },
  });
});

test.each([
  [
    "a consent in other words",
    (line: string) =>
      line.replace(/"wordingHash":"./, '"wordingHash":"_'.replace("_", line.includes('"wordingHash":"0') ? "1" : "0")),
  ],
  ["a consent for another purpose", (line: string) => line.replace('["offers"]', '["loans"]')],
  ["a consent that was never given", (line: string) => line.replace(/"consentId":"[^"]+"/, '"consentId":"con_forged"')],
  ["a consent from another day", (line: string) => line.replace('"givenAt":"2026-01-01', '"givenAt":"2025-01-01')],
  ["a consent from another source", (line: string) => line.replace("acme.example/form", "acme.example/shop")],
  [
    "a consent whose withdrawal was taken out",
    (line: string) => line.replace(/"withdrawn":\[\{.*\}\]/, '"withdrawn":[]'),
  ],
])("%s is found, though the file fits", async (_what, change) => {
  const { center, verified } = await story();
  const lines = (await textOf(center.ledger.evidence({ accountId: "acme", address: ann }))).trimEnd().split("\n");
  const index = lines.findIndex((line) => line.startsWith('{"kind":"consent"'));
  const forged = lines.map((line, at) => (at === index ? change(line) : line)).slice(0, -1);
  expect(forged[index]).not.toBe(lines[index]);
  const { findings } = await verified(withEnd(forged));
  expect(findings.map(({ code }) => code)).toContain("EVIDENCE_UNSEALED");
});

test("a channel that became active step by step, and whose terms were accepted twice more, has evidence that verifies", async () => {
  const { center, send, verified } = await story();
  const { settings } = (await center.channels.document("acme", "c1")).instruction;
  const configuration = { accountId: "acme", channelId: "c2", providerId: "http", settings, secret: "key" };
  await center.channels.configure({ ...configuration, residency: { zones: ["EEA"] } }, act);
  const bea = { ...act, actor: "bea", at: "2026-11-21T01:00:00Z", reference: "ticket 7" };
  await center.channels.acceptTerms("acme", "c2", bea);
  await center.channels.verify("acme", "c2", act);
  const shown = () => center.channels.disclosure("http", settings);
  await center.channels.instruct({ accountId: "acme", channelId: "c2", instructed: act, shown: shown() });
  await center.channels.acceptTerms("acme", "c2", act);
  await center.channels.acceptTerms("acme", "c2", bea, { shown: shown() });
  await send(bob.value, { channelId: "c2" });
  const report = await verified(await textOf(center.ledger.evidence({ accountId: "acme", address: bob })));
  expect(report).toMatchObject({ verified: true, findings: [], evidence: { activation: 2 } });
});

test.each([
  ["other countries than were shown", (line: string) => line.replace('"countries":["DE"]', '"countries":["FR"]')],
  [
    "another version of terms than was accepted",
    (line: string) => line.replace(/("acceptances":.*"kind":"terms","version":")[^"]+/, "$1forged"),
  ],
  [
    "an acceptance that was never made",
    (line: string) =>
      line.replace(/"acceptances":\[(\{.*\})\]\}$/, (_all, one: string) => {
        const later = one.replaceAll(/"at":"[^"]+"/g, '"at":"2026-12-01T00:00:00Z"');
        return `"acceptances":[${one},${later}]}`;
      }),
  ],
  ["another person who instructed", (line: string) => line.replace(/("instructed":\{"actor":")[^"]+/, "$1mallory")],
])("an activation with %s is found, though the file fits", async (_what, change) => {
  const { center, verified } = await story();
  const lines = (await textOf(center.ledger.evidence({ accountId: "acme", address: ann }))).trimEnd().split("\n");
  const index = lines.findIndex((line) => line.startsWith('{"kind":"activation"'));
  const forged = lines.map((line, at) => (at === index ? change(line) : line)).slice(0, -1);
  expect(forged[index]).not.toBe(lines[index]);
  const { findings } = await verified(withEnd(forged));
  expect(findings.map(({ code, line }) => [code, line])).toEqual([["EVIDENCE_UNSEALED", index + 1]]);
});

test("an acceptance that was taken out of an activation is found, and one of before it was configured anew is none", async () => {
  const { center, send, verified } = await story();
  const evidence = async () =>
    (await textOf(center.ledger.evidence({ accountId: "acme", address: bob }))).trimEnd().split("\n");
  const shown = center.channels.disclosure("http", (await center.channels.document("acme", "c1")).instruction.settings);
  const bea = { ...act, actor: "bea", at: "2026-11-21T01:00:00Z" };
  await center.channels.acceptTerms("acme", "c1", bea, { shown });
  await send(bob.value);
  const lines = (await evidence()).slice(0, -1);
  const index = lines.findIndex((line) => line.startsWith('{"kind":"activation"'));
  const { acceptances, ...rest } = z
    .looseObject({ acceptances: z.array(z.unknown()) })
    .parse(JSON.parse(lines[index] ?? ""));
  expect(acceptances).toHaveLength(2);
  const without = (kept: unknown[]) => JSON.stringify({ ...rest, acceptances: kept });
  for (const kept of [acceptances.slice(0, 1), acceptances.slice(1)]) {
    const { findings } = await verified(withEnd(lines.with(index, without(kept))));
    expect(findings.map(({ code, line }) => [code, line])).toEqual([["EVIDENCE_UNSEALED", index + 1]]);
  }
  const { instruction } = await center.channels.document("acme", "c1");
  await center.channels.deactivate("acme", "c1", act);
  const { settings, residency } = instruction;
  const configuration = { accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "key", residency };
  await center.channels.configure(configuration, act);
  await center.channels.acceptTerms("acme", "c1", { ...act, at: "2026-11-21T02:00:00Z" });
  await center.channels.acceptTerms("acme", "c1", { ...act, at: "2026-11-21T03:00:00Z" });
  await center.channels.verify("acme", "c1", act);
  await center.channels.instruct({ accountId: "acme", channelId: "c1", instructed: act, shown });
  expect(await verified((await evidence()).map((line) => `${line}\n`).join(""))).toMatchObject({ verified: true });
});

test("a suppression that was taken out is found, and one that was lifted is none", async () => {
  const { center, verified } = await story();
  const evidence = async () =>
    (await textOf(center.ledger.evidence({ accountId: "acme", address: ann }))).trimEnd().split("\n");
  const without = (await evidence()).filter((line) => !line.startsWith('{"kind":"suppression"')).slice(0, -1);
  const { findings } = await verified(withEnd(without));
  expect(findings.map(({ code, line }) => [code, line])).toEqual([["EVIDENCE_UNSEALED", 1]]);
  await center.suppressions.lift("acme", ann, act);
  expect(await verified((await evidence()).map((line) => `${line}\n`).join(""))).toMatchObject({ verified: true });
});

test("one person's consent does not pass for another's", async () => {
  const { center, verified } = await story();
  const linesOf = async (address: typeof ann | typeof bob) =>
    (await textOf(center.ledger.evidence({ accountId: "acme", address }))).trimEnd().split("\n");
  const theirs = (await linesOf(ann))[0] ?? "";
  const forged = [theirs, ...(await linesOf(bob)).slice(1, -1)];
  const { findings } = await verified(withEnd(forged));
  expect(findings.map(({ code }) => code)).toContain("EVIDENCE_UNSEALED");
});

test("a suppression or an activation that nobody sealed is found", async () => {
  const { center, verified } = await story();
  const lines = (await textOf(center.ledger.evidence({ accountId: "acme", address: bob }))).trimEnd().split("\n");
  const forged = [
    lines[0]!,
    JSON.stringify({ kind: "suppression", scope: "all", reason: "opt-out", atMs: 1, actor: "x" }),
    JSON.stringify({ kind: "activation", channelId: "c9" }),
    ...lines.slice(1, -1),
  ];
  const { findings } = await verified(withEnd(forged));
  expect(findings.map(({ code, line }) => [code, line])).toEqual([
    ["EVIDENCE_UNSEALED", 2],
    ["EVIDENCE_UNSEALED", 3],
  ]);
});

test("of a transfer to several the others are withheld, and it verifies", async () => {
  const { center, store, samples, folder, close } = await startLedger([]);
  const evidence = (address: typeof ann | typeof bob): Promise<string> =>
    textOf(center.ledger.evidence({ accountId: "acme", address }));
  const referenceIn = (text: string): string =>
    (JSON.parse(text.split("\n")[0] ?? "") as { recipient: string }).recipient;
  const [anns, bobs] = [referenceIn(await evidence(ann)), referenceIn(await evidence(bob))];
  await store.commit([
    { kind: "ledger-insert", entry: samples.ledgerEntry({ accountId: "acme", recipients: [anns, bobs] }) },
  ]);
  const text = await evidence(bob);
  expect(text).toContain(`person ${bobs}`);
  expect(text).not.toContain(anns);
  const path = join(folder, "evidence.ndjson");
  writeFileSync(path, text);
  expect(await verifyExport(path)).toMatchObject({ verified: true, transfers: 1, erased: 1 });
  await close();
});
