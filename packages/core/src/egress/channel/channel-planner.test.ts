import { expect, test } from "vitest";
import { egressManifest } from "../__fixtures__/egress-manifest.js";
import { strictGuards } from "../strict-guards.js";
import { ChannelPlanner } from "./channel-planner.js";

const guards = strictGuards({ dangerouslyAllowPrivateAddresses: [], dangerouslyAllowPlainText: [] });
const planner = () => new ChannelPlanner(guards, new Map());
const fixed = egressManifest([{ id: "api", url: "https://api.example.com" }]);

test("channels of one manifest share a plan", () => {
  const plans = planner();
  const [first, second] = ["c-1", "c-2"].map((channelId) => plans.plan({ manifest: fixed, channelId, settings: {} }));
  expect(second).toBe(first);
});

test("channels share no plan when their accounts' residency refuses different things", () => {
  const plans = planner();
  const refusalsOf = (refused: string | undefined) => {
    const refuse = (operation: string) => (operation === refused ? ("residency" as const) : undefined);
    const { routes } = plans.plan({ manifest: fixed, channelId: "c", settings: {}, refuse });
    return ["probe", "send"].map((operation) => routes.get(operation)?.endpoints[0]?.refusal);
  };
  expect([undefined, "send", "probe", undefined].map(refusalsOf)).toEqual([
    [undefined, undefined],
    [undefined, "residency"],
    ["residency", undefined],
    [undefined, undefined],
  ]);
});

test("channels share no plan when settings are part of an endpoint", () => {
  const manifest = egressManifest([{ id: "api", url: "https://{region}.example.com" }]);
  const plans = planner();
  const urls = ["eu", "us", undefined].map(
    (region) => plans.plan({ manifest, channelId: "c", settings: { region } }).endpoints[0]?.url,
  );
  expect(urls).toEqual(["https://eu.example.com:443", "https://us.example.com:443", undefined]);
});

test("a manifest of the same id with other endpoints has a plan of its own", () => {
  const other = egressManifest([{ id: "api", url: "https://other.example.com" }]);
  const plans = planner();
  const urls = [fixed, other].map(
    (manifest) => plans.plan({ manifest, channelId: "c", settings: {} }).endpoints[0]?.url,
  );
  expect(urls).toEqual(["https://api.example.com:443", "https://other.example.com:443"]);
});
