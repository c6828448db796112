import { describe, expect, test } from "vitest";
import type { Address } from "../spec/message/address.js";
import { PersonSearch } from "./person-search.js";

const ann: Address[] = [
  { kind: "email", value: "ann.o'neil+shop@example.org" },
  { kind: "phone", value: "+4930123456" },
  { kind: "handle", value: "ann_77" },
];
const search = new PersonSearch(ann);
const inBase64 = (text: string) => Buffer.from(text).toString("base64");

describe("a person is found", () => {
  test.each([
    ["as written", "From: Ann <ann.o'neil+shop@example.org>"],
    ["in capitals", "ANN.O'NEIL+SHOP@EXAMPLE.ORG"],
    ["percent-encoded in a form", "From=ann.o%27neil%2Bshop%40example.org&Body=x"],
    ["escaped in JSON", String.raw`{"from":"ann.o\u0027neil\u002bshop\u0040example.org"}`],
    ["by number with the plus", '{"to":"+4930123456"}'],
    ["by number without it", '{"wa_id":"4930123456"}'],
    ["by number in a form", "To=whatsapp%3A%2B4930123456"],
    ["by a user id", '{"from":{"id":"ann_77"}}'],
    ["in a provider's message id", `wamid.${inBase64("\u0018\u00104930123456\u0015\u0002")}`],
    [
      "in the base64 part of a mail",
      inBase64(`Dear ann.o'neil+shop@example.org,\n${"x".repeat(200)}`).replace(/.{76}/g, "$&\r\n"),
    ],
    ["across lines of a mail's base64", inBase64(`${"y".repeat(50)} +4930123456 `).replace(/.{76}/g, "$&\r\n")],
  ])("%s", (_name, text) => {
    expect(search.isIn(text)).toBe(true);
    expect(search.isInBytes(Buffer.from(text))).toBe(true);
  });
});

describe("somebody else is not found", () => {
  test.each([
    ["whose address ends the same", "xann.o'neil+shop@example.org"],
    ["whose address begins the same", "ann.o'neil+shop@example.org.uk ann.o'neil+shop@example.organic"],
    ["whose number is longer", "49301234567 14930123456"],
    ["whose user id is longer", "joann_77 ann_778"],
    ["in base64", inBase64("xx 49301234567 xx")],
    ["at all", ""],
  ])("%s", (_name, text) => {
    expect(search.isIn(text)).toBe(false);
  });
});

test("a file in one line, as a delivery in JSON has it, takes no longer than its bytes do", () => {
  const line = "A".repeat(1_000_000);
  expect(search.isIn(`{"file":"${line}"}`)).toBe(false);
  expect(search.isIn(`${line}\r\n${line}`)).toBe(false);
});
