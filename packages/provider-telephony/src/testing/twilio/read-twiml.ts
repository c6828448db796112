/** One element of TwiML, with what it holds. */
export interface TwimlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly TwimlElement[];
}

/** The nouns and attributes the simulated Twilio knows, as https://www.twilio.com/docs/voice/twiml lists them. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Response: [],
  Say: ["voice", "language", "loop"],
  Play: ["loop", "digits"],
  Pause: ["length"],
  Gather: [
    "input",
    "numDigits",
    "finishOnKey",
    "timeout",
    "speechTimeout",
    "language",
    "action",
    "method",
    "actionOnEmptyResult",
  ],
  Dial: ["callerId", "timeout", "action", "method"],
  Number: [],
  Sip: [],
  Client: [],
  Record: ["maxLength", "finishOnKey", "playBeep", "action", "method", "recordingStatusCallback", "timeout", "trim"],
  Start: [],
  Recording: ["recordingStatusCallback", "channels", "track"],
  Redirect: ["method"],
  Enqueue: ["action", "method"],
  Hangup: [],
  Reject: ["reason"],
};
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  Gather: ["Say", "Play", "Pause"],
  Dial: ["Number", "Sip", "Client"],
  Start: ["Recording"],
};
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN = /<(\/?)([A-Z][A-Za-z]*)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

/**
 * Reads TwiML as strictly as XML is: escaping, nesting, known names.
 * @returns the verbs below `Response`.
 * @throws {Error} naming what is wrong, never quoting it.
 */
export function readTwiml(xml: string): readonly TwimlElement[] {
  const declared = /^<\?xml version="1\.0" encoding="UTF-8"\?>/.exec(xml);
  if (declared === null) throw new Error("no XML declaration");
  const root: Draft = { name: "", attributes: {}, text: "", children: [] };
  const open: Draft[] = [root];
  TOKEN.lastIndex = declared[0].length;
  while (TOKEN.lastIndex < xml.length) {
    const token = TOKEN.exec(xml);
    if (token === null) throw new Error("not well-formed");
    const [, closes, name = "", attributes = "", isEmpty, text] = token;
    const inner = open.at(-1) ?? root;
    if (text !== undefined) {
      inner.text += decode(text);
      continue;
    }
    if (closes === "/") {
      if (inner.name !== name || open.length === 1) throw new Error("an end tag without its start");
      open.pop();
      continue;
    }
    const element: Draft = { name, attributes: attributesOf(name, attributes), text: "", children: [] };
    check(element, inner);
    inner.children.push(element);
    if (isEmpty !== "/") open.push(element);
  }
  const [response, ...more] = root.children;
  if (open.length !== 1 || response?.name !== "Response" || more.length > 0) throw new Error("no single Response");
  return response.children;
}

interface Draft {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Draft[];
}

function check({ name }: Draft, inner: Draft): void {
  if (!Object.hasOwn(KNOWN, name)) throw new Error("an element that TwiML does not know");
  const nouns = Object.values(INSIDE).flat();
  const allowed =
    inner.name === ""
      ? name === "Response"
      : inner.name === "Response"
        ? name === "Say" || name === "Play" || name === "Pause" || !nouns.includes(name)
        : (INSIDE[inner.name] ?? []).includes(name);
  if (!allowed) throw new Error("an element in the wrong place");
}

function attributesOf(name: string, written: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, key = "", value = ""] of written.matchAll(/([A-Za-z]+)="([^"]*)"/g)) {
    if (!(KNOWN[name] ?? []).includes(key) || key in attributes) throw new Error("an attribute TwiML does not know");
    attributes[key] = decode(value);
  }
  return attributes;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));|&/g, (whole, code: string | undefined, name: string | undefined) => {
    const found = code === undefined ? ENTITIES[name ?? ""] : String.fromCodePoint(Number(code));
    if (found === undefined) throw new Error(`an ampersand that begins no entity: ${String(whole.length)} characters`);
    return found;
  });
}
