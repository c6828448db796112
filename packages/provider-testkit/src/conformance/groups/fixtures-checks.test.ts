import { expect, test } from "vitest";
import { httpConformance } from "../../testing/http-conformance.js";
import { CheckRun } from "../kit/check-run.js";
import type { ProviderFixtures } from "../provider-fixtures.js";

const good = httpConformance();
type Webhooks = NonNullable<ProviderFixtures["webhooks"]>;
const withWebhooks = (change: (webhooks: Webhooks) => object): object => ({
  webhooks: { ...(good.webhooks as Webhooks), ...change(good.webhooks as Webhooks) },
});

/** What the checks of the fixtures and their schemas find. */
async function found(change: object): Promise<string[]> {
  const run = new CheckRun(good.provider, { ...good, ...change });
  const checks = run.checks.filter(({ id }) => id.startsWith("fixtures.") || id === "manifest.schemas");
  const results = [];
  for (const check of checks) results.push(await run.run(check));
  return results.flatMap((result) => (result.found === undefined ? [] : [`${result.check}: ${result.found}`]));
}

test("nothing is wrong with fixtures that are whole", async () => {
  expect(await found({})).toEqual([]);
});

test.each<[string, object, string]>([
  [
    "credentials of another shape",
    { credentials: {} },
    "manifest.schemas: credentials: apiKey: Invalid input: expected string, received undefined; webhookSecret: Invalid input: expected string, received undefined",
  ],
  [
    "settings of another shape",
    { connect: () => ({ settings: { countries: ["DE"] } }) },
    "manifest.schemas: connect, settings: baseUrl: Invalid input: expected string, received undefined",
  ],
  [
    "the same secrets for both accounts",
    { otherCredentials: good.credentials },
    "fixtures.credentials: the same in both: apiKey, webhookSecret",
  ],
  [
    "two samples of one name",
    { messages: [...good.messages, good.messages[0]] },
    `fixtures.messages: messages: two are called ${good.messages[0]?.name ?? ""}`,
  ],
  [
    "a sample that is no message",
    {
      messages: [
        { ...good.messages[0], name: "bad", message: { ...good.messages[0]?.message, content: { type: "text" } } },
      ],
    },
    "fixtures.messages: messages, bad: content.text: Invalid input: expected string, received undefined",
  ],
  [
    "a departure of a fault that there is not",
    { faults: { ...good.faults, departures: [{ fault: "nonsense", expected: { outcome: "refused" }, reason: "x" }] } },
    "fixtures.departures: faults.departures: no fault is called nonsense",
  ],
  [
    "a departure whose reason says nothing",
    { faults: { ...good.faults, departures: [{ fault: "404", expected: { outcome: "refused" }, reason: "x" }] } },
    "fixtures.departures: faults.departures, 404: the reason says nothing",
  ],
  [
    "no answers that suppress, and no reason",
    { faults: { ...good.faults, suppressions: { none: "x" } } },
    "fixtures.suppressions: faults.suppressions: the reason says nothing",
  ],
  ["no deliveries", withWebhooks(() => ({ samples: [] })), "fixtures.webhooks: webhooks.samples is empty"],
  [
    "two deliveries of one name",
    withWebhooks(({ samples }) => ({ samples: [...samples, samples[0]] })),
    `fixtures.webhooks: webhooks.samples: two are called ${good.webhooks?.samples[0]?.name ?? ""}`,
  ],
  [
    "messages that cannot be written",
    withWebhooks(() => ({ message: undefined })),
    "fixtures.webhooks: webhooks.message is missing, and the sample message has a message",
  ],
  [
    "reports that cannot be made",
    withWebhooks(() => ({ reports: undefined })),
    "fixtures.reports: webhooks.reports is missing, and deliveryReports is declared",
  ],
  [
    "reports without a status",
    withWebhooks(({ reports }) => ({ reports: { ...reports, statuses: [] } })),
    "fixtures.reports: webhooks.reports.statuses is empty",
  ],
])("%s: told by the fixture's name", async (_name, change, told) => {
  expect(await found(change)).toContain(told);
});
