import { z } from "zod";
import type { BadProvider } from "./bad-provider.js";
import { spoil } from "./spoil.js";

const deliverySchema = z.looseObject({ events: z.array(z.looseObject({ type: z.string() })) });

const eventsOf = (body: string | Uint8Array): readonly object[] =>
  deliverySchema.parse(JSON.parse(Buffer.from(body).toString("utf8"))).events;

/** The delivery's body with its events changed; as it is where it has none. */
function withEvents(body: Uint8Array, change: (event: Record<string, unknown>) => Record<string, unknown>): Uint8Array {
  const parsed = deliverySchema.safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
  if (!parsed.success) return body;
  return Buffer.from(JSON.stringify({ ...parsed.data, events: parsed.data.events.map(change) }));
}

/** What can be wrong with what comes in. */
export const badReceivers: readonly BadProvider[] = [
  {
    name: "tidies-inbound-texts",
    breaks: "inbound-events",
    make: (good) =>
      spoil(good, {
        inbound: ({ doParse }) => ({
          doParse: async (raw) =>
            (await doParse(raw)).map((event) =>
              event.type === "message" && event.text !== undefined ? { ...event, text: event.text.trim() } : event,
            ),
        }),
      }),
  },
  {
    name: "asks-the-provider-while-parsing",
    breaks: "inbound-events",
    make: (good) =>
      spoil(good, {
        inbound: ({ doParse }, { http }) => ({
          doParse: async (raw) => {
            const request = { operation: "check-health", method: "GET", endpoint: "api", path: "/health" } as const;
            await http.request(request).catch(() => undefined);
            return doParse(raw);
          },
        }),
      }),
  },
  {
    name: "takes-equal-texts-for-one",
    breaks: "deduplication",
    make: (good) =>
      spoil(good, {
        inbound: ({ doDeduplicationKey }) => ({
          doDeduplicationKey: (raw) => {
            const text = /"text":"([^"]*)"/.exec(Buffer.from(raw.body).toString("utf8"))?.[1];
            return text === undefined ? (doDeduplicationKey?.(raw) ?? "") : `text:${text}`;
          },
        }),
      }),
  },
  {
    name: "takes-read-for-sent",
    breaks: "delivery-reports",
    make: (good) =>
      spoil(good, {
        inbound: ({ doParse }) => ({
          doParse: async (raw) =>
            (await doParse(raw)).map((event) =>
              event.type === "delivery-report" && event.status === "read" ? { ...event, status: "sent" } : event,
            ),
        }),
      }),
  },
  {
    name: "shows-the-accounts-own-messages",
    breaks: "no-echo",
    make: (good) =>
      spoil(good, {
        inbound: ({ doParse }) => ({
          doParse: (raw) => doParse({ ...raw, body: withEvents(raw.body, ({ direction: _, ...event }) => event) }),
        }),
      }),
  },
  {
    name: "answers-every-handshake",
    breaks: "forgeries",
    make: (good) => {
      const spoilt = spoil(good, {
        manifest: (manifest) =>
          manifest.webhooks ? { ...manifest, webhooks: { ...manifest.webhooks, handshake: ["GET"] } } : manifest,
        inbound: () => ({
          doHandshake: ({ query }) => Promise.resolve({ status: 200, body: query["challenge"] ?? "" }),
        }),
      });
      const handshake = {
        method: "GET",
        query: "token=right&challenge=4711",
        answer: { status: 200, body: "4711" },
        wrongQuery: "token=wrong&challenge=4711",
      } as const;
      return good.webhooks ? { ...spoilt, webhooks: { ...good.webhooks, handshakes: [handshake] } } : spoilt;
    },
  },
  {
    name: "reads-the-first-event-alone",
    breaks: "inbound-events",
    make: (good) =>
      spoil(good, { inbound: ({ doParse }) => ({ doParse: async (raw) => (await doParse(raw)).slice(0, 1) }) }),
  },
  {
    name: "takes-what-it-does-not-know-for-nothing",
    breaks: "inbound-events",
    make: (good) =>
      spoil(good, {
        inbound: ({ doParse }) => ({
          doParse: async (raw) =>
            deliverySchema.safeParse(JSON.parse(Buffer.from(raw.body).toString("utf8"))).success ? doParse(raw) : [],
        }),
      }),
  },
  {
    name: "knows-events-by-their-delivery-alone",
    breaks: "deduplication",
    make: (good) =>
      good.webhooks === undefined
        ? good
        : {
            ...good,
            webhooks: {
              ...good.webhooks,
              batch: (bodies) => ({
                contentType: "application/json",
                body: JSON.stringify({ events: bodies.flatMap(({ body }) => eventsOf(body)) }),
              }),
            },
          },
  },
];
