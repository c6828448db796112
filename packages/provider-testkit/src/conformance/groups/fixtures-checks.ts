import { outboundMessageSchema } from "@plugboard/core/spec";
import { httpFaultCases } from "../../fault-server/http-fault-cases.js";
import { smtpFaultCases } from "../../smtp-faults/smtp-fault-cases.js";
import type { Check } from "../kit/check.js";
import { CheckFailure } from "../kit/check-failure.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { issuesOf } from "../kit/issues-of.js";
import { secretsIn } from "../kit/secrets-in.js";
import { SHORTEST_REASON } from "../kit/skip-reason.js";
import { ACCOUNT } from "../stand/start-host.js";

/**
 * What the fixtures themselves are lacking, told first and by the fixture's name: a slip there would look like a fault of the provider, and what is
 * missing would leave checks out without a reason.
 */
export function fixturesChecks(context: KitContext): Check[] {
  const { fixtures, manifest } = context;
  const { messages, webhooks, faults } = fixtures;
  const check = (what: string, rule: Check["rule"], title: string, run: () => void): Check => ({
    id: `fixtures.${what}`,
    rule,
    title,
    run,
  });
  const checks = [
    check("credentials", "credentials", "otherCredentials have no secret of credentials", () => {
      const others = new Map(secretsIn(fixtures.otherCredentials));
      const same = [...secretsIn(fixtures.credentials)].filter(([name, value]) => others.get(name) === value);
      expectThat(same.length === 0, () => `the same in both: ${same.map(([name]) => name).join(", ")}`);
    }),
  ];
  if (context.has("outboundMessages"))
    checks.push(
      check("messages", "content-carried", "every sample has a name of its own and is a message", () => {
        namesDiffer("messages", messages);
        for (const { name, message } of messages) {
          const parsed = outboundMessageSchema.safeParse({ accountId: ACCOUNT, channelId: "c", ...message });
          if (!parsed.success) throw new CheckFailure(`messages, ${name}: ${issuesOf(parsed.error)}`);
        }
      }),
    );
  if (faults !== undefined)
    checks.push(
      check("departures", "outcomes", "every departure is of a fault there is, with a reason", () => {
        const known = new Set((faults.protocol === "http" ? httpFaultCases : smtpFaultCases).map(({ name }) => name));
        for (const { fault, reason } of faults.departures ?? []) {
          expectThat(known.has(fault), `faults.departures: no fault is called ${fault}`);
          expectThat(reason.trim().length >= SHORTEST_REASON, `faults.departures, ${fault}: the reason says nothing`);
        }
      }),
      check("suppressions", "suppressions", "where no answer keeps a person from being written to, it says why", () => {
        if (faults.protocol === "http" && faults.suppressions !== undefined && "none" in faults.suppressions)
          expectThat(
            faults.suppressions.none.trim().length >= SHORTEST_REASON,
            "faults.suppressions: the reason says nothing",
          );
      }),
    );
  if (manifest.webhooks === undefined || webhooks === undefined) return checks;
  checks.push(
    check("webhooks", "inbound-events", "every delivery has a name of its own; who has messages can write more", () => {
      expectThat(webhooks.samples.length > 0, "webhooks.samples is empty");
      namesDiffer("webhooks.samples", webhooks.samples);
      const sample = webhooks.samples.find(({ events }) => events.some(({ type }) => type === "message"));
      expectThat(
        sample === undefined || webhooks.message !== undefined,
        `webhooks.message is missing, and the sample ${sample?.name ?? ""} has a message`,
      );
    }),
  );
  if (context.has("deliveryReports"))
    checks.push(
      check("reports", "delivery-reports", "delivery reports can be made for a message the simulator took", () => {
        expectThat(webhooks.reports !== undefined, "webhooks.reports is missing, and deliveryReports is declared");
        expectThat(webhooks.reports.statuses.length > 0, "webhooks.reports.statuses is empty");
      }),
    );
  return checks;
}

function namesDiffer(what: string, samples: readonly { readonly name: string }[]): void {
  const twice = samples.find(({ name }, index) => samples.findIndex((one) => one.name === name) !== index);
  expectThat(twice === undefined, `${what}: two are called ${twice?.name ?? ""}`);
}
