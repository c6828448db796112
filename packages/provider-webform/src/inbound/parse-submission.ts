import {
  addressSchema,
  type InboundEventInput,
  type InboundEventsV1,
  type RawInbound,
  type StatedConsent,
} from "@plugboard/core/spec";
import { createHash } from "node:crypto";
import { parseSubmittedForm } from "../body/parse-submitted-form.js";
import type { SubmittedForm } from "../body/submitted-form.js";
import { detectFileType } from "../files/detect-file-type.js";
import type { FormField } from "../form/form-field.js";
import { textIn } from "../form/text-in.js";
import type { WebformContext } from "../serve/webform-context.js";
import type { WebformSettings } from "../settings/webform-settings.js";
import { sign } from "../token/sign.js";
import { UnreadableSubmissionError } from "./unreadable-submission-error.js";

type Address = StatedConsent["address"];

/** Turns a recorded submission into the message it is. The text is what was written, to the byte (R8). */
export function submissionEvents(context: WebformContext): InboundEventsV1 {
  return {
    async doParse(raw) {
      const { settings } = context.connection;
      const submitted = context.taken.of(raw.body) ?? parseSubmittedForm(raw.contentType, raw.body);
      if (typeof submitted === "number") throw new UnreadableSubmissionError(raw.rawId);
      const [key] = await context.keys();
      return [messageOf(settings, raw, submitted, key)];
    },
  };
}

function messageOf(
  settings: WebformSettings,
  raw: RawInbound,
  submitted: SubmittedForm,
  key: string,
): InboundEventInput {
  const { form } = settings;
  const { nonce = raw.rawId, origin = "", language = form.languages[0] ?? "en" } = raw.attributes;
  const one = (is: (field: FormField) => boolean): string | undefined => {
    const value = submitted.values.get(form.fields.find(is)?.name ?? "")?.[0];
    return value === "" ? undefined : value;
  };
  const name = one((field) => field.type === "text" && field.role === "name");
  const named = (kind: Address["kind"], value: string | undefined): Address | undefined => {
    if (value === undefined) return undefined;
    const parsed = name === undefined ? undefined : addressSchema.safeParse({ kind, value, name });
    return parsed?.data ?? addressSchema.safeParse({ kind, value }).data;
  };
  const email = named(
    "email",
    one(({ type }) => type === "email"),
  );
  const phone = named("phone", one(({ type }) => type === "phone")?.replaceAll(/[ ()./-]/g, ""));
  const from = email ?? phone ?? named("session", nonce) ?? { kind: "session" as const, value: nonce };
  const text = one((field) => field.type === "textarea" && field.role === "message");
  const subject = one((field) => field.type === "text" && field.role === "subject");
  const media = mediaOf(form.fields, submitted);
  const consents = consentsOf(settings, raw, submitted, { from, nonce, origin, language, key });
  return {
    type: "message",
    providerMessageId: nonce,
    occurredAt: new Date(raw.recordedAtMs).toISOString(),
    from,
    ...(email !== undefined && phone !== undefined ? { alsoKnownAs: [phone] } : {}),
    to: [form.id],
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    ...(media.length === 0 ? {} : { media }),
    fields: fieldsOf(form.fields, submitted),
    ...(consents.length === 0 ? {} : { consents }),
    details: { formId: form.id, language, origin },
  };
}

function fieldsOf(fields: readonly FormField[], { values }: SubmittedForm): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const { name, type } of fields) {
    const given = values.get(name);
    if (type === "file" || given === undefined || (given.length === 1 && given[0] === "")) continue;
    found[name] = type === "checkboxes" ? [...given] : (given[0] ?? "");
  }
  return found;
}

function mediaOf(fields: readonly FormField[], { files }: SubmittedForm) {
  return fields.flatMap(({ name }) =>
    (files.get(name) ?? []).map(({ filename, bytes }) => {
      const contentType = detectFileType(bytes) ?? "application/octet-stream";
      return {
        kind: contentType.startsWith("image/") ? ("image" as const) : ("document" as const),
        contentType,
        filename,
        bytes,
      };
    }),
  );
}

function consentsOf(
  { form, doubleOptIn, publicUrl }: WebformSettings,
  raw: RawInbound,
  { values }: SubmittedForm,
  {
    from,
    nonce,
    origin,
    language,
    key,
  }: { from: Address; nonce: string; origin: string; language: string; key: string },
): StatedConsent[] {
  const fallback = form.languages[0] ?? "en";
  return form.fields.flatMap((field) => {
    if (field.type !== "consent" || values.get(field.name)?.includes("yes") !== true) return [];
    const wording = textIn(field.label, language, fallback);
    const consent: StatedConsent = {
      address: from,
      purposes: field.consentPurposes,
      wordingHash: createHash("sha256").update(wording).digest("hex"),
      language,
      givenAt: new Date(raw.recordedAtMs).toISOString(),
      source: `${origin} form ${form.id} field ${field.name}`,
    };
    if (!field.doubleOptIn || doubleOptIn === undefined || publicUrl === undefined) return [consent];
    const confirmation = {
      channelId: doubleOptIn.channelId,
      secret: sign(key, "double-opt-in", nonce, field.name),
      validForDays: doubleOptIn.validForDays,
      subject: textIn(doubleOptIn.subject, language, fallback),
      text: textIn(doubleOptIn.text, language, fallback),
      url: `${publicUrl}/confirm?lang=${language}`,
    };
    return [{ ...consent, confirmation }];
  });
}
