import { describe, expect, test } from "vitest";
import { idProblem } from "./provider-names.js";

describe("the id of a new provider", () => {
  test.each(["acme-mail", "acme", "line", "http", "signal-2"])("%s is one", (id) => {
    expect(idProblem(id)).toBeUndefined();
  });

  test.each(["class", "default", "new", "await"])("%s is a word of the language, and would not compile", (id) => {
    expect(idProblem(id)).toContain("add a word");
  });

  test.each(["post", "send", "probe", "z", "at", "conformance", "define-provider", "create-server", "create-hmac"])(
    "%s is what the new provider's own code calls something, and would not compile",
    (id) => expect(idProblem(id)).toContain("add a word"),
  );

  test.each(["Acme", "acme_mail", "-acme", "7eleven", "../acme", ""])("%j is spelled otherwise", (id) => {
    expect(idProblem(id)).toContain("lower-case letters");
  });
});
