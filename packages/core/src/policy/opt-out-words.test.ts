import { expect, test } from "vitest";
import { readOptOut } from "./opt-out-words.js";

test.each([
  "STOP",
  "stop",
  " Stop. ",
  "STOPALL",
  "Unsubscribe!",
  "Arrêt",
  "ARRET",
  "kündigen",
  "СТОП",
  "退订",
  "stop  all",
  "ＳＴＯＰ",
])("%j ends it", (text) => {
  expect(readOptOut(text)).toBe("opt-out");
});

test.each(["START", "unstop", "Старт"])("%j begins it again", (text) => {
  expect(readOptOut(text)).toBe("opt-in");
});

test.each(["Please stop by on Monday", "non-stop", "", "…", "the end of it", "stop ".repeat(100)])(
  "%j is a message like any other",
  (text) => {
    expect(readOptOut(text)).toBeUndefined();
  },
);
