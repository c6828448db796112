import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
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

/** The gateway itself on loopback, with an operator's page that takes every command and does nothing. */
export async function startGatewaySimulator(options: GatewaySimulatorOptions): Promise<ProviderSimulator> {
  const log = new SimulatorLog();
  const gateway = new SoftphoneGateway({
    sip: { serverUrl: "wss://sip.example.com/", domain: "example.com", secret: "simulated-sip-secret" },
    identify: () => ({ id: options.operator }),
    origins: ["https://desk.example.com"],
    apiKey: options.apiKey,
    webhook: {
      url: "https://host.example.com/webhooks/channel-1",
      secret: options.webhookSecret,
      deliver: () => Promise.resolve(new Response(null, { status: 200 })),
    },
    basePath: "/softphone",
  });
  await gateway.fetch(
    new Request("https://desk.example.com/softphone/presence", {
      method: "POST",
      headers: { origin: "https://desk.example.com", "content-type": "application/json" },
      body: JSON.stringify({ state: "available" }),
    }),
  );
  const server = await startLoopbackServer(async (request) => {
    const received = await receivedRequest(request.clone());
    log.requests.push(received);
    const wrong = log.next(request.method === "POST");
    if (wrong !== undefined && wrong.kind !== "lose-answer") return misbehaviour(wrong);
    const answer = await gateway.fetch(request);
    if (answer.status === 400 || answer.status === 401) log.complaints.push(`${request.method} ${answer.status}`);
    return wrong === undefined ? answer : "drop";
  });
  return {
    origin: server.origin,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    misbehave: (behaviour, times) => log.misbehave(behaviour, times),
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
