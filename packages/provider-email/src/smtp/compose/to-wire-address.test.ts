import { describe, expect, test } from "vitest";
import { toWireAddress } from "./to-wire-address.js";

const wireOf = (value: string) => toWireAddress({ kind: "email", value });

describe("a domain of other letters", () => {
  test.each([
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["ada@BÜCHER.example", "ada@xn--bcher-kva.example"],
    ["ada@例え。jp", "ada@xn--r8jz45g.jp"],
    ["ada@mail-2.a_b.bücher.example", "ada@mail-2.a_b.xn--bcher-kva.example"],
  ])("%s goes in its ASCII form: %s", (value, wire) => expect(wireOf(value)).toBe(wire));

  test.each([
    ["a slash", "ada@bücher.example/evil.example"],
    ["a question mark", "ada@bücher.example?evil.example"],
    ["a number sign", "ada@bücher.example#evil.example"],
    ["a letter by its number", "ada@b%61cher.exämple"],
    ["an encoded dot", "ada@bücher%2eexample"],
    ["digits that make an IP address", "ada@１２７.０.０.１"],
    ["digits that make a shorter IP address", "ada@１.２"],
  ])("with %s is refused: the ASCII form would be somebody else's", (_what, value) =>
    expect(() => wireOf(value)).toThrow(expect.objectContaining({ code: "ADDRESS_NOT_EMAIL" })),
  );
});

test("ASCII stays as it is", () => expect(wireOf("ada@example.com/x")).toBe("ada@example.com/x"));
