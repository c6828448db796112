import { OptionInvalidError } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import type { InstallOptions } from "./plugin-options.js";
import type { PluginSource } from "./plugin-source.js";
import { Plugins } from "./plugins.js";

const nothing = () => Promise.resolve();
const providers = { add: nothing, remove: nothing, upgrade: nothing, enable: nothing, disable: nothing };
const options = { providers, folder: "/tmp/nowhere", verification: { unverified: "a test" } };
const tarball = new Uint8Array();

/** As plain JavaScript would call it. */
const made = (changes: object) => () => new Plugins({ ...options, ...changes });
const issuesOf = (error: unknown): readonly string[] => (error instanceof OptionInvalidError ? error.issues : []);

test.each([
  ["an option that is misspelt", { verfication: {} }, "(root): has a field that is not known: verfication"],
  ["no verification", { verification: undefined }, /^verification: /],
  [
    "a misspelt rule of verification",
    { verification: { unverified: "a test", minimumsequence: 3 } },
    /minimumsequence/,
  ],
  [
    "a misspelt member of trust",
    { verification: { trust: { needsRevocation: false } } },
    "verification.trust: has a field that is not known: needsRevocation",
  ],
  [
    "a list in the place of its reader",
    { verification: { trust: {}, revocations: "{}" } },
    /^verification.revocations: /,
  ],
  ["a reason that says nothing", { verification: { unverified: "" } }, /^verification/],
  ["providers of another version", { providers: { ...providers, upgrade: undefined } }, /methods: upgrade$/],
  ["no folder", { folder: "" }, /^folder: /],
  ["a clock that is none", { now: 5 }, "now: expected a function"],
])("a host's plugins are not made with %s", (_name, changes, issue) => {
  let failure: unknown;
  try {
    made(changes)();
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ code: "OPTION_INVALID" });
  expect(issuesOf(failure)).toEqual([issue instanceof RegExp ? expect.stringMatching(issue) : issue]);
});

test.each([
  ["a source that is a name alone", "@acme/connector", {}, /^source: expected \{ tarball \}/],
  ["two sources", { tarball, folder: "/tmp/x" }, {}, /^source: /],
  ["a name that climbs", { installed: "../../etc", from: "/srv/host.js" }, {}, /^source: /],
  ["a place that is relative", { installed: "@acme/connector", from: "./host.js" }, {}, /^source: /],
  ["a level there is not", { tarball }, { level: "isolate" }, /^level: one of isolated, in-process$/],
  [
    "a limit that is misspelt",
    { tarball },
    { limits: { memoryMB: 64 } },
    "limits: has a field that is not known: memoryMB",
  ],
  ["a limit beyond its bounds", { tarball }, { limits: { memoryMb: 1 } }, "limits.memoryMb: at least 32"],
  ["a misspelt option", { tarball }, { allowDowngrade: true }, "(root): has a field that is not known: allowDowngrade"],
])("nothing is installed or upgraded from %s", async (_name, source, install, issue) => {
  for (const call of ["install", "upgrade"] as const) {
    const failure: unknown = await made({})()
      [call](source as unknown as PluginSource, install as unknown as InstallOptions)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "OPTION_INVALID" });
    expect(issuesOf(failure)).toEqual([issue instanceof RegExp ? expect.stringMatching(issue) : issue]);
  }
});
