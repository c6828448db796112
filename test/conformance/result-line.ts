import type { ConformanceResult } from "@plugboard/provider-testkit/conformance";

const WIDTHS = [20, 32, 8, 8, 8, 9] as const;

/** One object a line, the same keys for as long as the project lives. */
export function jsonLine({ provider, package: from, level, checks, failed, skipped }: ConformanceResult): string {
  return JSON.stringify({ provider, package: from, level, checks: checks.length, failed, skipped });
}

export function tableHead(): string {
  return row(["provider", "package", "level", "checks", "failed", "skipped", "time"]);
}

/** A line of the table, and below it what failed, what was skipped and what differs, with reasons. */
export function tableLines(result: ConformanceResult): string {
  const { provider, package: from, level, levelReasons, checks, failed, skipped, departures, durationMs } = result;
  const seconds = `${(durationMs / 1_000).toFixed(1)} s`;
  const notes = [
    ...checks.filter((one) => one.result === "failed").map(({ check, found }) => `failed   ${check}: ${found ?? ""}`),
    ...checks
      .filter((one) => one.result === "skipped")
      .map(({ check, reason }) => `skipped  ${check}: ${reason ?? ""}`),
    ...departures.map(({ fault, reason }) => `differs  outcomes.${fault}: ${reason}`),
    ...(failed + skipped === 0 ? levelReasons.map((reason) => `level    ${reason}`) : []),
  ];
  const line = row([provider, from, level, String(checks.length), String(failed), String(skipped), seconds]);
  return [line, ...notes.map((note) => `  ${note}`)].join("\n");
}

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join(" ")
    .trimEnd();
