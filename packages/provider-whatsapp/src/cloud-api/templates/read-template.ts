import type { TemplateV1 } from "@plugboard/core/spec";
import type { ListedTemplate } from "./template-schemas.js";

const STATUS: Readonly<Record<string, TemplateV1["status"]>> = {
  APPROVED: "approved",
  PENDING: "pending",
  IN_APPEAL: "pending",
  REJECTED: "rejected",
  PAUSED: "paused",
};

/**
 * A listed template in the contract's words. A status that is not known counts as disabled: nothing is sent with it by mistake.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 */
export function readTemplate({ name, language, status, category, components }: ListedTemplate): TemplateV1 {
  const header = components?.find(({ type }) => type.toUpperCase() === "HEADER");
  const body = components?.find(({ type }) => type.toUpperCase() === "BODY");
  const isMedia = header !== undefined && (header.format ?? "TEXT").toUpperCase() !== "TEXT";
  return {
    name,
    language,
    status: STATUS[status.toUpperCase()] ?? "disabled",
    ...(category ? { category: category.toLowerCase() } : {}),
    parameters: { header: isMedia ? 1 : placeholders(header?.text), body: placeholders(body?.text) },
  };
}

/** How many different `{{1}}` or `{{name}}` a text has. */
function placeholders(text: string | null | undefined): number {
  return new Set([...(text ?? "").matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map(([, name]) => name)).size;
}
