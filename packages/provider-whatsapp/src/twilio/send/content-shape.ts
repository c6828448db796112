/**
 * A form of message that Twilio takes only as a stored content: made once per account, with a placeholder for everything, so that what is
 * stored carries no message and no personal data.
 */
export interface ContentShape {
  /** `friendly_name` it is found by. */
  readonly name: string;
  /** The body of `POST /v1/Content`. */
  readonly request: {
    readonly friendly_name: string;
    readonly language: "en";
    /** Samples, which Twilio asks for with placeholders. */
    readonly variables: Readonly<Record<string, string>>;
    readonly types: Readonly<Record<string, unknown>>;
  };
}

const slot = (number: number): string => `{{${number}}}`;
const samples = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index + 1), `Sample ${index + 1}`]));

/** Every name of a stored shape begins with it, so that the catalogue can leave them out. */
export const SHAPE_PREFIX = "plugboard_shape_";

/**
 * A text with so many reply buttons. Placeholders: text, then title and id of each button.
 * @see https://www.twilio.com/docs/content/twilio-quick-reply
 */
export function quickReplyShape(buttons: number): ContentShape {
  const name = `${SHAPE_PREFIX}quick_reply_${buttons}`;
  const actions = Array.from({ length: buttons }, (_, index) => ({
    type: "QUICK_REPLY",
    title: slot(2 * index + 2),
    id: slot(2 * index + 3),
  }));
  return {
    name,
    request: {
      friendly_name: name,
      language: "en",
      variables: samples(1 + 2 * buttons),
      types: { "twilio/quick-reply": { body: slot(1), actions } },
    },
  };
}

/**
 * A text with a list. Placeholders: text, button, then item, id and (where it has one) description of each row.
 * @param described - for each row, whether it has a description.
 * @see https://www.twilio.com/docs/content/twiliolist-picker
 */
export function listShape(described: readonly boolean[]): ContentShape {
  const name = `${SHAPE_PREFIX}list_${described.map((has) => (has ? "d" : "n")).join("")}`;
  let next = 3;
  const items = described.map((has) => ({
    item: slot(next++),
    id: slot(next++),
    ...(has ? { description: slot(next++) } : {}),
  }));
  return {
    name,
    request: {
      friendly_name: name,
      language: "en",
      variables: samples(next - 1),
      types: { "twilio/list-picker": { body: slot(1), button: slot(2), items } },
    },
  };
}
