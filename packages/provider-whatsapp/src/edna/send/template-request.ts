import type { MessageContent } from "@plugboard/core/spec";
import { type EdnaAttachment, ednaAttachment } from "./edna-attachment.js";
import { type Refused, refused } from "../../refusal/refused.js";

type Template = Extract<MessageContent, { type: "template" }>;
type Parameter = NonNullable<Template["header"]>[number];

/** What a request by template carries beside ids. */
export interface TemplateRequest {
  readonly templateId: number;
  readonly textVariables?: readonly string[];
  readonly buttonVariables?: readonly string[];
  readonly headerVariables?: readonly string[];
  readonly attachment?: EdnaAttachment;
}

/**
 * An approved template with its parameters in order. `name` is the template's number in edna, as the catalogue gives it; the language belongs to the
 * template and is not sent.
 * @see https://docs-pulse.edna.io/docs/api/messages/sending-id
 */
export function templateRequest(template: Template): TemplateRequest | Refused {
  if (!/^[1-9]\d{0,14}$/.test(template.name)) return refused("TEMPLATE_NAME_NOT_A_NUMBER");
  const media = (template.header ?? []).filter(({ type }) => type === "media");
  if (media.length > 1) return refused("TEMPLATE_PARAMETER_UNSUPPORTED");
  const headerVariables = (template.header ?? []).filter(({ type }) => type !== "media").map(textOf);
  const textVariables = (template.body ?? []).map(textOf);
  // edna takes one list for all buttons; the order is that of the buttons.
  const inOrder = [...(template.buttons ?? [])].sort((one, other) => one.index - other.index);
  const buttonVariables = inOrder.flatMap(({ parameters }) => parameters.map(textOf));
  if ([...headerVariables, ...textVariables, ...buttonVariables].includes(undefined))
    return refused("TEMPLATE_PARAMETER_UNSUPPORTED");
  const file = media[0];
  const attachment = file?.type === "media" ? ednaAttachment(file.media, file.filename) : undefined;
  if (attachment !== undefined && "refused" in attachment) return attachment;
  return {
    templateId: Number(template.name),
    ...list("textVariables", textVariables),
    ...list("buttonVariables", buttonVariables),
    ...list("headerVariables", headerVariables),
    ...(attachment === undefined ? {} : { attachment }),
  };
}

/** edna fills placeholders with plain text: what WhatsApp shows where it cannot format a currency or a date. */
function textOf(parameter: Parameter): string | undefined {
  switch (parameter.type) {
    case "text":
      return parameter.text;
    case "payload":
      return parameter.payload;
    case "currency":
    case "date-time":
    case "media":
    case "action":
      return undefined;
  }
}

function list(name: string, values: readonly (string | undefined)[]): Readonly<Record<string, readonly string[]>> {
  const texts = values.filter((value) => value !== undefined);
  return texts.length === 0 ? {} : { [name]: texts };
}
