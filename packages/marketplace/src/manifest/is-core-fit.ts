import { satisfies } from "semver";

/** Whether a provider runs with a version of `@plugboard/core`; a prerelease of a version in the range is in it. */
export function isCoreFit(core: string, coreRange: string): boolean {
  return satisfies(core, coreRange, { includePrerelease: true });
}
