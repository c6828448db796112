import { fillText } from "./fill-template.js";

/** Header fields with a value; a template without one leaves its field out. */
export function fillHeaders(
  templates: Readonly<Record<string, string>>,
  scope: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([name, template]) => {
      const value = fillText(template, scope);
      return typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : [];
    }),
  );
}
