/** Names Windows keeps for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Why a path of an archive is not written anywhere: it is absolute, climbs, hides characters, or means something else on another system.
 * @returns the reason, or undefined for a path that is one on every system.
 */
export function pathProblem(path: string): string | undefined {
  if (path === "" || path.length > 500) return "empty or too long";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "absolute";
  // Printable ASCII: no backslash, no control character, and no two spellings of one name.
  if (!/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(path) || /[\\:*?"<>|]/.test(path))
    return "has a character that is not allowed";
  for (const part of path.split("/")) {
    if (part === "") return "has an empty part";
    if (part === "." || part === "..") return "climbs";
    if (part.endsWith(".") || part.endsWith(" ")) return "ends in a dot or a space";
    if (DEVICE.test(part)) return "is the name of a device";
  }
  return undefined;
}
