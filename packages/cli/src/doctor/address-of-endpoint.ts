import { parseUrl } from "@plugboard/core/spec";

/**
 * An endpoint's address with the channel's settings in its placeholders.
 * @returns undefined when a setting it needs has no value: the channel does not have this endpoint then.
 */
export function addressOfEndpoint(template: string, settings: unknown): URL | undefined {
  const missing: string[] = [];
  const filled = template.replace(/\{([A-Za-z0-9_.]+)\}/g, (_placeholder, path: string) => {
    const value = settingAt(settings, path);
    if (typeof value !== "string" && typeof value !== "number") missing.push(path);
    return String(value);
  });
  return missing.length === 0 ? parseUrl(filled) : undefined;
}

function settingAt(settings: unknown, path: string): unknown {
  let found = settings;
  for (const name of path.split("."))
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, name) ? Reflect.get(found, name) : undefined;
  return found;
}
