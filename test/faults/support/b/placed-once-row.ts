import { createHash } from "node:crypto";
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
/** Requests without a body ask for a call; those with one begin it. */
const NO_BODY = createHash("sha256").digest("hex");

/** A case that was played, with its server still there. */
interface Played {
  readonly one: HttpFaultCase;
  readonly server: FaultServer;
  readonly reached: number;
  readonly outcome: string;
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
      const played: Played[] = [];
      const play = async (one: HttpFaultCase): Promise<void> => {
        const server = await startCase(one, receipts);
        const result = await placeInto(center, providerId, one, server, receipts);
        const reached = server.exchanges.length - (one.warmUp ? 1 : 0);
        const wrong = differences(receipts.departures.get(one.name) ?? one.expected, result);
        if (wrong !== "" || server.exchanges.some(({ path }) => path === "/elsewhere")) {
          total.letIn += 1;
          report(`${one.name}: ${wrong || "followed elsewhere"}`);
        }
        if (reached > 1) {
          total.duplicated += reached - 1;
          report(`${one.name}: ${reached} requests`);
        }
        const outcome = result.accepted ? (result.outcome?.outcome ?? "none") : "refused";
        if (begun(server) > (one.warmUp ? 1 : 0) && (outcome === "refused" || outcome === "try-again")) total.lost += 1;
        played.push({ one, server, reached, outcome });
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
      for (const { one, server, reached, outcome } of played) {
        const now = server.exchanges.length - (one.warmUp ? 1 : 0);
        // Of a call the provider has, a new process asks; it begins none.
        const more = outcome === "received" ? begun(server) - (one.warmUp ? 2 : 1) : now - reached;
        if (more > 0) {
          total.duplicated += more;
          report(`${one.name}: begun again after a restart`);
        }
        await server.close();
      }
      await center.close({ graceMs: 0 });
      return total;
    },
  };
}

const isHeavy = ({ steps }: HttpFaultCase): boolean =>
  steps.some(({ step }) => step === "fill" || step === "gzip-bomb");

/** Calls the provider took. */
const begun = ({ log }: FaultServer): number => log.processed.filter(({ bodySha256 }) => bodySha256 !== NO_BODY).length;

async function startCase(one: HttpFaultCase, { receiptOf, keyOf }: CallReceipts): Promise<FaultServer> {
  const server = await startFaultServer({
    ...{ script: faultCaseScript(one, 1), receiptOf, keyOf, honoursKeys: false },
    ...(one.certificate ? { certificate: one.certificate } : {}),
  });
  if (one.target === "refused") await server.close();
  return server;
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
