import type { ExpectedOutcome, FaultServerOptions } from "@plugboard/provider-testkit";
import {
  asteriskConformance,
  twilioConformance,
  voximplantConformance,
  webrtcConformance,
} from "@plugboard/provider-telephony/testing";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";

/** What a provider answers when it has taken a call, and where it finds the host's key. */
export interface CallReceipts extends Required<Pick<FaultServerOptions, "receiptOf" | "keyOf">> {
  readonly fixtures: ProviderFixtures;
  /** The path of a POST that begins a call. */
  readonly beginning: RegExp;
  /** Cases whose outcome is another one here, by their names. */
  readonly departures: ReadonlyMap<string, ExpectedOutcome>;
}

const numberOf = (sha256: string): number => Number.parseInt(sha256.slice(0, 8), 16);
const none = new Map<string, ExpectedOutcome>();

/** The four providers of calls. */
export const callReceipts: readonly CallReceipts[] = [
  {
    fixtures: twilioConformance,
    beginning: /\/Calls\.json$/,
    receiptOf: ({ bodySha256, atMs }) => ({
      status: 201,
      body: JSON.stringify({
        ...{ sid: `CA${bodySha256.slice(0, 32)}`, status: "queued", date_created: new Date(atMs).toUTCString() },
      }),
    }),
    keyOf: () => undefined,
    departures: none,
  },
  {
    fixtures: voximplantConformance,
    beginning: /\/StartScenarios$/,
    receiptOf: ({ bodySha256 }) => ({
      status: 200,
      body: JSON.stringify({ result: 1, call_session_history_id: numberOf(bodySha256) }),
    }),
    keyOf: () => undefined,
    // The receipt holds numbers alone, so the case, which changes texts, leaves it as it is.
    departures: new Map<string, ExpectedOutcome>([["200-wrong-types", { outcome: "received" }]]),
  },
  {
    fixtures: asteriskConformance,
    beginning: /\/channels\/pb-[^/]+$/,
    receiptOf: ({ idempotencyKey = "" }) => ({
      status: 200,
      body: JSON.stringify({ id: idempotencyKey, name: "PJSIP/trunk-1", state: "Down" }),
    }),
    // The channel's own name is the key: a second one of that name is refused.
    keyOf: ({ path }) => decodeURIComponent(/\/channels\/([^/?]+)/.exec(path)?.[1] ?? "") || undefined,
    departures: none,
  },
  {
    fixtures: webrtcConformance,
    beginning: /\/api\/calls$/,
    receiptOf: ({ idempotencyKey = "" }) => ({ status: 202, body: JSON.stringify({ callId: idempotencyKey }) }),
    keyOf: (_head, body) => /"callId":"([^"]+)"/.exec(Buffer.from(body).toString("utf8"))?.[1],
    departures: none,
  },
];
