import { createWriteStream, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  type Act,
  type Address,
  type LedgerCheckpoint,
  type SendResult,
  transferMapMarkdown,
  transferMapSvg,
} from "@plugboard/core";
import { verifyDatabase, verifyExport } from "@plugboard/ledger";
import { findBytes } from "./find-bytes.js";
import { letterbox } from "./letterbox-provider.js";
import type { Narration } from "./narration.js";
import { ACCOUNT, ann, type Office, openOffice, today } from "./open-office.js";

const carla: Address = { kind: "phone", value: "+4915112345678" };
const CHANNEL = "sms";
const LEDGER = "ledger.ndjson";

/** The whole story, from a provider that is refused to a person who is forgotten; returns whether every rule held. */
export async function runCompliance(folder: string, narration: Narration): Promise<boolean> {
  const office = await openOffice(folder);
  let checkpoint: LedgerCheckpoint;
  try {
    await refuseUnitedStates(office, narration);
    await activate(office, narration);
    await send(office, narration);
    await askAgain(office, narration);
    await takeHome(office, narration);
    await withdraw(office, narration);
    await erase(office, narration);
    checkpoint = await keepState(office);
  } finally {
    await office.close();
  }
  verifyAfterwards(office, checkpoint, narration);
  await changeOneByte(office, narration);
  return narration.steps.every(({ held }) => held !== false);
}

function planned({ center, server }: Office, providerId: string, countries: readonly string[]) {
  const settings = { baseUrl: server.baseUrl, countries };
  return {
    ...{ accountId: ACCOUNT, channelId: CHANNEL, providerId, settings },
    residency: { zones: ["EEA" as const] },
    shown: center.channels.disclosure(providerId, settings),
  };
}

async function refuseUnitedStates(office: Office, narration: Narration): Promise<void> {
  const plan = planned(office, "us-letterbox", ["US"]);
  const explained = office.center.residency.preview(plan).filter(({ allowed }) => !allowed);
  const result = await office.center.channels.activate({ ...plan, instructed: ann, termsAccepted: ann });
  const code = result.activated ? "activated" : result.refusal.code;
  narration.tell(
    { rule: "R13", step: "us-provider-refused", code, held: code === "RESIDENCY_OUTSIDE" },
    "An account of the EU asks for a provider that processes in the United States only.",
    `Refused: ${code}.`,
    ...explained.slice(0, 1).map(({ text }) => text),
  );
}

async function activate(office: Office, narration: Narration): Promise<void> {
  const { center } = office;
  const plan = planned(office, "eu-letterbox", ["DE"]);
  const stranger: Act = { ...ann, actor: "mallory" };
  const tried = await center.channels.activate({ ...plan, instructed: stranger, termsAccepted: stranger });
  const refused = tried.activated ? "activated" : tried.refusal.code;
  narration.tell(
    { rule: "R4", step: "stranger-refused", code: refused, held: refused === "AUTHORITY_REFUSED" },
    "Somebody who is not the account's administrator tries to activate a provider in Germany.",
    `Refused: ${refused}. The host was asked, and the attempt is on record.`,
  );
  const { seller, sellerCountry, documents } = plan.shown;
  const result = await center.channels.activate({ ...plan, instructed: ann, termsAccepted: ann });
  const names = documents.map(({ kind, version }) => `${kind} ${version}`);
  narration.tell(
    { rule: "R5 R17", step: "terms-accepted-and-active", documents: names, held: result.activated },
    "The administrator is shown who sells it, where data goes and which terms hold, accepts them and gives the instruction.",
    `${seller}, ${sellerCountry ?? "no country"}: ${names.join(", ")}.`,
    "The instruction is kept whole: who, by what authority, when, what was shown.",
  );
}

const codeOf = (result: SendResult): string => (result.accepted ? "accepted" : result.refusal.code);

function news(office: Office, text: string): Promise<SendResult> {
  const message = { accountId: ACCOUNT, channelId: CHANNEL, recipients: [{ address: carla }] };
  return office.center.send({
    ...message,
    content: { type: "text", text },
    legalBasis: { basis: "consent", purpose: "news" },
  });
}

