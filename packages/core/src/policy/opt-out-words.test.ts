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

// What carriers and Twilio require, and the word of each language's "stop" in the table.
test.each([
  ...["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT"],
  ...["ARRET", "Arrêter", "BAJA", "ALTO", "SAIR", "PARE", "BASTA", "Annulla", "AFMELDEN", "Stopp", "ABMELDEN"],
  ...["REZYGNUJE", "rezygnuję", "ОТПИСАТЬСЯ", "İPTAL", "iptal", "توقف", "إلغاء", "停止", "退訂", "수신거부"],
])("%j alone ends messages", (text) => {
  expect(readOptOut(text)).toBe("opt-out");
  expect(readOptOut(`${text} it now please`)).toBeUndefined();
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
