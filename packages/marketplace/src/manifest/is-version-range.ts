import { validRange } from "semver";

/** Whether npm understands it as a range of versions: `"<1.2.0"`, `"1.x"`, `"*"`; a tag such as `"latest"` is none. */
export function isVersionRange(range: string): boolean {
  return validRange(range) !== null;
}
