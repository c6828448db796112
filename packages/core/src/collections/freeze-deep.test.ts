import { expect, test } from "vitest";
import { freezeDeep } from "./freeze-deep.js";

test("freezes every part, also below one that somebody else froze", () => {
  const inner = { list: [{ deep: { word: "a" } }] };
  const value = { shallow: Object.freeze({ inner }), words: ["b"] };
  freezeDeep(value);
  expect([value, value.words, inner, inner.list, inner.list[0], inner.list[0]?.deep].every(Object.isFrozen)).toBe(true);
});

test("leaves bytes alone, which cannot be frozen, and freezes what holds them", () => {
  const value = { attachments: [{ content: Uint8Array.of(1, 2) }] };
  freezeDeep(value);
  expect(Object.isFrozen(value.attachments[0])).toBe(true);
  expect(value.attachments[0]?.content).toEqual(Uint8Array.of(1, 2));
});