async function send(office: Office, narration: Narration): Promise<void> {
  const { center } = office;
  const before = codeOf(await news(office, "Our news"));
  narration.tell(
    { rule: "R14", step: "no-consent-no-message", code: before, held: before === "CONSENT_MISSING" },
    "A message that relies on consent, to somebody who gave none.",
    `Refused: ${before}.`,
  );
  const { token } = await center.consents.request({
    ...{ accountId: ACCOUNT, address: carla, purposes: ["news"], wording: "Yes, send me your news.", method: "form" },
    ...{ givenAt: today, source: "https://acme.example/news", act: ann },
  });
  await center.consents.confirm(ACCOUNT, token);
  const result = await news(office, "Our news");
  const messageId = result.accepted ? result.messageId : "";
  const { state } = await center.messages.settled(ACCOUNT, messageId);
  const [receipt] = await center.ledger.entries({ accountId: ACCOUNT, messageId });
  const countries = [...new Set(Object.values(receipt?.countries ?? {}).flat())];
  narration.tell(
    {
      rule: "R12 R23",
      step: "sent-with-receipt",
      state,
      countries,
      held: state === "received",
    },
    "Carla consents, and confirms it. The same message again.",
    `State: ${state}. The receipt says to whom, what, where and when: ${receipt?.providerId ?? ""}, ${receipt?.categories.join(", ") ?? ""} to ${countries.join(", ")}.`,
  );
}

async function askAgain(office: Office, narration: Narration): Promise<void> {
  const { center } = office;
  const cloud = { name: "Cloud Inc", country: "US" as const, purpose: "backups" };
  await center.providers.upgrade(letterbox("eu-letterbox", "Letterbox", "IE", [cloud]), ann);
  const result = await news(office, "More news");
  const code = codeOf(result);
  const words = result.accepted ? [] : [result.refusal.details["widened"] ?? []].flat().map(String);
  await center.providers.upgrade(letterbox("eu-letterbox", "Letterbox", "IE"), ann);
  const isOpen = center.channels.list(ACCOUNT)[0]?.state === "active";
  const held = code === "DISCLOSURE_WIDENED" && words.length === 1 && isOpen;
  narration.tell(
    { rule: "R17", step: "sub-processor-waits", code, words, held },
    "A new version of the provider passes data on to somebody nobody was shown.",
    `The next message: ${code}; ${words.join("; ")}.`,
    "The administrator does not accept it. The provider goes back to its version before, and the channel is open again.",
  );
}

async function takeHome({ center, exportFolder, publicKey }: Office, narration: Narration): Promise<void> {
  const map = center.residency.transferMap(ACCOUNT);
  writeFileSync(join(exportFolder, "transfer-map.json"), JSON.stringify(map, undefined, 2));
  writeFileSync(join(exportFolder, "transfer-map.md"), transferMapMarkdown(map));
  writeFileSync(join(exportFolder, "transfer-map.svg"), transferMapSvg(map));
  narration.tell(
    { rule: "R13", step: "transfer-map-exported", rows: map.rows.length, held: map.rows.length > 0 },
    "The account takes its transfer map home: who gets data, where, on what safeguard.",
    `${exportFolder}: transfer-map.json, .md, .svg`,
  );
  const evidence = join(exportFolder, "evidence.ndjson");
  await pipeline(center.ledger.evidence({ accountId: ACCOUNT, address: carla }), createWriteStream(evidence));
  const report = await verifyExport(evidence, { key: publicKey });
  narration.tell(
    { rule: "R14", step: "evidence-exported", verified: report.verified, held: report.verified },
    "And the evidence on Carla: consent with the hash of its words, the instruction, every transfer; signed, in one file.",
    `${evidence}: ${report.verified ? "verified without the host" : "does not verify"}.`,
  );
}

