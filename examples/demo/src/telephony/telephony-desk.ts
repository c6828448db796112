import type { ContactCenter } from "@plugboard/core";
import { describeSms } from "@plugboard/core/spec";
import { twilio } from "@plugboard/provider-telephony/twilio";
import { startTwilioSimulator, TwilioPhones, type TwilioSimulator } from "@plugboard/provider-telephony/testing";
import type { Timeline } from "../timeline.js";
import type { Account } from "../watch-host.js";

const ACCOUNT_SID = `AC${"0".repeat(31)}7`;
const NUMBER = "+14155550100";
const PERSON = "+4915112340001";
const SITE = "https://demo.example";
const credentials = { authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7" };
const RECORDING = { bytes: new TextEncoder().encode("RIFF, eight seconds of a message"), contentType: "audio/wav" };

/** Sent in a round: an SMS and a call. */
export const TELEPHONY_PER_ROUND = { sms: 1, calls: 1 } as const;

/** A number at a simulated Twilio: a call that asks, listens, records and hangs up, and an SMS. */
export class TelephonyDesk {
  readonly provider = twilio;
  readonly secrets = { "acme-twilio": credentials };

  private constructor(private readonly simulator: TwilioSimulator) {}

  static async start(): Promise<TelephonyDesk> {
    const options = { accountSid: ACCOUNT_SID, from: NUMBER, ...credentials, recording: RECORDING };
    return new TelephonyDesk(await startTwilioSimulator(options));
  }

  /** Where the provider's hosts are led instead. */
  get redirects(): Readonly<Record<string, string>> {
    const { origin } = this.simulator;
    return { "https://api.dublin.ie1.twilio.com": origin, "https://mms.twiliocdn.com": origin };
  }

  async open(center: ContactCenter, timeline: Timeline): Promise<void> {
    timeline.heading("Telephony, by recorded instruction (R4)");
    for (const channelKind of ["voice", "sms"] as const) {
      const channelId = `acme-${channelKind}`;
      const settings = {
        accountSid: ACCOUNT_SID,
        from: NUMBER,
        region: { id: "ie1" },
        webhookUrl: `${SITE}/webhooks/${channelId}`,
      };
      const providerId = twilio.manifest.id;
      const shown = center.channels.disclosure(providerId, settings);
      const act = { actor: "ann.admin", authority: "administrator", at: new Date().toISOString() } as const;
      const result = await center.channels.activate({
        ...{ accountId: "acme", channelId, providerId, channelKind, settings, secret: "acme-twilio" },
        ...{ instructed: act, shown, termsAccepted: act, residency: { zones: ["EEA"] } },
      });
      if (!result.activated) throw new Error(`${channelId} not activated: ${result.refusal.reason}`);
      timeline.fact(
        channelKind,
        `${shown.seller}; ${shown.countries.join(", ")}; simulated on ${this.simulator.origin}`,
      );
    }
  }

  /** @returns how many calls a gate refused. */
  async runRound(center: ContactCenter, timeline: Timeline, account: Account, round: number): Promise<number> {
    await this.sendSms(center, timeline, account, round);
    await this.call(center, timeline, account);
    // Refused before anything leaves: the host passes no location and promises no connection.
    const emergency = await center.calls.start({ accountId: "acme", channelId: "acme-voice", to: "112" });
    if (emergency.accepted) throw new Error("an emergency number was called");
    const { gate, rule, reason } = emergency.refusal;
    timeline.step(undefined, "refused", `gate ${gate}, rule ${rule}: ${reason}`, "yellow");
    return 1;
  }

  async close(timeline: Timeline): Promise<void> {
    for (const complaint of this.simulator.complaints) timeline.step(undefined, "complaint", complaint, "red");
    await this.simulator.close();
  }

  private async sendSms(center: ContactCenter, timeline: Timeline, account: Account, round: number): Promise<void> {
    const text = `Ihr Termin ist um 10 Uhr, Preis 20 €. Runde ${String(round)}`;
    const { encoding, segments, unitsLeft } = describeSms(text);
    const result = await center.send({
      ...{ accountId: "acme", channelId: "acme-sms", recipients: [{ address: { kind: "phone", value: PERSON } }] },
      content: { type: "text", text },
    });
    if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
    account.sent += 1;
    timeline.name(result.messageId, "sms");
    const shape = `${encoding}, ${String(segments)} segment, ${String(unitsLeft)} left`;
    timeline.step(result.messageId, "accepted", `${shape}, durable, every gate passed`, "cyan");
    await center.messages.settled("acme", result.messageId);
    const sent = this.simulator.simulation.messages.at(-1);
    if (sent !== undefined) await this.phones(center, "acme-sms").reports(sent.sid, "delivered");
  }

  /** Says, gathers a key, records a message, hangs up. */
  private async call(center: ContactCenter, timeline: Timeline, account: Account): Promise<void> {
    const off = center.calls.answerWith(({ event }) => {
      timeline.step(undefined, "call", event.digits === undefined ? event.event : `key ${event.digits}`, "magenta");
      return undefined;
    });
    const result = await center.calls.start({
      ...{ accountId: "acme", channelId: "acme-voice", to: PERSON },
      verbs: [
        { verb: "say", text: "Guten Tag. Drücken Sie die 1 für einen Rückruf.", language: "de-DE" },
        { verb: "gather", input: ["digits"], maxDigits: 1 },
        { verb: "say", text: "Bitte sprechen Sie nach dem Ton.", language: "de-DE" },
        { verb: "record", maxDurationMs: 30_000, finishOnKey: "#", beep: true },
        { verb: "hang-up" },
      ],
    });
    if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
    const { sessionId } = result.call;
    account.sent += 1;
    timeline.name(sessionId, "call");
    timeline.step(sessionId, "accepted", "durable, every gate passed", "cyan");
    const phones = this.phones(center, "acme-voice");
    const call = this.simulator.simulation.calls.at(-1);
    if (call === undefined) throw new Error("the simulated Twilio has no call");
    await phones.answers(call);
    await phones.presses(call, "1");
    const recording = await phones.leavesMessage(call, 8);
    for (const heard of phones.heard) timeline.step(sessionId, "heard", heard, "magenta");
    const { state, cause, durationMs, party } = await center.calls.get("acme", sessionId);
    const seconds = String((durationMs ?? 0) / 1_000);
    timeline.step(sessionId, state, `${cause ?? ""}, by the ${party ?? ""}, after ${seconds} s`, "green");
    const file = await center.calls.recording("acme", sessionId, recording);
    timeline.step(sessionId, "recording", `${String(file.bytes.length)} bytes of ${file.contentType}`, "green");
    off();
  }

  private phones(center: ContactCenter, channelId: string): TwilioPhones {
    return new TwilioPhones(this.simulator.simulation, `${SITE}/webhooks/${channelId}`, ({ url, headers, body }) =>
      center.fetch(new Request(url, { method: "POST", headers, body })),
    );
  }
}
