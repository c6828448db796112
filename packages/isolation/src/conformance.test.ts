import { describeProvider } from "@plugboard/provider-testkit";
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

/** The kit winds its clock past the end of the attempt before a real process can say that the call before it ended: unknown, by the other code. */
const reason = "the kit's clock is faster than a process; the outcome is unknown all the same, with ATTEMPT_TIMEOUT";
const skip = [
  "outcomes.half-open*",
  "outcomes.accepted-never-answered",
  "outcomes.body-stalls",
  "outcomes.body-trickles",
  "outcomes.headers-trickle",
  "outcomes.processed-then-silent",
  "deadline.send",
].map((check) => ({ check, reason }));

describeProvider(isolated.provider, { ...fixtures, provider: isolated.provider, skip });
