import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { createHttpProvider, startHttpProviderServer } from "@plugboard/provider-testkit/http-provider";
import type { FaultRow } from "../../fault-row.js";
import { buildHostile, type Hostile } from "./hostile.js";

const HARMS = ["loop without end", "exit", "abort", "crash later", "leak the heap", "leak buffers", "throw nothing"];
/** Time for the bad one to be stopped, started again and behave. Milliseconds. */
const MENDED_WITHIN_MS = 20_000;
const LIMITS = { memoryMb: 64, busyTimeoutMs: 1_000, restartBaseMs: 50, restartMaxMs: 50, maxFailures: 100 };
/** The mutant: whatever failed once is never started again. */
const NEVER_AGAIN = { ...LIMITS, maxFailures: 1, holdOffMs: 86_400_000 };
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

/**
 * A connector that does harm, in a process of its own, beside one that does not: the host lives, all messages of the other arrive, and so does
 * what the bad one was given, once it behaves.
 */
export const harmRow: FaultRow = {
  row: "D2",
  provider: "isolated",
  title: "connectors that loop, leak, crash and end",
  async run({ sample, mutant, report }) {
    const hostile = await buildHostile();
    const server = await startHttpProviderServer({ apiKey: "key-of-the-row" });
    let tried = 0;
    let lost = 0;
    let slowestMs = 0;
    try {
      for (let round = 0; round < (sample ? 1 : 20); round += 1)
        for (const harm of HARMS) {
          tried += 1;
          const { missing, mendedMs } = await tryHarm(hostile, server.baseUrl, harm, mutant);
          lost += missing;
          slowestMs = Math.max(slowestMs, mendedMs);
        }
    } finally {
      await server.close();
    }
    report(`mended after ${Math.round(slowestMs)} ms at most`);
    return { tried, lost, duplicated: 0, letIn: 0 };
  },
};

async function tryHarm(hostile: Hostile, baseUrl: string, harm: string, mutant: boolean) {
  const isolated = await hostile.isolate({ limits: mutant ? NEVER_AGAIN : LIMITS });
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a fault row" },
    secrets: {
      resolve: () =>
        Promise.resolve({ current: { apiKey: "key-of-the-row", webhookSecret: `whsec_${"A".repeat(32)}` } }),
    },
    providers: [isolated.provider, createHttpProvider()],
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  try {
    await activate(center, isolated.provider.manifest.id, "bad", {}, undefined);
    await activate(center, "http", "good", { baseUrl, countries: ["DE"] }, "key");
    const send = async (channelId: string, text: string) => {
      const recipients = [{ address: { kind: "phone" as const, value: "+4930123456" } }];
      const result = await center.send({ accountId: "acme", channelId, recipients, content: { type: "text", text } });
      if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
      return center.messages.settled("acme", result.messageId);
    };
    const beganAt = performance.now();
    const mending = Promise.race([
      send("bad", `${harm} once`).then(({ state }) => state),
      new Promise<string>((resolve) => setTimeout(() => resolve("late"), mutant ? 3_000 : MENDED_WITHIN_MS).unref()),
    ]);
    const others = await Promise.all(Array.from({ length: 20 }, () => send("good", "hello")));
    const isMended = (await mending) === "received";
    const missing = others.filter(({ state }) => state !== "received").length + (isMended ? 0 : 1);
    return { missing, mendedMs: performance.now() - beganAt };
  } finally {
    await center.close({ graceMs: 0 });
    isolated.close();
  }
}

type Center = Awaited<ReturnType<typeof createContactCenter>>;

async function activate(center: Center, providerId: string, channelId: string, settings: unknown, secret?: string) {
  const result = await center.channels.activate({
    accountId: "acme",
    channelId,
    providerId,
    settings,
    ...(secret === undefined ? {} : { secret }),
    instructed: act,
    shown: center.channels.disclosure(providerId, settings),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  if (!result.activated) throw new Error(`not activated: ${providerId}`);
}
