import type { CallResult, ContactCenter, ProviderV1 } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import {
  type ExpectedOutcome,
  faultCaseScript,
  type FaultServer,
  HTTP_FAULT_TIMEOUT_MS,
  type HttpFaultCase,
  httpFaultCases,
  startFaultServer,
} from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import type { CallReceipts } from "./call-receipts.js";
import { SAMPLE_STEP } from "./classification-row.js";
import { inParallel } from "./in-parallel.js";
import { movableCalls } from "./movable-calls.js";
import { ACCOUNT, activateChannel, openHost } from "./open-host.js";

const AT_ONCE = 5;
const PERSON = "+4915112345201";

/** The server of a case, and how often it was asked to begin a call, the warm-up left out. */
interface CaseServer {
  readonly server: FaultServer;
  asked(): number;
  /** Those of which the head was read: each that comes after the fault. */
  begun(): number;
}

/**
 * Every fault of B, met while a call is placed. Let in: outcomes that differ from the table, redirects that were followed. Lost: calls a provider took
 * of which the host says that nobody was called. Duplicated: requests beyond the first, though the same call is asked for again and the host
 * starts anew.
 */
export function placedOnceRow(receipts: CallReceipts): FaultRow {
  const { fixtures } = receipts;
  const providerId = fixtures.provider.manifest.id;
  return {
    row: "B1",
    provider: `${providerId} calls`,
    title: "every fault while a call is placed is told as the table says, and nobody is rung twice",
    run: async ({ sample, mutant, report }) => {
      const quick = httpFaultCases.filter((one) => one.untilDeadline !== true && !isHeavy(one));
      const cases = sample ? quick.filter((_one, index) => index % SAMPLE_STEP === 0) : httpFaultCases;
      const plain = movableCalls(fixtures, HTTP_FAULT_TIMEOUT_MS);
      const provider = mutant ? ringingAgain(plain) : plain;
      // Outlives the host, as a database does.
      const store = { ...memoryStore(), close: () => Promise.resolve() };
      let center = await openHost([provider], { store });
      const total = { tried: cases.length, lost: 0, duplicated: 0, letIn: 0 };
      const played: { readonly name: string; readonly begun: number; readonly of: CaseServer }[] = [];
      const play = async (one: HttpFaultCase): Promise<void> => {
        const of = await startCase(one, receipts);
        const { server } = of;
        const result = await placeInto(center, providerId, one, server, receipts);
        const asked = of.asked();
        const wrong = differences(receipts.departures.get(one.name) ?? one.expected, result);
        if (wrong !== "" || server.exchanges.some(({ path }) => path === "/elsewhere")) {
          total.letIn += 1;
          report(`${one.name}: ${wrong || "followed elsewhere"}`);
        }
        if (asked > 1) {
          total.duplicated += asked - 1;
          report(`${one.name}: ${asked} requests`);
        }
        const outcome = result.accepted ? (result.outcome?.outcome ?? "none") : "refused";
        const isTaken = server.log.processed.length > (one.warmUp ? 1 : 0);
        if (isTaken && (outcome === "refused" || outcome === "try-again")) total.lost += 1;
        played.push({ name: one.name, begun: of.begun(), of });
      };
      await inParallel(cases.filter(isHeavy), 1, play);
      await inParallel(
        cases.filter((one) => !isHeavy(one)),
        AT_ONCE,
        play,
      );
      await center.close({ graceMs: 0 });
      center = await openHost([provider], { store });
      await center.calls.resumed();
      for (const { name, begun, of } of played) {
        // Of a call the provider has, a new process asks; it begins none.
        const more = of.begun() - begun;
        if (more > 0) {
          total.duplicated += more;
          report(`${name}: begun again after a restart`);
        }
        await of.server.close();
      }
      await center.close({ graceMs: 0 });
      return total;
    },
  };
}

const isHeavy = ({ steps }: HttpFaultCase): boolean =>
  steps.some(({ step }) => step === "fill" || step === "gzip-bomb");

async function startCase(one: HttpFaultCase, { receiptOf, keyOf, beginning }: CallReceipts): Promise<CaseServer> {
  let begun = 0;
  const server = await startFaultServer({
    ...{ script: faultCaseScript(one, 1), receiptOf, honoursKeys: false },
    keyOf: (head, body) => {
      // Once with the head alone, and once more with the body.
      if (body.length === 0 && head.method === "POST" && beginning.test(head.path)) begun += 1;
      return keyOf(head, body);
    },
    ...(one.certificate ? { certificate: one.certificate } : {}),
  });
  if (one.target === "refused") await server.close();
  // A request whose head was not read may be anything: it counts.
  const unread = (): number => server.exchanges.filter(({ path }) => path === "").length;
  return { server, begun: () => begun, asked: () => begun + unread() - (one.warmUp ? 1 : 0) };
}

/** Places a call into a fault, then asks for the same one again. @returns what the first was told. */
async function placeInto(
  center: ContactCenter,
  providerId: string,
  one: HttpFaultCase,
  server: FaultServer,
  { fixtures }: CallReceipts,
): Promise<CallResult> {
  const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
  const origin = `${one.scheme ?? "http"}://${host}:${server.port}`;
  const settings = { ...(fixtures.connect(origin).settings as object), origin };
  const channelId = one.name;
  await activateChannel(center, { providerId, channelId, settings, secret: providerId });
  const place = (idempotencyKey: string) =>
    center.calls.start({ accountId: ACCOUNT, channelId, to: PERSON, idempotencyKey });
  if (one.warmUp) {
    const first = await place(`${channelId}-warm-up`);
    if (!first.accepted || first.outcome?.outcome !== "received") throw new Error(`${channelId}: no warm-up`);
    if (one.afterClose) await server.whenIdle();
  }
  const result = await place(channelId);
  await place(channelId);
  return result;
}

function differences(expected: ExpectedOutcome, result: CallResult): string {
  if (!result.accepted) return `refused by the host: ${result.refusal.code}`;
  const found: Record<string, unknown> = { scope: "message", retryAfterMs: "none", ...result.outcome };
  return Object.entries(expected)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name} is ${String(found[name])}, not ${String(value)}`)
    .join("; ");
}

/** Calls once more where the first answer was not good: what nobody who telephones may do. */
function ringingAgain(provider: ProviderV1): ProviderV1 {
  return {
    ...provider,
    open: async (connection) => {
      const instance = await provider.open(connection);
      const { calls } = instance;
      if (calls === undefined) return instance;
      return {
        ...instance,
        calls: {
          ...calls,
          doCall: async (request) => {
            const first = await calls.doCall(request).catch(() => undefined);
            return first?.outcome === "received" ? first : calls.doCall(request);
          },
        },
      };
    },
  };
}
