import type { CallVerb } from "@plugboard/core/spec";
import { type CallbackTopic, callbackUrl } from "../callback-url.js";
import type { TwilioSettings } from "../twilio-settings.js";
import { escapeXml } from "./escape-xml.js";

/** How long a call whose last verb is `answer` is silent before it asks what comes next. */
const WAIT_SECONDS = 60;
/** TwiML that has come to its end ends the call: after these, an address of ours is asked instead. The others have an address of their own, or end the call. */
const ASKED_AFTER: Readonly<Partial<Record<CallVerb["verb"], CallbackTopic>>> = {
  ...{ answer: "wait", say: "say", play: "play", "send-digits": "send-digits", record: "record" },
};

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Verbs as TwiML. What waits for the person has an `action` that asks the host what comes next, and so does the end of the list; no verbs end the call.
 * @param reference - our id of the call, for everything Twilio posts about it.
 * @param step - which of the host's words this is.
 * @see https://www.twilio.com/docs/voice/twiml
 */
export function twimlOf(verbs: readonly CallVerb[], settings: TwilioSettings, reference: string, step = 0): string {
  const url = (topic: CallbackTopic): string => callbackUrl(settings, reference, topic, step);
  const isRefusal = verbs.length === 1;
  const body = verbs.map((verb) => element(verb, url, isRefusal)).join("");
  const last = verbs.at(-1)?.verb;
  const asked = last === undefined ? undefined : ASKED_AFTER[last];
  const silence = last === "answer" ? tag("Pause", { length: WAIT_SECONDS }) : "";
  const end = asked === undefined ? "" : silence + redirect(url(asked));
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${body}${end}</Response>`;
}

function element(verb: CallVerb, url: (topic: CallbackTopic) => string, isRefusal: boolean): string {
  switch (verb.verb) {
    case "answer":
      return "";
    case "say":
      return tag("Say", { voice: verb.voice, language: verb.language }, escapeXml(verb.text));
    case "play":
      return tag("Play", { loop: verb.loop === 1 ? undefined : verb.loop }, escapeXml(verb.url));
    case "gather": {
      const input = verb.input.map((one) => (one === "digits" ? "dtmf" : "speech")).join(" ");
      const seconds = Math.max(1, Math.round(verb.timeoutMs / 1_000));
      const prompt = (verb.prompt ?? []).map((one) => element(one, url, false)).join("");
      return tag(
        "Gather",
        {
          input,
          numDigits: verb.maxDigits,
          // Without a word of ours "#" would end the digits and be lost.
          finishOnKey: verb.finishOnKey ?? "",
          timeout: seconds,
          language: verb.language,
          action: url("gather"),
          method: "POST",
          actionOnEmptyResult: true,
        },
        prompt,
      );
    }
    case "dial":
      return tag(
        "Dial",
        { callerId: verb.callerId, timeout: Math.round(verb.timeoutMs / 1_000), action: url("dial"), method: "POST" },
        party(verb.to),
      );
    case "transfer":
      // Whoever was called says by the address how it went: who took the call leaves nothing to do.
      return tag("Dial", { action: url("transfer"), method: "POST" }, party(verb.to));
    case "record": {
      const recordingStatusCallback = url("recording");
      if (verb.mode === "call") return tag("Start", {}, tag("Recording", { recordingStatusCallback }));
      const maxLength = verb.maxDurationMs === undefined ? undefined : Math.ceil(verb.maxDurationMs / 1_000);
      const attributes = {
        maxLength,
        finishOnKey: verb.finishOnKey ?? "",
        playBeep: verb.beep,
        action: url("record"),
        method: "POST",
        recordingStatusCallback,
      };
      // Where nothing was said Twilio does not call the action, and goes on with what follows: it is the last verb of its answer.
      return tag("Record", attributes);
    }
    case "send-digits":
      return tag("Play", { digits: verb.digits });
    case "queue":
      return tag("Enqueue", { action: url("queue"), method: "POST" }, escapeXml(verb.name));
    case "hang-up":
      if (verb.reason === "completed" || !isRefusal) return tag("Hangup");
      return tag("Reject", { reason: verb.reason === "busy" ? "busy" : "rejected" });
    // Declared as rejected: the host hands in neither.
    case "hold":
    case "mute":
      return "";
  }
}

const redirect = (address: string): string => tag("Redirect", { method: "POST" }, escapeXml(address));

function party(to: string): string {
  if (/^sips?:/i.test(to)) return tag("Sip", {}, escapeXml(to));
  if (to.startsWith("client:")) return tag("Client", {}, escapeXml(to.slice("client:".length)));
  return tag("Number", {}, escapeXml(to));
}

function tag(name: string, attributes: Attributes = {}, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}
