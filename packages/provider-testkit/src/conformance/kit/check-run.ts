import type { ProviderV1 } from "@plugboard/core/spec";
import type { ProviderFixtures } from "../provider-fixtures.js";
import { Observation } from "../stand/observation.js";
import { type ConnectionWatch, watchConnections } from "../stand/watch-connections.js";
import { watchConsole } from "../stand/watch-console.js";
import type { Check } from "./check.js";
import type { CheckResult, ConformanceResult } from "./check-result.js";
import { computeLevel } from "./compute-level.js";
import { expectThat } from "./expect-that.js";
import { hasIssues, issuesOf } from "./issues-of.js";
import { KitContext } from "./kit-context.js";
import { planChecks } from "./plan-checks.js";
import { secretsIn } from "./secrets-in.js";
import { SHORTEST_REASON, skipReason } from "./skip-reason.js";

/** One provider's run of the kit, check by check. */
export class CheckRun {
  readonly checks: readonly Check[];
  private readonly results: CheckResult[] = [];
  private readonly observation = new Observation();
  private readonly startedAtMs = Date.now();
  private connections: ConnectionWatch | undefined;
  private endConsole: (() => void) | undefined;

  /** @throws {CheckFailure} a reason to skip that says nothing, or that names no check. */
  constructor(
    private readonly provider: ProviderV1,
    private readonly fixtures: ProviderFixtures,
    { quick = false }: { readonly quick?: boolean } = {},
  ) {
    for (const [name, secret] of secretsIn(fixtures.credentials))
      this.observation.canaries.set(`secret ${name}`, secret);
    const context = new KitContext(
      provider,
      fixtures,
      this.observation,
      () => this.connections ?? { seen: [], stop: () => undefined },
    );
    this.checks = planChecks(context, quick);
    for (const { check, reason } of fixtures.skip ?? []) {
      expectThat(reason.trim().length >= SHORTEST_REASON, `skip of ${check}: the reason says nothing`);
      const named = this.checks.some(({ id }) => skipReason(id, [{ check, reason }]) !== undefined);
      expectThat(named, `skip of ${check}: no check is called so`);
    }
  }

  /** Begins to watch the process. */
  begin(): void {
    this.connections = watchConnections();
    this.endConsole = watchConsole(this.observation);
  }

  /** @returns the fixtures' reason to leave it out. */
  reasonToSkip({ id }: Check): string | undefined {
    return skipReason(id, this.fixtures.skip);
  }

  /** Runs one check, or notes that it is left out. Never rejects. */
  async run(check: Check): Promise<CheckResult> {
    const startedAtMs = performance.now();
    const facts = { check: check.id, rule: check.rule, title: check.title };
    const reason = this.reasonToSkip(check);
    const found = reason === undefined ? await this.attempt(check) : undefined;
    const durationMs = Math.round(performance.now() - startedAtMs);
    const result: CheckResult = {
      ...facts,
      result: reason !== undefined ? "skipped" : found === undefined ? "passed" : "failed",
      ...(found === undefined ? {} : { found }),
      ...(reason === undefined ? {} : { reason }),
      durationMs,
    };
    this.results.push(result);
    return result;
  }

  private async attempt(check: Check): Promise<string | undefined> {
    try {
      await check.run();
      return undefined;
    } catch (error) {
      if (hasIssues(error)) return `not what the contract wants: ${issuesOf(error)}`;
      return error instanceof Error
        ? `${error.name === "CheckFailure" ? "" : `${error.name}: `}${error.message}`
        : "failed";
    }
  }

  /** Ends the watching. @returns what all checks so far came to. */
  end(): ConformanceResult {
    this.connections?.stop();
    this.endConsole?.();
    const { manifest } = this.provider;
    const { faults } = this.fixtures;
    const departures = [...(faults?.departures ?? [])].map(({ fault, reason }) => ({ fault, reason }));
    if (faults?.protocol === "http" && faults.suppressions !== undefined && "none" in faults.suppressions)
      departures.push({ fault: "suppress-*", reason: `none: ${faults.suppressions.none}` });
    return {
      provider: manifest.id,
      version: manifest.version,
      package: this.fixtures.packageName,
      ...computeLevel(this.results, manifest.webhooks),
      checks: this.results,
      failed: this.results.filter(({ result }) => result === "failed").length,
      skipped: this.results.filter(({ result }) => result === "skipped").length,
      departures,
      startedAt: new Date(this.startedAtMs).toISOString(),
      durationMs: Date.now() - this.startedAtMs,
    };
  }
}
