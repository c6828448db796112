import { randomUUID } from "node:crypto";
import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { SoftphoneGateway } from "../../webrtc/gateway/softphone-gateway.js";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { jsonAnswer } from "../simulator/json-answer.js";
import { receivedRequest } from "../simulator/received-request.js";
import { SimulatorLog } from "../simulator/simulator-log.js";

export interface GatewaySimulatorOptions {
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** An operator whose page is there. */
  readonly operator: string;
}

export interface GatewaySimulator extends ProviderSimulator {
  /** The page ends a call the host has asked for, and the host is not told. */
  endUnseen(callId: string): Promise<void>;
}

const SITE = "https://desk.example.com";
const commandsSchema = z.object({ commands: z.array(z.object({ commandId: z.string() })) });

/** The gateway itself on loopback, with an operator's page that takes every command and does nothing. */
export async function startGatewaySimulator(options: GatewaySimulatorOptions): Promise<GatewaySimulator> {
  const log = new SimulatorLog();
  let aheadMs = 0;
  const gateway = new SoftphoneGateway({
    now: () => Date.now() + aheadMs,
    patienceMs: 20,
    sip: { serverUrl: "wss://sip.example.com/", domain: "example.com", secret: "simulated-sip-secret" },
    identify: () => ({ id: options.operator }),
    origins: [SITE],
    apiKey: options.apiKey,
    webhook: {
      url: "https://host.example.com/webhooks/channel-1",
      secret: options.webhookSecret,
      deliver: () => Promise.resolve(new Response(null, { status: 200 })),
    },
    mayDial: { unchecked: "a simulator whose page dials nobody" },
    basePath: "/softphone",
  });
  // It has been there for a while: what it does not know it never knew.
  aheadMs = 60_000;
  const page = (path: string, body?: unknown): Promise<Response> =>
    gateway.fetch(
      new Request(`${SITE}/softphone${path}`, {
        headers: { origin: SITE, "content-type": "application/json" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      }),
    );
  await page("/presence", { state: "available" });
  const commandIds: string[] = [];
  const take = async (): Promise<void> => {
    const { commands } = commandsSchema.parse(await (await page("/commands")).json());
    commandIds.push(...commands.map(({ commandId }) => commandId));
  };
  const server = await startLoopbackServer(async (request) => {
    const received = await receivedRequest(request.clone());
    log.requests.push(received);
    const wrong = log.next(request.method === "POST");
    if (wrong !== undefined && wrong.kind !== "lose-answer") return misbehaviour(wrong);
    const answer = await gateway.fetch(request);
    if (answer.status === 202) await take();
    if (answer.status === 400 || answer.status === 401) log.complaints.push(`${request.method} ${answer.status}`);
    return wrong === undefined ? answer : "drop";
  });
  return {
    origin: server.origin,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    misbehave: (behaviour, times) => log.misbehave(behaviour, times),
    endUnseen: async (callId) => {
      const commandId = commandIds.find((one) => one.startsWith(`${callId}.`));
      const event = { eventId: randomUUID(), sipCallId: callId, event: "ended", direction: "outbound", sequence: 9 };
      const about = { occurredAt: new Date().toISOString(), from: "", to: "", cause: "completed", endedBy: "remote" };
      await page("/events", { ...event, ...about, commandId });
    },
    close: async () => {
      gateway.close();
      await server.close();
    },
  };
}

function misbehaviour(wrong: Misbehaviour): Response {
  switch (wrong.kind) {
    case "credentials-refused":
      return jsonAnswer(401, {});
    case "rate-limited":
      return jsonAnswer(429, {}, { "retry-after": String(wrong.retryAfterSeconds) });
    case "recipient-unknown":
      return jsonAnswer(404, {});
    case "unavailable":
    case "lose-answer":
      return jsonAnswer(503, {});
  }
}
