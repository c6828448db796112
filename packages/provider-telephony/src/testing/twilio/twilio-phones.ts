import { signTwilioWebhook } from "./sign-twilio-webhook.js";
import type { TwimlElement } from "./read-twiml.js";
import type { SimulatedCall, TwilioSimulation } from "./twilio-simulation.js";
import { twilioCallWebhook, twilioMessageWebhook, twilioStatusWebhook } from "./twilio-webhooks.js";

/** A webhook as Twilio posts it: signed for the address Twilio knows. */
export interface TwilioPost {
  /** What the signature covers; with our reference. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** TwiML that a call stops at until somebody does something. */
const WAITING: ReadonlySet<string> = new Set(["Gather", "Record", "Dial", "Enqueue", "Pause"]);

/** What happens at the phones behind a simulated number: people call and are called, press keys, speak, hang up, write; and the host is told. */
export class TwilioPhones {
  /** What calls heard, in order: texts and addresses of files. */
  readonly heard: string[] = [];

  /**
   * @param url - the number's webhook, as Twilio knows it.
   * @param post - carries a webhook to the host. @returns the host's answer.
   */
  constructor(
    private readonly simulation: TwilioSimulation,
    private readonly url: string,
    private readonly post: (webhook: TwilioPost) => Promise<Response>,
  ) {}

  /** A person calls the number. Resolves when the call waits for them, or is over. */
  async calls(from: string): Promise<SimulatedCall> {
    const { options } = this.simulation;
    const call: SimulatedCall = {
      ...{ sid: this.simulation.nextSid("CA"), to: options.from, from, direction: "inbound", status: "ringing" },
      ...{ verbs: [], statusCallback: undefined, machineCallback: undefined, recordings: [], sequence: 0 },
      createdAtMs: this.simulation.nowMs,
    };
    this.simulation.calls.push(call);
    await this.ask(call, this.url, {});
    return call;
  }

  /** The called person's phone rings, and is answered. */
  async answers(call: SimulatedCall): Promise<void> {
    await this.status(call, "ringing");
    call.status = "in-progress";
    await this.status(call, "in-progress");
    await this.run(call);
  }

  /** The called person's phone says no, or nobody is there. */
  async refuses(call: SimulatedCall, status: "busy" | "no-answer" | "failed", sipResponseCode: number): Promise<void> {
    call.status = status;
    await this.status(call, status, { SipResponseCode: String(sipResponseCode), CallDuration: "0" });
  }

  /** Keys are pressed while the call listens. */
  async presses(call: SimulatedCall, digits: string): Promise<void> {
    await this.ask(call, this.actionOf(call, "Gather"), { Digits: digits, FinishedOnKey: "" });
  }

  /** Something is said while the call listens. */
  async says(call: SimulatedCall, text: string): Promise<void> {
    await this.ask(call, this.actionOf(call, "Gather"), { SpeechResult: text, Confidence: "0.93" });
  }

  /** A message is left after the beep. */
  async leavesMessage(call: SimulatedCall, seconds: number): Promise<string> {
    const [element] = call.verbs;
    const sid = this.simulation.nextSid("RE");
    call.recordings.push(sid);
    const recorded = { RecordingSid: sid, RecordingDuration: String(seconds) };
    const callback = element?.attributes["recordingStatusCallback"];
    await this.ask(call, this.actionOf(call, "Record"), { ...recorded, RecordingUrl: `https://api.twilio.com/${sid}` });
    if (callback !== undefined) await this.tell(call, callback, { ...recorded, RecordingStatus: "completed" });
    return sid;
  }

  /** The person hangs up, or the call came to its end. */
  async hangsUp(call: SimulatedCall, seconds = 7): Promise<void> {
    call.status = "completed";
    call.verbs = [];
    await this.status(call, "completed", { CallDuration: String(seconds), Duration: "1" });
  }

