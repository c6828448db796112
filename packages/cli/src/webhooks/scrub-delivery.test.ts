import { describe, expect, test } from "vitest";
import { z } from "zod";
import { scrubDelivery } from "./scrub-delivery.js";

const key = Buffer.alloc(32, 7);
const json = (value: unknown) => ({ contentType: "application/json", body: JSON.stringify(value) });
const scrubbed = (value: unknown, keep: readonly string[] = []): unknown =>
  JSON.parse(scrubDelivery(json(value), { keep, own: new Set(["10005550001"]), key }).body);

describe("a delivery that is written down", () => {
  test("keeps its shape, kinds and times", () => {
    const event = {
      type: "email.bounced",
      created_at: "2026-11-22T06:00:00Z",
      at: 1_763_630_130,
      timestamp: "1763630130",
      count: 3,
      ok: true,
      none: null,
    };
    expect(scrubbed(event)).toEqual(event);
  });

  test("holds no text that says anything of a person", () => {
    const event = {
      from: "anna.muster@example.org",
      mailbox: "Anna Muster <anna.muster@example.org>",
      name: "Anna Muster",
      phone: "+4915112345678",
      number: 4_915_112_345_678,
      american: 2_125_550_123,
      national: "1511234567",
      text: "Guten Tag, mein Code ist 4711",
      nested: [{ subject: "Betreff geheim" }],
      note: "2026-11-22 06:00 Anna rief an",
      status: "bounced: anna.muster@example.org",
      link: "https://anna.example.org/geheim",
      "anna.muster@example.org": 1,
    };
    const text = JSON.stringify(scrubbed(event));
    for (const secret of ["anna", "Anna", "Muster", "1511234567", "2125550123", "Guten", "4711", "geheim"])
      expect(text).not.toContain(secret);
    expect(text).toContain("person-");
  });

  test("holds neither where a person is nor when they were born", () => {
    const read = z.record(z.string(), z.union([z.string(), z.number()]));
    const event = { latitude: 52.520008, longitude: -13.404954, born: "1984-05-04", birthday: "1990-01-31T00:00:00Z" };
    const found = read.parse(scrubbed(event));
    for (const [name, value] of Object.entries(event)) expect(found[name]).not.toBe(value);
    // Places still, for whoever parses them.
    for (const name of ["latitude", "longitude"]) expect(Math.abs(Number(found[name]))).toBeLessThanOrEqual(90);
    expect(found["longitude"]).toBeLessThan(0);
    expect(scrubbed({ seconds: 2.5, price: -0.0075, rate: 0.05 })).toEqual({
      seconds: 2.5,
      price: -0.0075,
      rate: 0.05,
    });
  });

  test("has equal texts where they were equal, of the same length, in every delivery of the recording", () => {
    const read = z.object({ id: z.string(), data: z.object({ id: z.string() }).optional() });
    const first = read.parse(scrubbed({ id: "msg_8fK2-x", data: { id: "msg_8fK2-x" } }));
    expect(first.data?.id).toBe(first.id);
    expect(first.id).toHaveLength("msg_8fK2-x".length);
    expect(first.id).not.toBe("msg_8fK2-x");
    expect(read.parse(scrubbed({ other: "text", id: "msg_8fK2-x" })).id).toBe(first.id);
    const another = scrubDelivery(json({ id: "msg_8fK2-x" }), { keep: [], own: new Set(), key: Buffer.alloc(32, 8) });
    expect(read.parse(JSON.parse(another.body)).id).not.toBe(first.id);
  });

  test("has telephone numbers and addresses that are some still", () => {
    const read = z
      .record(z.string(), z.string())
      .parse(scrubbed({ a: "+4915112345678", b: "https://a.example.org/x" }));
    expect(read["a"]).toMatch(/^\+49\d{11}$/);
    expect(read["b"]).toMatch(/^https:\/\/example\.net\/[a-z]$/);
  });

  test("keeps what it is told to keep, and what the channel's own settings say", () => {
    expect(scrubbed({ phone_number_id: "10005550001", n: 10_005_550_001 })).toEqual({
      phone_number_id: "10005550001",
      n: 10_005_550_001,
    });
    expect(scrubbed({ code: "E-77", text: "E-77" }, ["code"])).toMatchObject({ code: "E-77" });
  });

  test("as a form is scrubbed too, and as anything else is emptied", () => {
    const scrub = (contentType: string, body: string, query?: string) =>
      scrubDelivery(
        { contentType, body, ...(query === undefined ? {} : { query }) },
        { keep: [], own: new Set(), key },
      );
    const form = scrub("application/x-www-form-urlencoded", "From=%2B4915112345678&status=sent", "name=Anna");
    expect(form.body).toContain("status=sent");
    expect(form.body).not.toContain("15112345678");
    expect(form.query).toMatch(/^name=[A-Z][a-z]{3}$/);
    expect(form.query).not.toContain("Anna");
    expect(scrub("text/plain", "Anna").body).toBe("");
    expect(scrub("application/json", "{Anna").body).toBe("");
  });
});
