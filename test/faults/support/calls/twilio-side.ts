import {
  signTwilioWebhook,
  startTwilioSimulator,
  twilioCallWebhook,
  twilioConformance,
} from "@plugboard/provider-telephony/testing";
import { z } from "zod";
import { atOf, type CallSide, type Happening, PERSON, SITE, TALKED_MS } from "./call-side.js";
import { webhookSide } from "./webhook-side.js";

const OWN = "+14155550100";
const ACCOUNT = `AC${"0".repeat(31)}7`;
const secrets = z
  .object({ authToken: z.string(), apiKey: z.object({ sid: z.string(), secret: z.string() }) })
  .parse(twilioConformance.credentials);
const TOPICS = { digits: "gather", "recording-ready": "recording" } as const;
const WORDS = { ringing: "ringing", answered: "in-progress", ended: "completed", offered: "ringing" } as const;

function requestOf(
  callSid: string,
  { event, sequence, digits, sipStatus }: Happening,
  reference: string | undefined,
): Request {
  const topic = event === "offered" ? undefined : event in TOPICS ? TOPICS[event as keyof typeof TOPICS] : "status";
  const { body, query } = twilioCallWebhook({
    ...{ accountSid: ACCOUNT, callSid },
    status: sipStatus !== undefined ? "failed" : event in WORDS ? WORDS[event as keyof typeof WORDS] : "in-progress",
    ...(reference === undefined
      ? { from: PERSON, to: OWN, direction: "inbound" }
      : { from: OWN, to: PERSON, direction: "outbound-api", reference }),
    ...(topic === undefined ? {} : { topic }),
    ...(event === "digits" ? { step: sequence } : {}),
    fields: {
      ...(topic === "status"
        ? {
            Timestamp: new Date(atOf(sequence)).toUTCString().replace("GMT", "+0000"),
            SequenceNumber: String(sequence),
          }
        : {}),
      ...(event === "digits" ? { Digits: digits ?? "1" } : {}),
      ...(event === "recording-ready" ? { RecordingSid: `RE${callSid.slice(2)}`, RecordingStatus: "completed" } : {}),
      ...(event === "ended" && sipStatus === undefined ? { CallDuration: String(TALKED_MS / 1_000) } : {}),
      ...(sipStatus === undefined ? {} : { CallDuration: "0", SipResponseCode: String(sipStatus) }),
    },
  });
  // Twilio calls the address of its settings; that is the channel of the kit's fixtures.
  const url = `${SITE}/webhooks/channel-1${query === undefined ? "" : `?${query}`}`;
  const signature = signTwilioWebhook(url, String(body), secrets.authToken);
  const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature };
  return new Request(url, { method: "POST", headers, body: String(body) });
}

export const twilioSide: CallSide = {
  fixtures: twilioConformance,
  life: ["ringing", "answered", "digits", "recording-ready", "ended"],
  asks: true,
  keys: "5".repeat(64),
  callIdOf: (number) => `CA${number.toString(16).padStart(32, "0")}`,
  start: async () => {
    const simulator = await startTwilioSimulator({ accountSid: ACCOUNT, from: OWN, ...secrets });
    return webhookSide(
      simulator,
      requestOf,
      {
        isBeginning: ({ method, path }) => method === "POST" && path.endsWith("/Calls.json"),
        isDeletion: ({ method, path }) => method === "DELETE" && path.includes("/Recordings/"),
      },
      (callId) => {
        const call = simulator.simulation.calls.find(({ sid }) => sid === callId);
        if (call) call.status = "completed";
      },
    );
  },
};
