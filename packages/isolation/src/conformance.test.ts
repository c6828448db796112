import { describeProvider, httpFaultCases } from "@plugboard/provider-testkit";
import { httpConformance } from "@plugboard/provider-testkit/testing";
import { afterAll } from "vitest";
import { buildModule } from "./__fixtures__/build-module.js";
import { builtChild } from "./__fixtures__/isolate.js";
import { isolateProvider } from "./isolate-provider.js";

// The connector as it is, without a changed line, held against every rule of the kit from behind the border.
const fixtures = httpConformance();
const isolated = await isolateProvider(
  {
    entry: await buildModule(new URL("./__fixtures__/http-connector.ts", import.meta.url), "http"),
    exportName: "httpProvider",
    manifest: fixtures.provider.manifest,
  },
  { child: await builtChild() },
);
afterAll(() => isolated.close());

/**
 * Core gives a plugin a twentieth more than its call's time: 50 ms at the kit's one second. A busy machine takes longer than that to bring an
 * answer over the border, and then says the same with core's own code; `unanswered.test.ts` holds what matters of it.
 */
const reason =
  "at the kit's short deadline a busy machine may say ATTEMPT_TIMEOUT instead of ANSWER_TIMEOUT; see unanswered.test.ts";
const untilDeadline = httpFaultCases.filter((one) => one.untilDeadline === true).map(({ name }) => `outcomes.${name}`);
const skip = [...untilDeadline, "deadline.send"].map((check) => ({ check, reason }));

describeProvider(isolated.provider, { ...fixtures, provider: isolated.provider, skip });
