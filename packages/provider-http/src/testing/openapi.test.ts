import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { type CheckedRequest, fakeConnection, fakeTransfer, OpenApiDescription } from "@plugboard/provider-testkit";
import type { HttpClientV1, HttpRequestV1 } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { postmarkConformance } from "./postmark-conformance.js";
import { resendConformance } from "./resend-conformance.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");

/** Every request a provider makes: one a sample, and the one that asks whether the credentials work. */
async function requestsOf({ provider, connect, credentials, messages }: ProviderFixtures): Promise<HttpRequestV1[]> {
  const seen: HttpRequestV1[] = [];
  const http: HttpClientV1 = {
    request: (request) => {
      seen.push(request);
      return Promise.resolve({ status: 500, headers: {}, body: new Uint8Array() });
    },
  };
  const { settings } = connect("http://127.0.0.1:9");
  const instance = await provider.open({ ...fakeConnection(provider, { settings, credentials }), http });
  for (const { message } of messages) await instance.outboundMessages?.doSend(fakeTransfer(message));
  await instance.probe?.doProbe(new AbortController().signal);
  return seen;
}

describe.each([
  {
    name: "Resend",
    file: "specs/resend/resend.json",
    origin: "https://api.resend.com",
    operations: ["emails/send", "domains/list"],
    fixtures: resendConformance,
    outside: [],
  },
  {
    name: "Postmark",
    file: "specs/postmark/server.json",
    origin: "https://api.postmarkapp.com",
    operations: ["sendEmail", "getCurrentServerConfiguration"],
    fixtures: postmarkConformance,
    // The description of 2017 is older than this member (https://postmarkapp.com/developer/api/email-api).
    outside: ["body: Metadata is not described"],
  },
])("$name's own description of its API (shared/oracles/$file)", ({ file, origin, operations, fixtures, outside }) => {
  const path = join(oracles, file);
  const absent = !existsSync(path);
  const skipped = `${file} is not here (PLUGBOARD_ORACLES)`;
  const checked = ({ method, path: to = "", headers, body }: HttpRequestV1): CheckedRequest => ({
    ...{ origin, method, path: to },
    contentType: headers?.["content-type"],
    body: typeof body === "string" ? body : "",
  });

  test("has a path, a method and a body for every request the provider makes", async (context) => {
    context.skip(absent, skipped);
    const description = new OpenApiDescription(path, { membersAreClosed: true });
    const requests = await requestsOf(fixtures);
    expect(requests).toHaveLength(fixtures.messages.length + 1);
    const results = requests.map((request) => description.check(checked(request)));
    expect([...new Set(results.flatMap(({ problems }) => problems))]).toEqual(outside);
    expect(new Set(results.map(({ operation }) => operation))).toEqual(new Set(operations));
  });

  test("would refuse a body with a member of another type, and one it does not know", async (context) => {
    context.skip(absent, skipped);
    const description = new OpenApiDescription(path, { membersAreClosed: true });
    const [first] = await requestsOf(fixtures);
    const request = checked(first ?? { operation: "", method: "GET" });
    const body = JSON.parse(request.body) as Record<string, unknown>;
    const [name = ""] = Object.keys(body);
    const problemsOf = (changed: object) =>
      description.check({ ...request, body: JSON.stringify({ ...body, ...changed }) }).problems;
    expect(problemsOf({ [name]: 7 })).toContain(`body.${name}: is no string`);
    expect(problemsOf({ unheardOf: 1 })).toContain("body: unheardOf is not described");
  });
});
