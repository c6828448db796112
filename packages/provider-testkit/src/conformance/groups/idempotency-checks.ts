import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import type { Stand } from "../stand/stand.js";
import { ACCOUNT } from "../stand/start-host.js";

/** Deadlines that a lost answer must not wait for long. */
const TIMEOUT_MS = 1_000;

/** "Processed, answer lost" and "try again": what follows must be what the manifest declares, and never a duplicate. */
export function idempotencyChecks(context: KitContext): Check[] {
  if (!context.has("outboundMessages")) return [];
  const { mode } = context.manifest.idempotency;
  const check = (what: string, title: string, run: (stand: Stand) => Promise<void>): Check => ({
    id: `idempotency.${what}`,
    rule: "idempotency",
    title,
    run: () => context.on(run, { timeoutMs: TIMEOUT_MS }),
  });
  const lost = async (stand: Stand) => {
    stand.simulator?.misbehave({ kind: "lose-answer" });
    return stand.send(context.plain("lost answer"));
  };
  const settles = mode === "key" || mode === "lookup";
  const checks = [
    settles
      ? check("lost-answer", `a lost answer is settled by ${mode}: received, and taken once`, async (stand) => {
          const { status, transfers } = await lost(stand);
          expectThat(status.state === "received", `ended as ${status.state}, ${String(status.code)}`);
          expectTakenOnce(stand);
          expectThat(transfers[0]?.outcome === "unknown", `the first attempt was ${String(transfers[0]?.outcome)}`);
          const [sent] = stand.simulator?.messages ?? [];
          if (mode === "key" && sent?.idempotencyKey !== undefined) return;
          expectThat(mode !== "key", "the provider got no key");
        })
      : check("lost-answer", "a lost answer is unknown, and nothing is sent again", async (stand) => {
          const { messageId, status } = await lost(stand);
          expectThat(status.state === "unknown", `ended as ${status.state}, ${String(status.code)}`);
          expectTakenOnce(stand);
          expectThat(sendsOf(context, messageId) === 1, "it was sent again");
        }),
    check("try-again", "a passing outage costs no message and makes no duplicate", async (stand) => {
      stand.simulator?.misbehave({ kind: "unavailable" });
      const { status, transfers } = await stand.send(context.plain("outage"));
      expectThat(status.state === "received", `ended as ${status.state}, ${String(status.code)}`);
      expectTakenOnce(stand);
      const [first] = transfers;
      expectThat(transfers.length === 2 && first?.outcome === "try-again", `${transfers.length} transfers`);
    }),
    check("one-request-per-attempt", "the provider does not try again by itself within an attempt", async (stand) => {
      stand.simulator?.misbehave({ kind: "unavailable" }, 100);
      const { messageId } = await stand.send(context.plain("stubborn"));
      const operation = context.manifest.sendOperation;
      const calls = context.observation.calls.filter(
        ({ standId, request }) => standId === stand.standId && request.operation === operation,
      );
      const attempts = sendsOf(context, messageId);
      expectThat(calls.length <= attempts, `${calls.length} requests in ${attempts} attempts`);
    }),
    check(
      "recipient-unknown",
      "an unknown recipient is refused for good and by whose doing, or reported later",
      async (stand) => {
        stand.simulator?.misbehave({ kind: "recipient-unknown" });
        const { messageId, status, transfers } = await stand.send(context.plain("nobody"));
        // A provider that takes everything and reports afterwards cannot refuse.
        if (status.state === "received" && context.fixtures.webhooks?.reports?.statuses.includes("undelivered")) return;
        expectThat(transfers[0]?.outcome === "refused", `${String(transfers[0]?.outcome)}, ${status.state}`);
        const outcome = context.observation.sends.find((one) => one.messageId === messageId)?.outcome;
        const party = outcome !== undefined && "party" in outcome ? outcome.party : undefined;
        expectThat(party === "recipient", `party is ${String(party)}`);
        expectThat(sendsOf(context, messageId) === 1, "it was sent again");
      },
    ),
  ];
  // What the host's own store did not take was not kept, so nothing is unknown; what is left to show is that the key makes one of two.
  if (!context.hasOtherSide)
    return [
      check("same-key", "one message handed over twice, under its key, is there once", async (stand) => {
        stand.beforeSend = async (transfer) => {
          await stand.instance?.outboundMessages?.doSend(transfer);
        };
        const { status } = await stand.send(context.plain("twice"));
        expectThat(status.state === "received", `ended as ${status.state}`);
        expectTakenOnce(stand);
      }),
      ...checks.filter(({ id }) => !id.endsWith("lost-answer")),
    ];
  const { reports } = context.fixtures.webhooks ?? {};
  if (mode === "callback" && reports !== undefined)
    checks.push(
      check("report-settles", "a lost answer is settled by a report", async (stand) => {
        const { messageId } = await lost(stand);
        const [message] = stand.simulator?.messages ?? [];
        expectThat(message !== undefined, "the simulator took nothing");
        const status = reports.statuses.find((one) => one === "delivered") ?? reports.statuses[0] ?? "sent";
        await stand.post(reports.body({ message, status, occurredAtMs: Date.now() }), { deliveryId: "settles" });
        await stand.until(async () => (await stand.center.messages.status(ACCOUNT, messageId)).state === status, 5_000);
        expectTakenOnce(stand);
      }),
    );
  return checks;
}

function expectTakenOnce({ simulator }: Stand): void {
  const taken = simulator?.messages.length ?? 0;
  expectThat(taken === 1, `the provider has it ${taken} times`);
}

function sendsOf({ observation }: KitContext, messageId: string): number {
  return observation.sends.filter((one) => one.messageId === messageId && one.method === "doSend").length;
}
