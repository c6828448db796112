import { type ContactCenter, createContactCenter, type CallEvent, type ProviderV1, type Store } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import {
  signTwilioWebhook,
  signVoximplantCallbacks,
  twilioCallWebhook,
  twilioConformance,
  voximplantCallWebhook,
  voximplantConformance,
} from "@plugboard/provider-telephony/testing";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";

const SITE = "https://host.example.com";
const ACT = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const secretsSchema = z.object({ authToken: z.string() });
const hashSchema = z.object({
  ...{ accountId: z.string(), apiKey: z.string(), callbackSalt: z.string(), webhookSecret: z.string() },
});

/** What happens at the phones, in words both providers can say. */
export interface Happening {
  readonly event: "offered" | "ringing" | "answered" | "digits" | "recording-ready" | "ended";
  readonly sequence: number;
  readonly digits?: string;
}

/** A provider of calls as seen from the host: its fixtures, and how it posts what happened. */
export interface CallSide {
  readonly fixtures: ProviderFixtures;
  /** @param callId - as the provider would name a call of this number. */
  callIdOf(number: number): string;
  request(callId: string, happening: Happening, reference: string | undefined): Request;
}

const atOf = (sequence: number): number => Date.parse("2026-11-22T10:00:00Z") + sequence * 1_000;
const PERSON = "+4915112345201";
const OWN = "+14155550100";

const twilioSide: CallSide = {
  fixtures: twilioConformance,
  callIdOf: (number) => `CA${number.toString(16).padStart(32, "0")}`,
  request: (callSid, { event, sequence, digits }, reference) => {
    const isIn = reference === undefined;
    const topics = { offered: undefined, digits: "gather", "recording-ready": "recording" } as const;
    const topic = event in topics ? topics[event as keyof typeof topics] : "status";
    const words = { ringing: "ringing", answered: "in-progress", ended: "completed", offered: "ringing" } as const;
    const status = event in words ? words[event as keyof typeof words] : "in-progress";
    const timed = {
      Timestamp: new Date(atOf(sequence)).toUTCString().replace("GMT", "+0000"),
      SequenceNumber: String(sequence),
    };
    const { body, query } = twilioCallWebhook({
      ...{ accountSid: `AC${"0".repeat(31)}7`, callSid, status },
      ...(isIn
        ? { from: PERSON, to: OWN, direction: "inbound" }
        : { from: OWN, to: PERSON, direction: "outbound-api" }),
      ...(reference === undefined ? {} : { reference }),
      ...(topic === undefined ? {} : { topic }),
      ...(event === "digits" ? { step: sequence } : {}),
      fields: {
        ...(topic === "status" ? timed : {}),
        ...(event === "digits" ? { Digits: digits ?? "1" } : {}),
        ...(event === "recording-ready" ? { RecordingSid: `RE${callSid.slice(2)}`, RecordingStatus: "completed" } : {}),
        ...(event === "ended" ? { CallDuration: "7" } : {}),
      },
    });
    // Twilio calls the address of its settings; that is the channel of the kit's fixtures.
    const url = `${SITE}/webhooks/channel-1${query === undefined ? "" : `?${query}`}`;
    const signature = signTwilioWebhook(
      url,
      String(body),
      secretsSchema.parse(twilioConformance.credentials).authToken,
    );
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature };
    return new Request(url, { method: "POST", headers, body: String(body) });
  },
};

const voximplantSide: CallSide = {
  fixtures: voximplantConformance,
  callIdOf: (number) => String(5_000_000 + number),
  request: (callId, { event, sequence, digits }, reference) => {
    const secrets = hashSchema.parse(voximplantConformance.credentials);
    const told: Omit<CallEvent, "type"> = {
      ...{ callId, event, sequence, occurredAt: new Date(atOf(sequence)).toISOString() },
      direction: reference === undefined ? "inbound" : "outbound",
      ...(reference === undefined ? {} : { reference }),
      ...(event === "offered" || event === "digits" ? { awaitsVerbs: true } : {}),
      ...(event === "digits" ? { digits: digits ?? "1" } : {}),
      ...(event === "recording-ready" ? { recording: { mediaId: `https://storage.example/${callId}` } } : {}),
      ...(event === "ended" ? { cause: "completed", party: "recipient", durationMs: 7_000 } : {}),
    };
    const { body } = voximplantCallWebhook(`${callId}.${String(sequence)}`, told);
    const headers = { "content-type": "application/json" };
    const url = `${SITE}/webhooks/channel-1/${secrets.webhookSecret}`;
    return new Request(url, { method: "POST", headers, body: signVoximplantCallbacks(String(body), secrets) });
  },
};

/** The providers of calls whose events come by webhook. */
export const callSides: readonly CallSide[] = [twilioSide, voximplantSide];

/** A host with one voice channel of this provider, in front of its simulator at `origin`. */
export async function openCalls(
  side: CallSide,
  origin: string,
  { store = memoryStore(), provider = side.fixtures.provider }: { store?: Store; provider?: ProviderV1 } = {},
): Promise<ContactCenter> {
  const { settings, redirects = {} } = side.fixtures.connect(origin);
  const { id } = provider.manifest;
  const center = await createContactCenter({
    store,
    authority: { unchecked: "a fault row acts for its own accounts" },
    providers: [provider],
    secrets: memorySecrets({ key: side.fixtures.credentials }),
    webhooks: { publicBaseUrl: SITE },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyRedirectEndpoints: redirects },
  });
  if (center.channels.list("acme").length === 0) {
    const result = await center.channels.activate({
      ...{ accountId: "acme", channelId: "channel-1", providerId: id, channelKind: "voice", settings, secret: "key" },
      ...{ instructed: ACT, shown: center.channels.disclosure(id, settings), termsAccepted: ACT },
      residency: { zones: ["EEA"] },
    });
    if (!result.activated) throw new Error(result.refusal.code);
  }
  return center;
}

/** Waits for what follows from what was posted. */
export async function until(done: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let turn = 0; turn < 400; turn += 1) {
    if (await done()) return true;
    await new Promise((again) => setTimeout(again, 5));
  }
  return false;
}
