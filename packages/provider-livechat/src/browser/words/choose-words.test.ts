import { expect, test } from "vitest";
import { chooseWords } from "./choose-words.js";

test.each([
  [["de"], "de", "de"],
  [["en_US"], "en-US", "en"],
  [["de_DE.UTF-8"], "de", "de"],
  [["x", "*", "ar-EG"], "ar-EG", "ar"],
  [["fr", "RU"], "ru", "ru"],
  [["x", "*", ""], "en", "en"],
  [[], "en", "en"],
])("of %j the chat speaks %s", (wanted, language, spoken) => {
  const chosen = chooseWords(wanted);
  expect([chosen.language, chosen.words]).toEqual([language, chooseWords([spoken]).words]);
  // What formats dates takes it.
  expect(() => new Intl.DateTimeFormat(chosen.language)).not.toThrow();
});
