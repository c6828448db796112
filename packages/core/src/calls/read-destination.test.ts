import { describe, expect, test } from "vitest";
import examples from "libphonenumber-js/examples.mobile.json" with { type: "json" };
import { type CountryCode, getExampleNumber } from "libphonenumber-js";
import { readDestination } from "./read-destination.js";

describe("who is called", () => {
  const countries = Object.keys(examples) as CountryCode[];
  test(`the example numbers of ${String(countries.length)} countries are taken as they are, to the digit`, () => {
    expect(countries.length).toBeGreaterThan(230);
    for (const country of countries) {
      const value = getExampleNumber(country, examples)?.number;
      expect(readDestination(String(value)), country).toMatchObject({ kind: "phone", value });
    }
  });

  test.each([
    ["112", "112"],
    ["911", "911"],
    ["1-1-2", "112"],
    ["tel:112", "112"],
    ["+49112", "112"],
    ["+44999", "999"],
    ["+1911", "911"],
    ["sip:112@pbx.example", "112"],
    ["SIPS:911;phone-context=us@pbx.example", "911"],
    ["sip:+49110@pbx.example", "110"],
    ["PJSIP/112", "112"],
    ["client:999", "999"],
    // As Asterisk dials through a trunk, or into a dialplan.
    ["PJSIP/112@trunk", "112"],
    ["PJSIP/+49112@trunk", "112"],
    ["PJSIP/trunk/sip:911@carrier.example", "911"],
    ["Local/112@from-internal/n", "112"],
    ["PJSIP/100&PJSIP/112@trunk", "112"],
    // As others may write it.
    ["sip:%31%312@pbx.example", "112"],
    ["sip:911:secret@pbx.example", "911"],
    ["sip:112", "112"],
    ["*31#112", "112"],
    ["#31#+49112", "112"],
    ["sip:*67911@pbx.example", "911"],
    ["\uff11\uff11\uff12", "112"],
    // Behind the digit for an outside line.
    ["sip:0112@trunk.example", "112"],
    ["PJSIP/9911@trunk", "911"],
    ["PJSIP/9-911@trunk", "911"],
    ["Local/00112@from-internal/n", "112"],
    ["0112", "112"],
  ])("%s is an emergency number", (value, number) => {
    expect(readDestination(value)).toMatchObject({ kind: "emergency", number });
  });

  test("only the named countries' emergency numbers count, where some are named", () => {
    expect(readDestination("PJSIP/101")).toMatchObject({ kind: "emergency" });
    expect(readDestination("PJSIP/101", ["DE"])).toEqual({ kind: "line", value: "PJSIP/101" });
  });

  test.each([
    ["+4930901820", "phone"],
    ["sip:alice@pbx.example", "sip"],
    ["client:alice", "line"],
    ["PJSIP/alice", "line"],
    ["PJSIP/alice@pbx18", "line"],
    ["PJSIP/9100", "line"],
    ["PJSIP/9112345", "line"],
    ["PJSIP/+4930901820@trunk", "line"],
    ["DAHDI/18/4930901820", "line"],
    ["sip:100%zz@pbx.example", "sip"],
    ["sip:alice@112.example", "sip"],
    ["sip:alice@10.0.0.112:5060", "sip"],
  ])("%s is a %s", (value, kind) => {
    expect(readDestination(value)).toMatchObject({ kind, value });
  });

  test.each([
    "030901820",
    "0049 30 901820",
    "+49 30 901820",
    "+49(0)30901820",
    "tel:+4930901820",
    "+999999999999",
    "\u0661\u0661\u0662",
    "*31#+4930901820",
  ])("%s is no E.164 number, and is not made one", (value) => {
    expect(readDestination(value)).toMatchObject({ kind: "invalid" });
  });
});
