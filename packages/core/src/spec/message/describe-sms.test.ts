import { describe, expect, test } from "vitest";
import { describeSms } from "./describe-sms.js";

describe("an SMS is described as networks count it", () => {
  test.each([
    ["", "gsm-7", 0, 0, 160],
    ["a".repeat(160), "gsm-7", 1, 160, 0],
    ["a".repeat(161), "gsm-7", 2, 161, 145],
    ["a".repeat(306), "gsm-7", 2, 306, 0],
    ["a".repeat(307), "gsm-7", 3, 307, 152],
    ["€".repeat(80), "gsm-7", 1, 160, 0],
    ["€".repeat(81), "gsm-7", 2, 162, 143],
    ["ж".repeat(70), "ucs-2", 1, 70, 0],
    ["ж".repeat(71), "ucs-2", 2, 71, 63],
    ["😀".repeat(35), "ucs-2", 1, 70, 0],
  ] as const)("%#", (text, encoding, segments, units, unitsLeft) => {
    expect(describeSms(text)).toMatchObject({ encoding, segments, units, unitsLeft });
  });

  test("the extension table counts twice, and is never split between parts", () => {
    expect(describeSms(`${"a".repeat(152)}€${"a".repeat(10)}`)).toMatchObject({
      segments: 2,
      units: 164,
      unitsLeft: 141,
    });
  });

  test("a surrogate pair is never split between parts", () => {
    expect(describeSms(`${"ж".repeat(66)}😀${"ж".repeat(10)}`)).toMatchObject({ segments: 2, unitsLeft: 55 });
  });

  test("what makes it UCS-2 is named, each once", () => {
    expect(describeSms("naïve ’quote’ …").outsideGsm).toEqual(["ï", "’", "…"]);
  });

  test("the whole default alphabet is GSM-7: 127 characters and 10 more", () => {
    const all =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    expect(Array.from(all)).toHaveLength(127);
    expect(describeSms(`${all}\f^{}\\[~]|€`)).toMatchObject({ encoding: "gsm-7", units: 147 });
  });
});
