import type { OutboundMessageInput } from "@plugboard/core/spec";
import { z } from "zod";

type Content = OutboundMessageInput["content"];
type Template = Extract<Content, { type: "template" }>;
type Parameter = NonNullable<Template["body"]>[number];
type Media = Extract<Content, { type: "sticker" }>["media"];

const media = z.object({
  id: z.string().optional(),
  link: z.string().optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
});
const parameter = z.looseObject({ type: z.string() });
const exampleSchema = z.looseObject({
  to: z.string(),
  type: z.string(),
  context: z.object({ message_id: z.string() }).optional(),
});

/** The message that an example of Meta's says, in the contract's words. */
export function messageOfExample(example: unknown): OutboundMessageInput {
  const { to, type, context, ...rest } = exampleSchema.parse(example);
  return {
    accountId: "a",
    channelId: "c",
    recipients: [{ address: { kind: "phone", value: to } }],
    content: contentOf(type, rest[type]),
    ...(context === undefined ? {} : { replyToProviderMessageId: context.message_id }),
  };
}

function contentOf(type: string, value: unknown): Content {
  switch (type) {
    case "text": {
      const { body, preview_url } = z.object({ body: z.string(), preview_url: z.boolean() }).parse(value);
      return { type, text: body, previewLinks: preview_url };
    }
    case "image":
    case "video":
    case "document":
    case "audio":
    case "sticker": {
      const { caption, filename, ...file } = media.parse(value);
      return {
        type,
        media: mediaOf(file),
        ...(caption === undefined ? {} : { caption }),
        ...(filename === undefined ? {} : { filename }),
      } as Content;
    }
    case "location":
      return { type, ...(value as { latitude: number; longitude: number }) };
    case "reaction": {
      const { message_id, emoji } = z.object({ message_id: z.string(), emoji: z.string() }).parse(value);
      return { type, toProviderMessageId: message_id, emoji };
    }
    case "contacts":
      return { type, contacts: z.array(contactSchema).parse(value) };
    case "template":
      return templateOf(value);
    case "interactive":
      return interactiveOf(z.looseObject({ type: z.string() }).parse(value));
    default:
      throw new Error(`an example of the type ${type}`);
  }
}

function mediaOf({ id, link }: { id?: string | undefined; link?: string | undefined }): Media {
  return id === undefined ? { source: "url", url: link ?? "" } : { source: "id", id };
}

const contactSchema = z
  .strictObject({
    name: z.record(z.string(), z.string()),
    birthday: z.string(),
    org: z.strictObject({ company: z.string(), department: z.string(), title: z.string() }),
    phones: z.array(z.strictObject({ phone: z.string(), type: z.string(), wa_id: z.string().optional() })),
    emails: z.array(z.strictObject({ email: z.string(), type: z.string() })),
    addresses: z.array(z.record(z.string(), z.string())),
    urls: z.array(z.strictObject({ url: z.string(), type: z.string() })),
  })
  .transform(({ name, birthday, org, phones, emails, addresses, urls }) => ({
    formattedName: name["formatted_name"] ?? "",
    firstName: name["first_name"],
    lastName: name["last_name"],
    middleName: name["middle_name"],
    prefix: name["prefix"],
    suffix: name["suffix"],
    birthday,
    organization: org.company,
    department: org.department,
    jobTitle: org.title,
    phones: phones.map(({ phone, type, wa_id }) => ({ number: phone, type, handle: wa_id })),
    emails: emails.map(({ email, type }) => ({ address: email, type })),
    addresses: addresses.map(({ zip, country_code, ...more }) => ({ ...more, postalCode: zip, countryCode: country_code })),
    urls,
  }));

function templateOf(value: unknown): Template {
  const { name, language, components = [] } = z
    .object({
      name: z.string(),
      language: z.object({ code: z.string() }),
      components: z
        .array(
          z.object({
            type: z.string(),
            sub_type: z.string().optional(),
            index: z.string().optional(),
            parameters: z.array(parameter).default([]),
          }),
        )
        .optional(),
    })
    .parse(value);
  const of = (type: string) => components.find((one) => one.type.toLowerCase() === type)?.parameters.map(parameterOf);
  const header = of("header");
  const body = of("body");
  const buttons = components
    .filter(({ type }) => type.toLowerCase() === "button")
    .map(({ sub_type, index, parameters }) => ({
      index: Number(index),
      kind: sub_type ?? "",
      parameters: parameters.map(parameterOf),
    }));
  return {
    type: "template",
    name,
    language: language.code,
    ...(header === undefined ? {} : { header }),
    ...(body === undefined ? {} : { body }),
    ...(buttons.length === 0 ? {} : { buttons }),
  };
}

function parameterOf(value: z.infer<typeof parameter>): Parameter {
  switch (value.type) {
    case "text":
      return { type: "text", text: String(value["text"]) };
    case "currency": {
      const currency = z
        .object({ fallback_value: z.string(), code: z.string(), amount_1000: z.number() })
        .parse(value["currency"]);
      return {
        type: "currency",
        fallback: currency.fallback_value,
        code: currency.code,
        amount1000: currency.amount_1000,
      };
    }
    case "date_time": {
      const { fallback_value, day_of_month, day_of_week, ...rest } = z
        .looseObject({ fallback_value: z.string(), day_of_month: z.number(), day_of_week: z.number() })
        .parse(value["date_time"]);
      const parts = { ...rest, dayOfMonth: day_of_month, dayOfWeek: day_of_week };
      return { type: "date-time", fallback: fallback_value, parts } as unknown as Parameter;
    }
    case "image":
      return { type: "media", kind: "image", media: mediaOf(media.parse(value["image"])) };
    case "payload":
      return { type: "payload", payload: String(value["payload"]) };
    case "action":
      return { type: "action", action: z.record(z.string(), z.unknown()).parse(value["action"]) };
    default:
      throw new Error(`a parameter of the type ${value.type}`);
  }
}

function interactiveOf(value: { readonly type: string; readonly [name: string]: unknown }): Content {
  if (value.type !== "button" && value.type !== "list")
    return { type: "native", format: "whatsapp-interactive", body: value };
  const { header, body, footer } = z
    .object({
      header: z.object({ text: z.string() }).optional(),
      body: z.object({ text: z.string() }),
      footer: z.object({ text: z.string() }).optional(),
    })
    .parse(value);
  const frame = {
    text: body.text,
    ...(header === undefined ? {} : { header: { text: header.text } }),
    ...(footer === undefined ? {} : { footer: footer.text }),
  };
  if (value.type === "button") {
    const { buttons } = z
      .object({ buttons: z.array(z.object({ reply: z.object({ id: z.string(), title: z.string() }) })) })
      .parse(value["action"]);
    return { type: "buttons", ...frame, buttons: buttons.map(({ reply }) => ({ action: "reply", ...reply })) };
  }
  const row = z.object({ id: z.string(), title: z.string(), description: z.string().optional() });
  const action = z
    .object({ button: z.string(), sections: z.array(z.object({ title: z.string(), rows: z.array(row) })) })
    .parse(value["action"]);
  return { type: "list", ...frame, ...action } as Content;
}
