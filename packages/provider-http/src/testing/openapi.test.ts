import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import type { HttpClientV1, HttpRequestV1 } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { postmarkConformance } from "./postmark-conformance.js";
import { resendConformance } from "./resend-conformance.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");
const anyObject = z.record(z.string(), z.unknown());

/** The schema with every reference replaced by what it refers to. */
function resolved(schema: unknown, root: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((part) => resolved(part, root));
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref: reference, ...rest } = anyObject.parse(schema);
  if (typeof reference === "string") {
    let found: unknown = root;
    for (const part of reference.slice(2).split("/")) found = anyObject.parse(found)[part];
    return resolved(found, root);
  }
  // Postmark's leaves the type out where there are properties.
  const object = rest["properties"] !== undefined && rest["type"] === undefined ? { type: "object" } : {};
  return { ...object, ...Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, resolved(part, root)])) };
}

/** The schema of a request's body. */
function bodySchema(file: string, path: string): z.ZodType {
  const root = anyObject.parse(JSON.parse(readFileSync(file, "utf8")));
  let found: unknown = root;
  for (const part of ["paths", path, "post", "requestBody", "content", "application/json", "schema"])
    found = resolved(anyObject.parse(found)[part], root);
  return z.fromJSONSchema(anyObject.parse(found));
}

/** Every request a provider makes for its samples. */
async function requestsOf(fixtures: ProviderFixtures): Promise<HttpRequestV1[]> {
  const seen: HttpRequestV1[] = [];
  const http: HttpClientV1 = {
    request: (request) => {
      seen.push(request);
      return Promise.resolve({ status: 500, headers: {}, body: new Uint8Array() });
    },
  };
  const { settings } = fixtures.connect("http://127.0.0.1:9");
  const connection = fakeConnection(fixtures.provider, { settings, credentials: fixtures.credentials });
  const instance = await fixtures.provider.open({ ...connection, http });
  for (const { message } of fixtures.messages) await instance.outboundMessages?.doSend(fakeTransfer(message));
  return seen;
}

describe.each([
  { name: "Resend", file: "specs/resend/resend.json", path: "/emails", fixtures: resendConformance },
  { name: "Postmark", file: "specs/postmark/server.json", path: "/email", fixtures: postmarkConformance },
])("$name's own description of its API", ({ file, path, fixtures }) => {
  const absent = !existsSync(join(oracles, file));
  const skipped = `${file} is not here (PLUGBOARD_ORACLES)`;

  test("takes every request the provider makes", async (context) => {
    context.skip(absent, skipped);
    const schema = bodySchema(join(oracles, file), path);
    const requests = await requestsOf(fixtures);
    expect(requests.length).toBe(fixtures.messages.length);
    for (const request of requests) {
      expect(request).toMatchObject({ method: "POST", path });
      const body: unknown = JSON.parse(typeof request.body === "string" ? request.body : "");
      expect(schema.safeParse(body).error?.issues ?? []).toEqual([]);
    }
  });

  test("knows every member of the requests", async (context) => {
    context.skip(absent, skipped);
    const known = JSON.stringify(JSON.parse(readFileSync(join(oracles, file), "utf8")));
    const names = (await requestsOf(fixtures)).flatMap(({ body }) =>
      Object.keys(anyObject.parse(JSON.parse(typeof body === "string" ? body : "{}"))),
    );
    // Postmark's description of 2017 is older than its Metadata (https://postmarkapp.com/developer/api/email-api).
    const unknown = [...new Set(names)].filter((name) => !known.includes(`"${name}":`));
    expect(unknown).toEqual(fixtures === postmarkConformance ? ["Metadata"] : []);
  });

  test("would refuse a request that is none", (context) => {
    context.skip(absent, skipped);
    const schema = bodySchema(join(oracles, file), path);
    expect(schema.safeParse(path === "/emails" ? { from: "a@example.org" } : { From: 7 }).success).toBe(false);
  });
});
