import type { CallEvent } from "@plugboard/core";
import {
  signVoximplantCallbacks,
  startVoximplantSimulator,
  voximplantCallWebhook,
  voximplantConformance,
} from "@plugboard/provider-telephony/testing";
import { z } from "zod";
import { atOf, type CallSide, type Happening, SITE, TALKED_MS } from "./call-side.js";
import { webhookSide } from "./webhook-side.js";

const secrets = z
  .object({
    ...{ accountId: z.string(), apiKey: z.string(), callbackSalt: z.string(), webhookSecret: z.string() },
    serviceAccount: z.object({ keyId: z.string(), privateKey: z.string() }),
  })
  .parse(voximplantConformance.credentials);

function requestOf(
  callId: string,
  { event, sequence, digits, sipStatus }: Happening,
  reference: string | undefined,
): Request {
  const told: Omit<CallEvent, "type"> = {
    ...{ callId, event: event === "held" ? "verb-finished" : event, sequence },
    ...{ occurredAt: new Date(atOf(sequence)).toISOString() },
    direction: reference === undefined ? "inbound" : "outbound",
    ...(reference === undefined ? {} : { reference }),
    ...(event === "offered" || event === "digits" ? { awaitsVerbs: true } : {}),
    ...(event === "digits" ? { digits: digits ?? "1" } : {}),
    ...(event === "recording-ready" ? { recording: { mediaId: `https://storage.example/${callId}` } } : {}),
    ...(event !== "ended"
      ? {}
      : sipStatus === undefined
        ? { cause: "completed", party: "recipient", durationMs: TALKED_MS }
        : { sipStatus, durationMs: 0 }),
  };
  const { body } = voximplantCallWebhook(`${callId}.${String(sequence)}`, told);
  const headers = { "content-type": "application/json" };
  const url = `${SITE}/webhooks/channel-1/${secrets.webhookSecret}`;
  return new Request(url, { method: "POST", headers, body: signVoximplantCallbacks(String(body), secrets) });
}

export const voximplantSide: CallSide = {
  fixtures: voximplantConformance,
  life: ["ringing", "answered", "digits", "recording-ready", "ended"],
  asks: true,
  keys: "5".repeat(64),
  callIdOf: (number) => String(5_000_000 + number),
  start: async () => {
    const simulator = await startVoximplantSimulator({ ...secrets, from: "+14155550100" });
    return webhookSide(
      simulator,
      requestOf,
      {
        isBeginning: ({ path }) => path.endsWith("/StartScenarios"),
        isDeletion: ({ path }) => path.endsWith("/DeleteRecord"),
      },
      (callId) => {
        const session = simulator.simulation.sessions.find(({ id }) => String(id) === callId);
        if (session) session.duration = 7;
      },
    );
  },
};
