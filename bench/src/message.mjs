/** Size of every measured message as JSON, the same for every variant. */
export const MESSAGE_SIZE_BYTES = 430;

const ID_DIGITS = 12;
const base = { id: "0".repeat(ID_DIGITS), to: "+15550100001", from: "+15550199999", channel: "whatsapp", text: "" };
const sentence = "Your parcel leaves the depot today and will be with you between nine and noon. ";
const textLength = MESSAGE_SIZE_BYTES - JSON.stringify(base).length;

/** The body text every variant sends; ASCII only, so one character is one byte. */
export const MESSAGE_TEXT = sentence
  .repeat(Math.ceil(textLength / sentence.length))
  .slice(0, textLength)
  .replace(/ $/, ".");

/** The text id of the message with this number, of a fixed width. @param {number} index */
export function messageId(index) {
  return String(index).padStart(ID_DIGITS, "0");
}

/**
 * One message of {@link MESSAGE_SIZE_BYTES} bytes as JSON.
 * @param {number} index - its number within a run; comes back through {@link indexOf}
 */
export function createMessage(index) {
  return { id: messageId(index), to: base.to, from: base.from, channel: base.channel, text: MESSAGE_TEXT };
}

/** The number a message was created with. @param {{ id: string }} message */
export function indexOf(message) {
  return Number(message.id);
}