  /** Nobody does anything for as long as the call pauses. */
  async isSilent(call: SimulatedCall): Promise<void> {
    if (call.verbs[0]?.name !== "Pause") throw new Error("the call waits at no <Pause>");
    call.verbs = call.verbs.slice(1);
    await this.run(call);
  }

  /** Twilio finds out that a machine answered. */
  async isMachine(call: SimulatedCall): Promise<void> {
    if (call.machineCallback !== undefined)
      await this.tell(call, call.machineCallback, { AnsweredBy: "machine_start", MachineDetectionDuration: "3000" });
  }

  /** A person writes. @returns the message's id. */
  async writes(from: string, text: string): Promise<string> {
    const { accountSid, from: own } = this.simulation.options;
    const messageSid = this.simulation.nextSid("SM");
    const { body } = twilioMessageWebhook({ accountSid, messageSid, from, to: own, fields: { Body: text } });
    await this.send(this.url, body);
    return messageSid;
  }

  /** Something becomes of a message the account sent. */
  async reports(messageSid: string, status: string, errorCode?: number): Promise<void> {
    const { options, messages } = this.simulation;
    const message = messages.find(({ sid }) => sid === messageSid);
    if (message === undefined) throw new Error("the simulated Twilio has no message with this id");
    const { to, from } = message;
    const more = errorCode === undefined ? {} : { errorCode };
    const { body } = twilioStatusWebhook({ accountSid: options.accountSid, messageSid, status, to, from, ...more });
    await this.send(message.statusCallback, body);
  }

  private actionOf(call: SimulatedCall, name: string): string {
    const [element] = call.verbs;
    const action = element?.attributes["action"];
    if (element?.name !== name || action === undefined) throw new Error(`the call waits at no <${name}>`);
    return action;
  }

  /** Runs TwiML up to where the call waits; a call without more ends. */
  private async run(call: SimulatedCall): Promise<void> {
    for (;;) {
      const [element, ...rest] = call.verbs;
      if (element === undefined || element.name === "Hangup" || element.name === "Reject") {
        await this.hangsUp(call, call.status === "in-progress" ? 7 : 0);
        return;
      }
      this.hear(element);
      if (WAITING.has(element.name)) return;
      if (element.name === "Redirect") {
        await this.ask(call, element.text, {});
        return;
      }
      call.verbs = rest;
    }
  }

  private hear(element: TwimlElement): void {
    if (element.name === "Say" || element.name === "Play") this.heard.push(element.text);
    for (const child of element.children) this.hear(child);
  }

  /** Asks the host what comes next, as TwiML. */
  private async ask(call: SimulatedCall, url: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const response = await this.tell(call, url, fields);
    const xml = await response.text();
    const verbs = response.ok ? this.simulation.twiml(xml.startsWith("<?xml") ? xml : `${DECLARATION}${xml}`) : [];
    call.verbs = verbs ?? [];
    if (call.status === "ringing" && call.verbs.length > 0 && call.verbs[0]?.name !== "Reject")
      call.status = "in-progress";
    await this.run(call);
  }

  private async status(
    call: SimulatedCall,
    status: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    // A number's own webhook is told of the end too, where the account set one.
    const url = call.statusCallback ?? this.url;
    if (call.statusCallback === undefined && status !== "completed") return;
    const sequence = call.sequence++;
    const Timestamp = new Date(this.simulation.nowMs).toUTCString().replace("GMT", "+0000");
    await this.tell(call, url, { CallStatus: status, SequenceNumber: String(sequence), Timestamp, ...fields });
  }

  private tell(call: SimulatedCall, url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    const { accountSid } = this.simulation.options;
    const { sid: callSid, from, to, direction, status } = call;
    const { body } = twilioCallWebhook({ accountSid, callSid, from, to, direction, status, fields });
    return this.send(url, body);
  }

  private send(url: string, body: string): Promise<Response> {
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signTwilioWebhook(url, body, this.simulation.options.authToken),
    };
    return this.post({ url, headers, body });
  }
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
