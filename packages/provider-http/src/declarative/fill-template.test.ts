import { describe, expect, test } from "vitest";
import { fillTemplate } from "./fill-template.js";

const scope = {
  content: { text: 'Grüße {content.subject} "', subject: "S", html: undefined, headerMap: { "X-A": "1" } },
  to: [{ address: "a@example.net", name: "A" }, { address: "b@example.net" }],
  key: "k-1",
};

describe("a template", () => {
  test("takes a value over as it is, whatever it looks like", () => {
    expect(fillTemplate({ body: "{content.text}" }, scope)).toEqual({ body: 'Grüße {content.subject} "' });
  });

  test("puts values into text", () => {
    expect(fillTemplate("Bearer {key}", scope)).toBe("Bearer k-1");
  });

  test("leaves out what has no value, and what is empty then", () => {
    const template = {
      html: "{content.html}",
      replyTo: { email: "{content.replyTo.address}" },
      list: ["{missing}"],
      x: 1,
    };
    expect(fillTemplate(template, scope)).toEqual({ x: 1 });
    expect(fillTemplate("of {missing}", scope)).toBeUndefined();
  });

  test("repeats an element", () => {
    expect(fillTemplate({ $each: "to", email: "{.address}", name: "{.name}" }, scope)).toEqual([
      { email: "a@example.net", name: "A" },
      { email: "b@example.net" },
    ]);
  });

  test("merges an object with members of its own", () => {
    expect(fillTemplate({ $merge: "content.headerMap", key: "{key}" }, scope)).toEqual({ "X-A": "1", key: "k-1" });
    expect(fillTemplate({ $merge: "content.none", key: "{none}" }, scope)).toBeUndefined();
  });

  test("finds no member that is not the value's own", () => {
    expect(fillTemplate({ a: "{content.constructor.name}", b: "{to.length}" }, scope)).toEqual({ b: 2 });
    expect(fillTemplate("{content.__proto__}", scope)).toBeUndefined();
  });
});
