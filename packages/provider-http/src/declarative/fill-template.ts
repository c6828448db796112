import type { Template } from "./template.js";
import { valueAt } from "./value-at.js";

const PLACEHOLDER = /\{([A-Za-z.][\w.-]*)\}/g;
const WHOLE = /^\{([A-Za-z.][\w.-]*)\}$/;

/**
 * Fills a template. `"{content.text}"` becomes the value itself, unchanged; `"Bearer {credentials.key}"` becomes text; `{ "$each": "to", "email": "{.address}" }`
 * becomes a list, where a path that begins with a dot is of the list's element; `{ "$merge": "content.headerMap", … }`
 * has the members of that object beside its own. What has no value is left out, with the lists and objects that are empty then. A filled-in value is never
 * read as a template again.
 * @returns undefined when nothing is left.
 */
export function fillTemplate(template: Template, scope: Readonly<Record<string, unknown>>): unknown {
  if (typeof template === "string") return fillText(template, scope);
  if (typeof template !== "object" || template === null) return template;
  if (isList(template)) return unlessEmpty(template.flatMap((part) => present(fillTemplate(part, scope))));
  const { $each: each, ...element } = template;
  if (typeof each === "string") {
    const items = valueAt(scope, each);
    if (!Array.isArray(items)) return undefined;
    return unlessEmpty(items.flatMap((item: unknown) => present(fillTemplate(element, { ...scope, "": item }))));
  }
  const { $merge: merge, ...rest } = template;
  const merged = typeof merge === "string" ? valueAt(scope, merge) : undefined;
  const base = typeof merged === "object" && merged !== null ? Object.entries(merged) : [];
  const filled = Object.entries(rest).flatMap(([name, part]) =>
    present(fillTemplate(part, scope)).map((value) => [name, value] as const),
  );
  const members = [...base, ...filled];
  return members.length > 0 ? Object.fromEntries(members) : undefined;
}

/** As {@link fillTemplate}, for what has to be text: a header, a path. */
export function fillText(template: string, scope: Readonly<Record<string, unknown>>): unknown {
  const [, whole] = WHOLE.exec(template) ?? [];
  if (whole !== undefined) return valueAt(scope, whole);
  const missing: string[] = [];
  const text = template.replace(PLACEHOLDER, (_all, path: string) => {
    const value = valueAt(scope, path);
    if (typeof value === "string" || typeof value === "number") return String(value);
    missing.push(path);
    return "";
  });
  return missing.length === 0 ? text : undefined;
}

const isList = (template: Template): template is readonly Template[] => Array.isArray(template);
const present = (value: unknown): unknown[] => (value === undefined ? [] : [value]);
const unlessEmpty = (list: unknown[]): unknown => (list.length > 0 ? list : undefined);