/** What an auditor needs later: the account's ledger as it is now, and the state of all of it, to be kept elsewhere. */
async function keepState({ center, exportFolder }: Office): Promise<LedgerCheckpoint> {
  await pipeline(center.ledger.export({ accountId: ACCOUNT }), createWriteStream(join(exportFolder, LEDGER)));
  const checkpoint = await center.ledger.checkpoint();
  writeFileSync(join(exportFolder, "checkpoint.json"), JSON.stringify(checkpoint));
  return checkpoint;
}

const identity = { method: "code sent to the number", checkedBy: "desk-3", checkedAt: today };
const received = { accountId: ACCOUNT, addresses: [carla], identity, receivedAt: today, act: ann };

async function withdraw(office: Office, narration: Narration): Promise<void> {
  const request = await office.center.rights.request({ ...received, right: "withdraw" });
  const after = codeOf(await news(office, "More news"));
  narration.tell(
    { rule: "R15 R16", step: "withdrawn", state: request.state, code: after, held: after === "CONSENT_MISSING" },
    "Carla withdraws her consent. It counts from the next message on.",
    `${request.targets[0]?.proof?.text ?? ""}; the next message: ${after}.`,
  );
}

async function erase({ center, server, storeFolder }: Office, narration: Narration): Promise<void> {
  const digits = carla.value.slice(1);
  const [filesBefore, sentBefore] = [findBytes(storeFolder, digits), server.messagesTo(carla.value)];
  const { requestId, dueAt } = await center.rights.request({ ...received, right: "erase" });
  const { state, targets } = await center.rights.carriedOut(ACCOUNT, requestId);
  const [files, atProvider] = [findBytes(storeFolder, digits), server.messagesTo(carla.value)];
  const wereThere = filesBefore > 0 && sentBefore > 0;
  narration.tell(
    {
      ...{ rule: "R15", step: "erased", state, dueAt, filesWithHerNumber: files, messagesAtProvider: atProvider },
      held: wereThere && state === "done" && files === 0 && atProvider === 0,
    },
    `Carla asks to be forgotten, and has shown who she is. To be done by ${dueAt.slice(0, 10)}; it is done at once:`,
    ...targets.map(({ targetId, proof, task }) => `${targetId}: ${proof?.text ?? task?.instructions ?? "to come"}`),
    `Files that hold her number: ${String(filesBefore)} before, ${String(files)} now; messages to her at the provider: ${String(sentBefore)} before, ${String(atProvider)} now.`,
  );
}

function verifyAfterwards({ database, publicKey }: Office, checkpoint: LedgerCheckpoint, narration: Narration): void {
  const { verified, transfers, acts, erased } = verifyDatabase(database, { checkpoint, key: publicKey });
  narration.tell(
    { rule: "R12", step: "ledger-verifies", verified, transfers, acts, erased, held: verified && erased > 0 },
    "The host is closed. Does the ledger still hold, with her taken out of it?",
    `${verified ? "Verified" : "Broken"}: ${String(transfers)} transfers and ${String(acts)} acts under seals, ${String(erased)} of them without the person they were about.`,
  );
}

async function changeOneByte({ exportFolder, publicKey }: Office, narration: Narration): Promise<void> {
  const ledger = readFileSync(join(exportFolder, LEDGER), "utf8");
  const copy = join(exportFolder, "changed.ndjson");
  writeFileSync(copy, ledger.replace('"countries":"{\\"inTransit\\":[\\"DE', '"countries":"{\\"inTransit\\":[\\"DK'));
  const before = await verifyExport(join(exportFolder, LEDGER), { key: publicKey });
  const { verified, findings } = await verifyExport(copy, { key: publicKey });
  rmSync(copy);
  const { what = "", line = 0, field = "" } = findings.find(({ code }) => code === "ENTRY_CHANGED") ?? {};
  narration.tell(
    { rule: "R12", step: "changed-byte-found", line, field, held: before.verified && !verified && line > 0 },
    "Somebody changes one letter in a copy of the account's ledger: a country.",
    `Found, in line ${String(line)}${field === "" ? "" : `, field ${field}`}: ${what}.`,
  );
}
