import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeProvider } from "@plugboard/provider-testkit";
import { describe, expect, test } from "vitest";
import { conformance } from "./conformance.js";

for (const fixtures of conformance) describeProvider(fixtures.provider, fixtures);

describe("a provider as data", () => {
  test.each(conformance.map(({ provider }) => provider.manifest.id))("%s is under 80 lines", (id) => {
    const text = readFileSync(join(import.meta.dirname, `../${id}/${id}.ts`), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThan(80);
  });
});
