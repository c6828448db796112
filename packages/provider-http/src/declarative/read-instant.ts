/**
 * An instant as providers write it, in UTC: ISO 8601 with any number of decimals, or seconds or milliseconds since the epoch.
 * @returns undefined for anything else, and for a text without an offset, whose clock nobody knows.
 */
export function readInstant(value: unknown, as: "iso" | "epoch-seconds" | "epoch-ms"): string | undefined {
  if (as === "iso") {
    if (typeof value !== "string") return undefined;
    const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,12})?(Z|[+-]\d\d(?::?\d\d)?)$/.exec(value);
    if (match === null) return undefined;
    const [, day, time, decimals = "", zone = "Z"] = match;
    const offset =
      zone === "Z"
        ? zone
        : zone.replace(
            /^([+-]\d\d):?(\d\d)?$/,
            (_all, hours, minutes) => `${String(hours)}:${String(minutes ?? "00")}`,
          );
    return isoOf(Date.parse(`${String(day)}T${String(time)}${decimals.slice(0, 4)}${offset}`));
  }
  if (typeof value !== "number") return undefined;
  return isoOf(as === "epoch-seconds" ? value * 1_000 : value);
}

function isoOf(ms: number): string | undefined {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}
