import { defineProvider, type ProviderV1, type Store } from "@plugboard/core";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import { z } from "zod";
import type { FaultRow } from "../../fault-row.js";

const STATUSES = ["sent", "delivered", "read", "delayed"] as const;
const RANK: Readonly<Record<string, number>> = { received: 1, sent: 2, delivered: 3, undelivered: 3, read: 4 };
const SITE = "https://inbound.example.com";
const ACT = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const reportSchema = z.object({ id: z.string(), text: z.enum(STATUSES) });

/** All orders of the statuses × every signed scheme, half of them with the first report before the provider's own answer. */
export const orderRow: FaultRow = {
  row: "C2",
  provider: "all signed schemes",
  title: "reports in all 24 orders end at the right state, and no state goes backwards",
  async run({ sample, mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const cases = webhookSchemeCases.filter(
      ({ contract, name }) => contract.strength === "strong" && name !== "twilio",
    );
    for (const one of sample ? cases.slice(0, 2) : cases) {
      const host = await openHost(one, mutant);
      for (const [index, order] of ordersOf(STATUSES).entries()) {
        total.tried += 1;
        const { final, backwards } = await host.tell(order, index % 2 === 0);
        if (final !== "read") total.lost += 1;
        if (backwards) total.duplicated += 1;
      }
      await host.close();
    }
    return total;
  },
};

/** A store that has forgotten how far a message came: what the rank of states is checked against. */
function forgetfulOfStates(store: Store): Store {
  return {
    ...store,
    messageByProviderId: async (...query) => {
      const found = await store.messageByProviderId(...query);
      return found === undefined ? undefined : { ...found, state: "received", stateAtMs: 0 };
    },
  };
}

async function openHost(one: (typeof webhookSchemeCases)[number], mutant: boolean) {
  const signer = one.create();
  const answers = new Map<string, () => void>();
  const inner = memoryStore();
  const center = await createContactCenter({
    store: mutant ? forgetfulOfStates(inner) : inner,
    authority: { unchecked: "a fault row acts for its own accounts" },
    providers: [reportingProvider(one, answers)],
    secrets: memorySecrets({ key: signer.credentials }),
  });
  await center.channels.activate({
    accountId: "acme",
    channelId: "c1",
    providerId: "reporting",
    secret: "key",
    instructed: ACT,
    shown: center.channels.disclosure("reporting"),
    termsAccepted: ACT,
    residency: { zones: ["EEA"] },
  });
  center.receive(() => undefined);
  let number = 0;
  return {
    close: () => center.close({ graceMs: 1_000 }),
    async tell(order: readonly string[], early: boolean): Promise<{ final: string; backwards: boolean }> {
      const name = `m${String(number++)}`;
      const states: string[] = [];
      const off = center.on("message-state-changed", ({ state }) => states.push(state));
      const sent = await center.send({
        accountId: "acme",
        channelId: "c1",
        recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
        content: { type: "text", text: name },
      });
      if (!sent.accepted) throw new Error(sent.refusal.code);
      await until(() => answers.has(name));
      const post = async (status: string): Promise<void> => {
        const delivered = new Promise<void>((resolve) => {
          const end = center.on("inbound-delivered", () => {
            end();
            resolve();
          });
        });
        const at = { url: `${SITE}/webhooks/c1`, nowMs: Date.now() };
        const { url, headers, body } = signer.sign({ id: name, text: status }, at);
        const response = await center.fetch(new Request(url, { method: "POST", headers, body }));
        if (response.status !== 200) throw new Error(String(response.status));
        await delivered;
      };
      const [first = "", ...rest] = order;
      if (early) await post(first);
      answers.get(name)?.();
      await center.messages.settled("acme", sent.messageId);
      if (!early) await post(first);
      for (const status of rest) await post(status);
      await until(async () => (await center.messages.status("acme", sent.messageId)).state === "read", 500);
      off();
      const ranks = states.map((state) => RANK[state] ?? 0).filter((rank) => rank > 0);
      const backwards = ranks.some((rank, index) => index > 0 && rank < (ranks[index - 1] ?? 0));
      return { final: (await center.messages.status("acme", sent.messageId)).state, backwards };
    },
  };
}

function reportingProvider(one: (typeof webhookSchemeCases)[number], answers: Map<string, () => void>): ProviderV1 {
  const facet = { countries: ["IE"], source: SITE, readOn: "2026-11-21", safeguard: "none" as const };
  return defineProvider({
    manifest: {
      id: "reporting",
      name: "Reporting",
      version: "1.0.0",
      coreRange: "^0.1.0",
      channelKinds: ["sms"],
      seller: {
        legalName: "Reporting Ltd",
        country: "IE",
        website: SITE,
        support: "mailto:support@inbound.example.com",
      },
      documents: [{ kind: "terms", version: "1", url: `${SITE}/terms` }],
      accountModes: ["own"],
      capabilities: ["outboundMessages", "inboundEvents", "deliveryReports"],
      endpoints: [{ id: "api", url: SITE }],
      operations: [
        { id: "send", endpoints: ["api"], personalData: ["recipient-address"], residency: { processing: facet } },
      ],
      content: { features: { text: "full" }, addressKinds: ["phone"] },
      sendOperation: "send",
      idempotency: { mode: "key", ttlSeconds: 86_400 },
      webhooks: {
        ...one.contract,
        acknowledgement: { status: 200 },
        tryAgainStatus: 503,
        neverAgainStatus: 410,
        retriedForSeconds: 604_800,
        deduplicationKey: "the body",
        documentation: SITE,
      },
    },
    settings: z.strictObject({}),
    credentials: z.record(z.string(), z.string()),
    open: () => ({
      outboundMessages: {
        doSend: async ({ message }) => {
          const name = message.content.type === "text" ? message.content.text : "";
          await new Promise<void>((resolve) => answers.set(name, resolve));
          return { outcome: "received", providerMessageId: name };
        },
      },
      inboundEvents: {
        doParse: ({ body }) => {
          const { id, text } = reportSchema.parse(JSON.parse(new TextDecoder().decode(body)));
          return [{ type: "delivery-report", providerMessageId: id, status: text }];
        },
      },
      close: () => Promise.resolve(),
    }),
  });
}

async function until(holds: () => boolean | Promise<boolean>, limitMs = 5_000): Promise<void> {
  const endsAtMs = performance.now() + limitMs;
  while (!(await holds()) && performance.now() < endsAtMs) await new Promise((resolve) => setTimeout(resolve, 2));
}

function ordersOf<Value>(values: readonly Value[]): Value[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value) => ordersOf(values.filter((one) => one !== value)).map((rest) => [value, ...rest]));
}
