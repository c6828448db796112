import type { TransferV1 } from "@plugboard/core/spec";
import type { BadProvider } from "./bad-provider.js";
import { spoil, withTransfer } from "./spoil.js";

/** A port of loopback that nobody listens on and no manifest declares. */
const ELSEWHERE = "http://127.0.0.1:65521/collect";

function withText(transfer: TransferV1, change: (text: string) => string): TransferV1 {
  const { message } = transfer;
  const { content } = message;
  if (content.type !== "text") return transfer;
  return withTransfer(transfer, { message: { ...message, content: { ...content, text: change(content.text) } } });
}

/** What can be wrong with sending. */
export const badSenders: readonly BadProvider[] = [
  {
    name: "trims-texts",
    breaks: "wire-fidelity",
    make: (good) => spoil(good, { send: (doSend) => (transfer) => doSend(withText(transfer, (text) => text.trim())) }),
  },
  {
    name: "adds-a-signature",
    breaks: "wire-fidelity",
    make: (good) =>
      spoil(good, {
        send: (doSend) => (transfer) =>
          doSend(withText(transfer, (text) => (text.length > 1_000 ? text : `${text}\nSent with a smile`))),
      }),
  },
  {
    name: "forgets-what-is-answered",
    breaks: "wire-fidelity",
    make: (good) =>
      spoil(good, {
        send: (doSend) => (transfer) => {
          const { replyToProviderMessageId: _, ...message } = transfer.message;
          return doSend(withTransfer(transfer, { message }));
        },
      }),
  },
  {
    name: "refuses-what-it-declares",
    breaks: "content-carried",
    make: (good) =>
      spoil(good, {
        send: (doSend) => (transfer) =>
          transfer.message.replyToProviderMessageId === undefined
            ? doSend(transfer)
            : Promise.resolve({ outcome: "refused", code: "CONTENT_UNSUPPORTED", party: "account" }),
      }),
  },
  {
    name: "forgets-who-opted-out",
    breaks: "outcomes",
    make: (good) =>
      spoil(good, {
        send: (doSend) => async (transfer) => {
          const outcome = await doSend(transfer);
          if (outcome.outcome !== "refused") return outcome;
          const { suppress: _, ...rest } = outcome;
          return rest;
        },
      }),
  },
  {
    name: "gives-up-people-for-any-fault",
    breaks: "suppressions",
    make: (good) =>
      spoil(good, {
        send: (doSend) => async (transfer) => {
          const outcome = await doSend(transfer);
          return outcome.outcome === "refused" ? { suppress: "hard-bounce", ...outcome } : outcome;
        },
      }),
  },
  {
    name: "promises-longer-texts",
    breaks: "content-bounds",
    make: (good) =>
      spoil(good, {
        manifest: (manifest) =>
          manifest.content ? { ...manifest, content: { ...manifest.content, maxTextLength: 2_000 } } : manifest,
      }),
  },
  {
    name: "phones-home",
    breaks: "egress-hosts",
    make: (good) =>
      spoil(good, {
        send: (doSend) => async (transfer) => {
          await fetch(ELSEWHERE).catch(() => undefined);
          return doSend(transfer);
        },
      }),
  },
  {
    name: "asks-undeclared-hosts",
    breaks: "egress-hosts",
    make: (good) =>
      spoil(good, {
        send:
          (doSend, { http }) =>
          async (transfer) => {
            await http.request({ operation: "check-health", method: "GET", url: ELSEWHERE }).catch(() => undefined);
            return doSend(transfer);
          },
      }),
  },
  {
    name: "goes-on-after-the-transfer",
    breaks: "transfer-ends",
    make: (good) =>
      spoil(good, {
        send:
          (doSend, { http }) =>
          async (transfer) => {
            const { transferId } = transfer;
            const outcome = await doSend(transfer);
            const request = {
              operation: "check-health",
              transferId,
              method: "GET",
              endpoint: "api",
              path: "/health",
            } as const;
            setImmediate(() => void http.request(request).catch(() => undefined));
            return outcome;
          },
      }),
  },
  {
    name: "sends-more-than-it-declares",
    breaks: "personal-data",
    make: (good) =>
      spoil(good, {
        manifest: (manifest) => ({
          ...manifest,
          operations: manifest.operations.map((operation) => ({
            ...operation,
            personalData: operation.personalData.filter((category) => category !== "sender-address"),
          })),
        }),
      }),
  },
  {
    name: "logs-recipients",
    breaks: "privacy",
    make: (good) =>
      spoil(good, {
        send:
          (doSend, { logger }) =>
          (transfer) => {
            logger.info("sending", { to: transfer.message.recipients[0]?.address.value });
            return doSend(transfer);
          },
      }),
  },
  {
    name: "quotes-the-secret-in-errors",
    breaks: "privacy",
    make: (good) =>
      spoil(good, {
        inbound: ({ doParse }, { credentials }) => ({
          doParse: async (raw) => {
            try {
              return await doParse(raw);
            } catch (error) {
              const { current } = await credentials.resolve();
              throw new Error(`cannot be read with ${JSON.stringify(current)}`, { cause: error });
            }
          },
        }),
      }),
  },
  {
    name: "takes-504-for-a-no",
    breaks: "outcomes",
    make: (good) =>
      spoil(good, {
        send: (doSend) => async (transfer) => {
          const outcome = await doSend(transfer);
          return outcome.outcome === "unknown" && outcome.code === "GATEWAY_TIMEOUT"
            ? { outcome: "try-again", code: "PROVIDER_UNAVAILABLE", party: "provider" }
            : outcome;
        },
      }),
  },
  {
    name: "forgets-retry-after",
    breaks: "outcomes",
    make: (good) =>
      spoil(good, {
        send: (doSend) => async (transfer) => {
          const outcome = await doSend(transfer);
          if (outcome.outcome !== "try-again") return outcome;
          const { retryAfterMs: _, ...rest } = outcome;
          return rest;
        },
      }),
  },
  {
    name: "makes-a-key-for-each-attempt",
    breaks: "idempotency",
    make: (good) =>
      spoil(good, {
        send: (doSend) => (transfer) => doSend(withTransfer(transfer, { idempotencyKey: transfer.transferId })),
      }),
  },
  {
    name: "writes-accents-in-another-form",
    breaks: "wire-fidelity",
    make: (good) =>
      spoil(good, { send: (doSend) => (transfer) => doSend(withText(transfer, (text) => text.normalize("NFC"))) }),
  },
  {
    name: "counts-an-emoji-as-two",
    breaks: "content-bounds",
    make: (good) =>
      spoil(good, {
        send: (doSend) => (transfer) => {
          const { content } = transfer.message;
          const isLong =
            content.type === "text" && content.text.length > (good.provider.manifest.content?.maxTextLength ?? 0);
          return isLong
            ? Promise.resolve({ outcome: "refused", code: "CONTENT_TOO_LARGE", party: "account" })
            : doSend(transfer);
        },
      }),
  },
];
