/** The value of a setting by its path (`"smtp.host"`); undefined when a step is missing or only inherited. */
export function settingAt(settings: unknown, path: string): unknown {
  let value = settings;
  for (const step of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
