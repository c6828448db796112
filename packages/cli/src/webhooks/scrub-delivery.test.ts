import { describe, expect, test } from "vitest";
import { z } from "zod";
import { scrubDelivery } from "./scrub-delivery.js";

const scrubbed = (value: unknown, keep: readonly string[] = []): unknown =>
  JSON.parse(scrubDelivery({ contentType: "application/json", body: JSON.stringify(value) }, keep).body);

describe("a delivery that is written down", () => {
  test("keeps its shape, kinds and times", () => {
    const event = {
      type: "email.bounced",
      created_at: "2026-11-22T06:00:00Z",
      at: 1_763_630_130,
      count: 3,
      ok: true,
      none: null,
    };
    expect(scrubbed(event)).toEqual(event);
  });

  test("holds no text that says anything of a person", () => {
    const event = {
      from: "anna.muster@example.org",
      name: "Anna Muster",
      phone: "+4915112345678",
      number: 4_915_112_345_678,
      text: "Guten Tag, mein Code ist 4711",
      nested: [{ subject: "Betreff geheim" }],
      "anna.muster@example.org": 1,
    };
    const text = JSON.stringify(scrubbed(event));
    for (const secret of ["anna", "Anna", "Muster", "15112345678", "Guten", "4711", "geheim"])
      expect(text).not.toContain(secret);
    expect(text).toContain("person-");
  });

  test("has equal texts where they were equal, of the same length", () => {
    const read = z
      .object({ id: z.string(), data: z.object({ id: z.string() }) })
      .parse(scrubbed({ id: "msg_8fK2-x", data: { id: "msg_8fK2-x" } }));
    expect(read.id).toBe(read.data.id);
    expect(read.id).toHaveLength("msg_8fK2-x".length);
    expect(read.id).not.toBe("msg_8fK2-x");
  });

  test("keeps what it is told to keep", () => {
    expect(scrubbed({ code: "E-77", text: "E-77" }, ["code"])).toMatchObject({ code: "E-77" });
  });

  test("as a form is scrubbed too, and as anything else is emptied", () => {
    const form = scrubDelivery(
      { contentType: "application/x-www-form-urlencoded", body: "From=%2B4915112345678&status=sent" },
      [],
    );
    expect(form.body).toContain("status=sent");
    expect(form.body).not.toContain("15112345678");
    expect(scrubDelivery({ contentType: "text/plain", body: "Anna" }, []).body).toBe("");
    expect(scrubDelivery({ contentType: "application/json", body: "{Anna" }, []).body).toBe("");
  });
});
