import { createContactCenter, type InboundEnvelope } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { onTestFinished, vi } from "vitest";
import { startLoopbackServer } from "../../../testing/loopback/start-loopback-server.js";
import { webrtc } from "../../host/webrtc.js";
import type { MayDial } from "../dial-gate.js";
import { SoftphoneGateway } from "../softphone-gateway.js";

export const SITE = "https://desk.example.com";
export const shared = {
  apiKey: "gateway-key-0123456789-0123456789-01",
  webhookSecret: `whsec_${Buffer.alloc(32, 3).toString("base64")}`,
};
const settings = { gatewayUrl: `${SITE}/softphone`, countries: ["DE"] };
export const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
export const NOW_MS = Date.parse("2026-11-22T12:00:00Z");

/** A busy machine takes its time. */
export const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 15_000);

export interface Page {
  post(path: string, body?: unknown, origin?: string | null): Promise<Response>;
  /** @param last - the last command that came to this page. */
  commands(last?: string): Promise<{ command: string; commandId: string; call?: string; to?: string }[]>;
  tells(event: string, rest?: Record<string, unknown>): Promise<number>;
}

/** Pages' events have ids of their own, whichever gateway they are told to. */
let counted = 0;

/** A gateway whose operator is named by a header, as a session would. */
export function openGateway(deliver: (request: Request) => Promise<Response>, now?: () => number, mayDial?: MayDial) {
  const gateway = new SoftphoneGateway({
    sip: { serverUrl: "wss://sip.example.com/", domain: "example.com", secret: "the sip secret" },
    identify: (request) => {
      const id = request.headers.get("x-session");
      return id === null ? undefined : { id };
    },
    origins: [SITE],
    apiKey: shared.apiKey,
    webhook: { url: "https://host.example.com/webhooks/desk", secret: shared.webhookSecret, deliver },
    mayDial: mayDial ?? { unchecked: "a test that dials nobody" },
    basePath: "/softphone",
    patienceMs: 20,
    ...(now === undefined ? {} : { now }),
  });
  onTestFinished(() => gateway.close());
  /** @param id - which of the operator's pages it is. */
  const pageOf = (operator: string | undefined, id?: string): Page => {
    const headers = (origin: string | null): Record<string, string> => ({
      ...(operator === undefined ? {} : { "x-session": operator }),
      ...(origin === null ? {} : { origin }),
      ...(id === undefined ? {} : { "softphone-page": id }),
    });
    const page: Page = {
      post: (path, body, origin = SITE) =>
        gateway.fetch(
          new Request(`${SITE}/softphone${path}`, {
            ...{ method: "POST", headers: headers(origin) },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          }),
        ),
      commands: async (last) => {
        const query = last === undefined ? "" : `?last=${encodeURIComponent(last)}`;
        const url = `${SITE}/softphone/commands${query}`;
        const answer = await gateway.fetch(new Request(url, { headers: headers(null) }));
        return ((await answer.json()) as { commands: Awaited<ReturnType<Page["commands"]>> }).commands;
      },
      tells: async (event, rest = {}) => {
        const eventId = `8f14e45f-ceea-467f-a0e6-${String((counted += 1)).padStart(12, "0")}`;
        const answer = await page.post("/events", {
          ...{ eventId, sipCallId: "sip-1", event, direction: "inbound", sequence: counted },
          ...{
            occurredAt: new Date(NOW_MS + counted).toISOString(),
            from: "sip:x@example.com",
            to: "sip:y@example.com",
          },
          ...rest,
        });
        return answer.status;
      },
    };
    return page;
  };
  return { gateway, pageOf };
}

/** Gateway and host as they work together; `restart` puts another gateway in the place of the first. */
export async function openBoth(now?: () => number) {
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [webrtc],
    secrets: memorySecrets({ gateway: shared }),
    egress: { dangerouslyRedirectEndpoints: { [SITE]: await listen() } },
  });
  const mayDial: MayDial = ({ to }) => center.calls.check({ accountId: "acme", channelId: "desk", to, country: "DE" });
  const begin = () => openGateway((request) => center.fetch(request), now, mayDial);
  let latest = begin();
  async function listen(): Promise<string> {
    const server = await startLoopbackServer((request) => latest.gateway.fetch(request));
    onTestFinished(() => server.close());
    return server.origin;
  }
  onTestFinished(() => center.close({ graceMs: 0 }));
  await center.channels.activate({
    ...{ accountId: "acme", channelId: "desk", providerId: "telephony-webrtc", settings, secret: "gateway" },
    ...{ instructed: act, termsAccepted: act, residency: { zones: ["EEA"] } },
    shown: center.channels.disclosure("telephony-webrtc", settings),
  });
  const received: InboundEnvelope[] = [];
  center.receive((envelope) => void received.push(envelope));
  return {
    ...{ center, received, pageOf: (operator: string, id?: string) => latest.pageOf(operator, id) },
    get gateway() {
      return latest.gateway;
    },
    restart: () => {
      latest.gateway.close();
      latest = begin();
    },
  };
}

export const taken = (): Promise<Response> => Promise.resolve(new Response(null, { status: 200 }));

