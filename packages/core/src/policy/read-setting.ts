/** Value at a dotted path of a channel's settings: `"smtp.host"`; `undefined` where there is none. */
export function readSetting(settings: unknown, path: string): unknown {
  let value: unknown = settings;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
