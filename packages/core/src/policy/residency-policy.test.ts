import { describe, expect, test } from "vitest";
import { decideResidency, residencyRuleSchema, resolveResidency } from "./residency-policy.js";
import { shippedZoneTable } from "./zones/shipped-zone-table.js";
import { zoneTableSchema } from "./zones/zone-table.js";
import { zonesInForce } from "./zones/zones-in-force.js";

describe("residency", () => {
  const rule = (fields: object) => residencyRuleSchema.parse(fields);
  const sccs = { safeguard: "standard-contractual-clauses", reference: "SCC 2026-01" } as const;
  const facet = (
    countries: string[],
    safeguard: "none" | "standard-contractual-clauses" | "adequacy-decision" = "none",
  ) => ({
    countries,
    safeguard,
  });

  const zones = zonesInForce(shippedZoneTable, Date.parse("2026-11-22"));

  test("the EEA has 30 countries, and Switzerland and the United Kingdom are not among them", () => {
    expect(zones.eea.size).toBe(30);
    expect(zones.eea.has("CH") || zones.eea.has("GB")).toBe(false);
  });

  test("an adequacy decision counts from its first day through its last", () => {
    const on = (day: string) => zonesInForce(shippedZoneTable, Date.parse(day)).adequacy;
    expect([on("2026-01-25").has("BR"), on("2026-01-26").has("BR")]).toEqual([false, true]);
    expect([on("2031-12-27").has("GB"), on("2031-12-28").has("GB")]).toEqual([true, false]);
  });

  test("the shipped table is one that a host could give", () => {
    expect(zoneTableSchema.parse(shippedZoneTable)).toEqual(shippedZoneTable);
    expect(new Set(shippedZoneTable.adequacy.map(({ country }) => country)).size).toBe(
      shippedZoneTable.adequacy.length,
    );
  });

  test.each(["inTransit", "processing", "atRest", "callbacks"] as const)(
    "one country outside in the facet %s is enough",
    (name) => {
      const offered = "standard-contractual-clauses";
      const residency = { processing: facet(["DE"]), [name]: facet(["DE", "US"], offered) };
      expect(decideResidency(rule({ zones: ["EEA"] }), residency, zones)).toMatchObject({
        code: "RESIDENCY_OUTSIDE",
        rule: "R13",
        details: { facet: name, country: "US", safeguardOffered: offered },
      });
    },
  );

  test.each<[string, object, Parameters<typeof decideResidency>[1], boolean]>([
    ["all in the zone", { zones: ["EEA"] }, { processing: facet(["DE", "IS", "NO"]) }, true],
    ["a country by name", { countries: ["US"] }, { processing: facet(["US"]) }, true],
    ["nothing is allowed by an empty rule", {}, { processing: facet(["DE"]) }, false],
    [
      "the account recorded the safeguard the provider offers",
      { zones: ["EEA"], safeguards: [{ country: "US", ...sccs }] },
      { processing: facet(["US"], "standard-contractual-clauses") },
      true,
    ],
    [
      "the account recorded another safeguard",
      { zones: ["EEA"], safeguards: [{ country: "US", ...sccs }] },
      { processing: facet(["US"], "adequacy-decision") },
      false,
    ],
    [
      "the provider offers no safeguard",
      { zones: ["EEA"], safeguards: [{ country: "US", ...sccs }] },
      { processing: facet(["US"]) },
      false,
    ],
    [
      "a safeguard is for its country",
      { zones: ["EEA"], safeguards: [{ country: "US", ...sccs }] },
      { processing: facet(["IN"], "standard-contractual-clauses") },
      false,
    ],
    [
      "an adequate country, where that zone is allowed",
      { zones: ["adequate"] },
      { processing: facet(["JE", "CH"]) },
      true,
    ],
    ["an adequate country, where it is not", { zones: ["EEA"] }, { processing: facet(["CH"]) }, false],
    [
      "a country where only some recipients are adequate needs the account's word that its is one",
      { zones: ["adequate"] },
      { processing: facet(["US"], "adequacy-decision") },
      false,
    ],
    [
      "and has it",
      { safeguards: [{ country: "US", safeguard: "adequacy-decision", reference: "DPF list, Acme Inc." }] },
      { processing: facet(["US"], "adequacy-decision") },
      true,
    ],
    [
      "a recorded adequacy decision that is not in force",
      { safeguards: [{ country: "RU", safeguard: "adequacy-decision", reference: "?" }] },
      { processing: facet(["RU"], "adequacy-decision") },
      false,
    ],
    ["no country is declared", { zones: ["EEA"], countries: ["US"] }, { processing: facet([]) }, false],
  ])("%s", (_name, fields, residency, allowed) => {
    expect(decideResidency(rule(fields), residency, zones) === undefined).toBe(allowed);
  });

  test("a safeguard named none, or without its reference, cannot be recorded", () => {
    expect(() => rule({ safeguards: [{ country: "US", safeguard: "none", reference: "x" }] })).toThrow();
    expect(() => rule({ safeguards: [{ country: "US", safeguard: "adequacy-decision", reference: "" }] })).toThrow();
  });

  test.each<[string, unknown, readonly string[]]>([
    ["a list", ["DE", "FR"], ["DE", "FR"]],
    ["one code", "DE", ["DE"]],
    ["no country", "Germany", []],
    ["one wrong among right ones", ["DE", "XX"], []],
    ["nothing", undefined, []],
  ])("countries from settings: %s", (_name, value, expected) => {
    const source = { source: "account-settings", readOn: "2026-11-21" } as const;
    const processing = { countries: { setting: "a.b" }, safeguard: "none", ...source } as const;
    const resolved = resolveResidency({ processing }, (path) => (path === "a.b" ? value : "FR"));
    expect(resolved).toEqual({ processing: { countries: expected, safeguard: "none" } });
  });
});
