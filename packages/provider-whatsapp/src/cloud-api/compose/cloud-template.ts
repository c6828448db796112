import type { MessageContent } from "@plugboard/core/spec";
import { cloudMedia } from "./cloud-media.js";
import { withoutUndefined } from "./without-undefined.js";

type Template = Extract<MessageContent, { type: "template" }>;
type Parameter = NonNullable<Template["body"]>[number];

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages */
export function cloudTemplate(content: Template): Record<string, unknown> {
  const components = [
    ...(content.header === undefined ? [] : [{ type: "header", parameters: content.header.map(parameterOf) }]),
    ...(content.body === undefined ? [] : [{ type: "body", parameters: content.body.map(parameterOf) }]),
    ...(content.buttons ?? []).map(({ index, kind, parameters }) => ({
      type: "button",
      sub_type: kind,
      index: String(index),
      parameters: parameters.map(parameterOf),
    })),
  ];
  return {
    name: content.name,
    language: { code: content.language },
    ...(components.length === 0 ? {} : { components }),
  };
}

function parameterOf(parameter: Parameter): Record<string, unknown> {
  switch (parameter.type) {
    case "text":
      return withoutUndefined({ type: "text", parameter_name: parameter.name, text: parameter.text });
    case "currency": {
      const { fallback, code, amount1000 } = parameter;
      return { type: "currency", currency: { fallback_value: fallback, code, amount_1000: amount1000 } };
    }
    case "date-time":
      return { type: "date_time", date_time: { fallback_value: parameter.fallback, ...partsOf(parameter.parts) } };
    case "media": {
      const { kind, media, filename } = parameter;
      return { type: kind, [kind]: withoutUndefined({ ...cloudMedia(media), filename }) };
    }
    case "payload":
      return { type: "payload", payload: parameter.payload };
    case "action":
      return { type: "action", action: parameter.action };
  }
}

function partsOf(parts: Extract<Parameter, { type: "date-time" }>["parts"]): Record<string, unknown> {
  if (parts === undefined) return {};
  const { dayOfMonth, dayOfWeek, ...rest } = parts;
  return { ...rest, day_of_month: dayOfMonth, day_of_week: dayOfWeek };
}
