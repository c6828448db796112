import { check } from "recheck";

/** How the time of a match may grow with its input; `undecided` where the checker cannot say. */
export type RegexGrowth = "linear" | "polynomial" | "exponential" | "undecided";

/** @returns how it grows, and an input that shows it; `proven` where that was calculated, and not only tried with many inputs. */
export async function checkRegex(
  source: string,
  flags: string,
): Promise<{ readonly growth: RegexGrowth; readonly proven?: boolean; readonly attack?: string }> {
  // Its JavaScript: the jar and the binary that come with it are never run.
  process.env["RECHECK_BACKEND"] = "pure";
  const found = await check(source, flags, { timeout: 60_000 });
  if (found.status === "safe") return { growth: "linear", proven: !found.complexity.isFuzz };
  if (found.status === "unknown") return { growth: "undecided", attack: found.error.kind };
  return { growth: found.complexity.type, attack: found.attack.pattern };
}
