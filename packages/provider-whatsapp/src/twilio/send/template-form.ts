import type { MessageContent } from "@plugboard/core/spec";
import type { FormFields } from "../call-twilio.js";
import { variablesFit } from "./content-variables.js";
import { type Refused, refused } from "../../refusal/refused.js";

type Template = Extract<MessageContent, { type: "template" }>;
type Parameter = NonNullable<Template["header"]>[number];

/** The fields of a template, and what to compare with the stored one. */
export interface TemplateForm {
  readonly fields: FormFields;
  readonly template: { readonly sid: string; readonly language: string; readonly given: readonly string[] };
}

/**
 * An approved template. `name` is its ContentSid, as the catalogue gives it; a content has one language, which is compared and not sent. Twilio numbers the
 * placeholders of a content from 1 over header, body and buttons; a parameter with a name fills the placeholder of that name.
 * @see https://www.twilio.com/docs/content/using-variables-with-content-api
 */
export function templateForm(template: Template): TemplateForm | Refused {
  if (!/^HX[0-9a-fA-F]{32}$/.test(template.name)) return refused("TEMPLATE_NAME_NOT_A_CONTENT_SID");
  const inOrder = [...(template.buttons ?? [])].sort((one, other) => one.index - other.index);
  const parameters = [
    ...(template.header ?? []),
    ...(template.body ?? []),
    ...inOrder.flatMap((button) => button.parameters),
  ];
  const variables: [string, string][] = [];
  for (const [index, parameter] of parameters.entries()) {
    const value = valueOf(parameter);
    if (value === undefined) return refused("TEMPLATE_PARAMETER_UNSUPPORTED");
    const name = parameter.type === "text" ? parameter.name : undefined;
    variables.push([name ?? String(index + 1), value]);
  }
  if (!variablesFit(variables.map(([, value]) => value))) return refused("CONTENT_TOO_LARGE");
  if (new Set(variables.map(([name]) => name)).size !== variables.length)
    return refused("TEMPLATE_PARAMETER_UNSUPPORTED");
  return {
    template: { sid: template.name, language: template.language, given: variables.map(([name]) => name) },
    fields: [
      ["ContentSid", template.name],
      ...(variables.length === 0 ? [] : [["ContentVariables", JSON.stringify(Object.fromEntries(variables))] as const]),
    ],
  };
}

/** Twilio fills placeholders with text; a medium by its address. */
function valueOf(parameter: Parameter): string | undefined {
  switch (parameter.type) {
    case "text":
      return parameter.text;
    case "payload":
      return parameter.payload;
    case "media":
      return parameter.media.source === "url" && parameter.filename === undefined ? parameter.media.url : undefined;
    case "currency":
    case "date-time":
    case "action":
      return undefined;
  }
}
