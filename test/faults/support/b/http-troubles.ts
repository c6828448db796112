import { createHttpProvider, type FaultServer, type FaultStep, startFaultServer } from "@plugboard/provider-testkit";
import { textMessage } from "./http-protocol.js";
import type { Trouble } from "./trouble.js";

const LIMITS = { maxAttempts: 1_000, backoffBaseMs: 200, backoffMaxMs: 1_000, concurrency: 8 };
/** Longer than the slow provider takes. */
const TIMEOUT_MS = 4_000;
const SLOW_MS = 2_500;

const answers = (status: number, body = "{}", retryAfter?: string): readonly FaultStep[] => [
  { step: "read-request" },
  { step: "answer", status, body, ...(retryAfter ? { headers: [["retry-after", retryAfter]] as const } : {}) },
];

function trouble(
  name: string,
  party: Trouble["party"],
  reported: Trouble["reported"],
  steps: readonly FaultStep[] | "unreachable",
  timeoutMs = 1_000,
): Trouble {
  let server: FaultServer;
  let port = 0;
  return {
    name,
    party,
    reported,
    message: textMessage,
    provider: (id) => createHttpProvider({ id, limits: LIMITS, timeoutMs }),
    begin: async () => {
      server = await startFaultServer();
      port = server.port;
      return { baseUrl: server.baseUrl, countries: ["DE"] };
    },
    breakDown: async () => {
      if (steps === "unreachable") await server.close();
      else server.setScript(() => steps);
    },
    heal: async () => {
      if (steps === "unreachable") server = await startFaultServer({ port });
      else server.setScript(() => [{ step: "receipt" }]);
    },
    end: () => server.close(),
  };
}

const EVERYWHERE = ["channel", "provider"] as const;
const CHANNEL = ["channel"] as const;

export const httpTroubles: readonly Trouble[] = [
  trouble("503", "provider", EVERYWHERE, answers(503)),
  trouble("401", "account", CHANNEL, answers(401)),
  trouble("unknown-recipients", "recipient", [], answers(422, '{"error":{"code":"recipient_unknown"}}')),
  trouble("refused", "provider", EVERYWHERE, "unreachable"),
  trouble("resets", "provider", EVERYWHERE, [{ step: "read-head" }, { step: "reset" }]),
  trouble("silent", "provider", EVERYWHERE, [{ step: "read-request" }, { step: "hang" }]),
  trouble("slow", "provider", EVERYWHERE, [{ step: "wait", waitMs: SLOW_MS }, { step: "receipt" }], TIMEOUT_MS),
  trouble("unreadable", "provider", EVERYWHERE, answers(200, "<html>")),
  trouble("429", "account", CHANNEL, answers(429, "{}", "1")),
  trouble("400", "account", CHANNEL, answers(400)),
];
