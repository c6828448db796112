import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallVerbInput, ContactCenter } from "@plugboard/core";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { FaultRow } from "../../fault-row.js";
import { type CallSide, PERSON } from "./call-side.js";
import { openCalls, until } from "./open-calls.js";

const SAID = "canary that is said";
const KEYS = "77310942";
const JOINED = "+4930901820099";
/** As it may lie in a file: with and without the plus. */
const canaries: Readonly<Record<string, string>> = {
  number: PERSON.slice(1),
  said: SAID,
  keys: KEYS,
  joined: JOINED.slice(1),
};
const ACT = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;

/**
 * A person who was called, and who called, is erased: no byte of their number, of what was said to them, of what they pressed or of whom they were joined
 * with is left in a file, their calls are unknown to the host, and their recordings are deleted at the provider.
 */
export const eraseRow = (side: CallSide): FaultRow => ({
  row: "H",
  provider: `${side.fixtures.provider.manifest.id} calls`,
  title: "a caller is erased: no byte of four canaries in the store's files, no recording at the provider",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const directory = await mkdtemp(join(tmpdir(), "plugboard-callers-"));
    const center = await openCalls(side, started, { store: sqliteStore(join(directory, "host.db")) });
    let ends = 0;
    center.receive(({ event }) => void (ends += event.type === "call" && event.event === "ended" ? 1 : 0));
    const verbs = side.fixtures.provider.manifest.calls?.verbs ?? {};
    const takes = (verb: keyof typeof verbs): boolean => (verbs[verb] ?? "rejected") !== "rejected";
    const further: CallVerbInput[] = [];
    if (takes("say")) further.push({ verb: "say", text: SAID });
    if (takes("gather")) further.push({ verb: "gather", input: ["digits"] });
    if (takes("dial")) further.push({ verb: "dial", to: JOINED });
    center.calls.answerWith(() => further);
    const rounds = sample ? 2 : 20;
    const sessions: string[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      sessions.push(await talk(side, started, center, further, number));
      await until(() => ends === 2 * number);
    }
    const before = await found(directory);
    // A number that is in no file to begin with proves nothing when it is gone; what a provider has no verb for is never there.
    if (before.length === 0) throw new Error("no canary was ever there");
    total.tried += before.length;
    total.lost += center.calls.live("acme").length;
    // The mutant leaves everything as it is.
    if (!mutant && (await erase(center)) !== "done") total.lost += 1;
    const known = await Promise.all(
      sessions.map((id) =>
        center.calls.get("acme", id).then(
          () => 1,
          () => 0,
        ),
      ),
    );
    total.letIn += known.reduce<number>((sum, one) => sum + one, 0);
    await center.close({ graceMs: 0 });
    const left = await found(directory);
    const recorded = side.life.includes("recording-ready") ? 2 * rounds : 0;
    report(`before: ${before.join()}; left: ${left.join() || "nothing"}; ${started.deletions()} recordings deleted`);
    total.letIn += left.length + Math.max(0, recorded - started.deletions()) + started.complaints.length;
    await started.close();
    await rm(directory, { recursive: true, force: true });
    return total;
  },
});

/** @returns the state of the request, with what providers leave to people seen to. */
async function erase(center: ContactCenter): Promise<string> {
  const addresses = [PERSON, JOINED].map((value) => ({ kind: "phone" as const, value }));
  const identity = { method: "called back", checkedBy: "desk-1", checkedAt: new Date().toISOString() };
  const order = {
    accountId: "acme",
    right: "erase" as const,
    identity,
    receivedAt: new Date().toISOString(),
    act: ACT,
  };
  const { requestId } = await center.rights.request({ ...order, addresses });
  const { targets } = await center.rights.carriedOut("acme", requestId);
  for (const { kind, targetId, state } of targets)
    if (kind === "provider" && state === "manual")
      await center.rights.completeTask({
        ...{ accountId: "acme", requestId, targetId, proof: "seen to by hand", act: ACT },
      });
  return (await center.rights.carriedOut("acme", requestId)).state;
}

/** One call out, one call in, with keys and a recording each, both over. @returns the session of the first. */
async function talk(
  side: CallSide,
  started: Awaited<ReturnType<CallSide["start"]>>,
  center: ContactCenter,
  verbs: Parameters<ContactCenter["calls"]["start"]>[0]["verbs"],
  number: number,
): Promise<string> {
  const result = await center.calls.start({
    ...{ accountId: "acme", channelId: "channel-1", to: PERSON, idempotencyKey: `call-${number}` },
    ...(verbs === undefined ? {} : { verbs }),
  });
  if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
  const { sessionId, callId } = result.call;
  const tell = (of: string, reference: string | undefined) => {
    let sequence = 0;
    return async (...events: readonly Parameters<typeof started.tell>[2]["event"][]): Promise<void> => {
      for (const event of events) {
        sequence += 1;
        await started.tell(center, of, { event, sequence, digits: KEYS }, reference);
      }
    };
  };
  await tell(callId, sessionId)("ringing", "answered", "digits", ...recordingOf(side), "ended");
  const inbound = side.callIdOf(50_000 + number);
  await tell(inbound, undefined)("offered", "answered", "digits", ...recordingOf(side), "ended");
  return sessionId;
}

const recordingOf = ({ life }: CallSide) => life.filter((event) => event === "recording-ready");

/** Which canaries lie in any file of a folder. */
async function found(folder: string): Promise<string[]> {
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
  return Object.entries(canaries).flatMap(([name, text]) =>
    files.some((bytes) => bytes.includes(text)) ? [name] : [],
  );
}
