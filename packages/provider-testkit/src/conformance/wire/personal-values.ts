import type { PersonalDataCategory } from "@plugboard/core/spec";
import type { MessageParts } from "../fixtures/sample-message.js";
import { contentValues } from "./content-values.js";

/** A value of a message that is personal data, by its category. */
export interface PersonalValue {
  readonly category: PersonalDataCategory;
  readonly value: string;
}

/** Shorter ones turn up by chance. */
const SHORTEST = 8;

/** The personal data of a message, as far as it is long enough to be looked for. */
export function personalValues(message: MessageParts): readonly PersonalValue[] {
  const { recipients, sender, content } = message;
  const values: { category: PersonalDataCategory; value: string | undefined }[] = [];
  for (const { address } of recipients)
    values.push(
      { category: "recipient-address", value: address.value },
      { category: "recipient-name", value: address.name },
    );
  values.push({ category: "sender-address", value: sender?.value }, { category: "sender-name", value: sender?.name });
  const ofContent = content.type === "location" || content.type === "contacts" ? content.type : "message-content";
  for (const { path, value } of contentValues(message)) {
    const isFile = path.startsWith("content.attachments");
    if (!(value instanceof Uint8Array) && path.startsWith("content."))
      values.push({ category: isFile ? "attachments" : ofContent, value: String(value) });
  }
  return values.flatMap(({ category, value }) =>
    value !== undefined && value.length >= SHORTEST ? [{ category, value }] : [],
  );
}
