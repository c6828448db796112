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
  "STOP 🛑",
  "✋ stop ✋️",
  "\u200fהסר\u200f",
  "st\u00adop",
])("%j ends it", (text) => {
  expect(readOptOut(text, "message")).toBe("opt-out");
});

// What carriers and Twilio require, and the word of each language's "stop" in the table.
test.each([
  ...["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT"],
  ...["ARRET", "Arrêter", "BAJA", "ALTO", "SAIR", "PARE", "BASTA", "Annulla", "AFMELDEN", "Stopp", "ABMELDEN"],
  ...["REMOVE", "opt-out", "Stop-All", "ARRETE", "ZRUŠIT", "Lopeta", "PERUUTA", "Afmeld", "Avmeld", "leiratkozás"],
  ...["ΣΤΟΠ", "Διαγραφή", "ΤΕΛΟΣ", "απεγγραφή", "Відписатися", "скасувати", "Припинити", "הסר", "הסרה", "עצור"],
  ...["REZYGNUJE", "rezygnuję", "ОТПИСАТЬСЯ", "İPTAL", "iptal", "توقف", "إلغاء", "停止", "退訂", "수신거부"],
])("%j alone ends messages", (text) => {
  expect(readOptOut(text, "message")).toBe("opt-out");
  expect(readOptOut(`${text} it now please`, "message")).toBeUndefined();
});

test.each(["START", "unstop", "Старт"])("%j begins it again", (text) => {
  expect(readOptOut(text, "message")).toBe("opt-in");
});

// Everyday answers among them: YES and its like begin nothing again, since they may answer anything.
test.each([
  ...[
    "Please stop by on Monday",
    "non-stop",
    "",
    "…",
    "the end of it",
    "stop ".repeat(100),
    "🛑",
    "bus stop",
    "STOP 1",
  ],
  ...["YES", "Ja", "Да", "ναι", "כן", "OK", "no", "נא לא להסיר", "Μη σταματήσετε ΣΤΟΠ", "Не СТОП", "Huy"],
])("%j is a message like any other", (text) => {
  expect(readOptOut(text, "message")).toBeUndefined();
});

test.each(["unsubscribe", "Unsubscribe!", "ABMELDEN", "Відписатися", "απεγγραφή"])(
  "a mail whose subject is %j ends mails",
  (subject) => {
    expect(readOptOut(subject, "subject")).toBe("opt-out");
  },
);

// About an order, a date, a list of one's own: and anybody can write a mail in somebody's name.
test.each(["Cancel", "Stop", "The end", "END", "Annulla", "отмена", "Start", "subscribe", "Re: unsubscribe", "baja"])(
  "a mail whose subject is %j says nothing of that kind",
  (subject) => {
    expect(readOptOut(subject, "subject")).toBeUndefined();
  },
);
