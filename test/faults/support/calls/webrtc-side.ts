import { randomUUID } from "node:crypto";
import { signSoftphoneReport, startGatewaySimulator, webrtcConformance } from "@plugboard/provider-telephony/testing";
import { z } from "zod";
import { atOf, type CallSide, type Happening, PERSON, SITE, TALKED_MS } from "./call-side.js";
import { webhookSide } from "./webhook-side.js";

const secrets = z.object({ apiKey: z.string(), webhookSecret: z.string() }).parse(webrtcConformance.credentials);
const OPERATOR = "anna";
/** One event has one id, however often it is told. */
const eventIds = new Map<string, string>();

function requestOf(
  callId: string,
  { event, sequence, digits, sipStatus }: Happening,
  reference: string | undefined,
): Request {
  const name = `${callId} ${event} ${sequence}`;
  const eventId = eventIds.get(name) ?? randomUUID();
  eventIds.set(name, eventId);
  const report = {
    ...{ eventId, sipCallId: `sip-${callId}`.slice(0, 200), event, sequence },
    ...(reference === undefined ? { direction: "inbound" } : { direction: "outbound", commandId: callId }),
    ...{ occurredAt: new Date(atOf(sequence)).toISOString(), ...parties(reference) },
    ...(event === "digits" ? { digits: digits ?? "1" } : {}),
    ...(event !== "ended"
      ? {}
      : sipStatus === undefined
        ? { cause: "completed", endedBy: "remote", durationMs: TALKED_MS }
        : { cause: "failed", endedBy: "remote", sipStatus, durationMs: 0 }),
  };
  const body = JSON.stringify({ callId, operator: OPERATOR, report });
  const headers = {
    ...{ "content-type": "application/json" },
    ...signSoftphoneReport(secrets.webhookSecret, eventId, body, Date.now()),
  };
  return new Request(`${SITE}/webhooks/channel-1`, { method: "POST", headers, body });
}

const parties = (reference: string | undefined) =>
  reference === undefined
    ? { from: `sip:${PERSON}@example.com`, to: `sip:${OPERATOR}@example.com` }
    : { from: `sip:${OPERATOR}@example.com`, to: `sip:${PERSON}@example.com` };

/** Operators' pages: the gateway is the real one, and tells the host as it does. */
export const webrtcSide: CallSide = {
  fixtures: webrtcConformance,
  life: ["ringing", "answered", "digits", "held", "ended"],
  asks: false,
  keys: "5".repeat(64),
  callIdOf: (number) => `${OPERATOR}/sip-${number}@example.com`,
  start: async () => {
    const simulator = await startGatewaySimulator({ ...secrets, operator: OPERATOR });
    return webhookSide(
      simulator,
      requestOf,
      { isBeginning: ({ method, path }) => method === "POST" && path.endsWith("/api/calls"), isDeletion: () => false },
      (callId) => simulator.endUnseen(callId),
    );
  },
};
