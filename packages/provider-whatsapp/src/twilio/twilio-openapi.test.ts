import { existsSync } from "node:fs";
import { join } from "node:path";
import type { HttpClientV1, HttpRequestV1, ProviderInstanceV1 } from "@plugboard/core/spec";
import { type CheckedRequest, fakeConnection, fakeTransfer, OpenApiDescription } from "@plugboard/provider-testkit";
import { describe, expect, test } from "vitest";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import { startTwilioSimulator } from "../testing/twilio/start-twilio-simulator.js";
import { twilioConformance } from "../testing/twilio/twilio-conformance.js";
import { twilio } from "./index.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");
const folder = join(oracles, "specs/twilio");
const ORIGINS: Readonly<Record<string, string>> = {
  api: "https://api.twilio.com",
  content: "https://content.twilio.com",
  messaging: "https://messaging.twilio.com",
};
const ACCOUNT = `AC${"0".repeat(31)}7`;
const MESSAGE = `SM${"0".repeat(31)}1`;
const MEDIA = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM${"0".repeat(32)}/Media/ME${"0".repeat(32)}`;
const credentials = { authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7" };

/** The request as it would stand on the wire of Twilio's host. */
function checked({ url, endpoint, path, method, headers, body }: HttpRequestV1): CheckedRequest {
  const address = new URL(url ?? `${ORIGINS[endpoint ?? ""] ?? ""}${path ?? ""}`);
  return {
    origin: address.origin,
    method,
    path: address.pathname + address.search,
    contentType: headers?.["content-type"],
    body: typeof body === "string" ? body : "",
  };
}

/** Every request of every operation of the provider, played against the simulator. */
async function everyRequest(): Promise<{ operation: string; request: CheckedRequest }[]> {
  const simulator = await startTwilioSimulator({
    accountSid: ACCOUNT,
    from: "+14155550100",
    ...credentials,
    media: { [`ME${"0".repeat(32)}`]: { bytes: Uint8Array.of(1), contentType: "image/png" } },
  });
  const settings = { accountSid: ACCOUNT, from: "+14155550100", webhookUrl: "https://host.example/webhooks/c1" };
  const connection = fakeConnection(twilio, {
    settings,
    credentials,
    dispatcher: redirectDispatcher(simulator.origin),
  });
  const seen: { operation: string; request: CheckedRequest }[] = [];
  const http: HttpClientV1 = {
    request: (request) => {
      seen.push({ operation: request.operation, request: checked(request) });
      return connection.http.request(request);
    },
  };
  const instance: ProviderInstanceV1 = await twilio.open({ ...connection, http });
  for (const { message } of twilioConformance.messages) await instance.outboundMessages?.doSend(fakeTransfer(message));
  const first = await instance.templates?.doListTemplates();
  await instance.templates?.doListTemplates(first?.next);
  for (const right of ["access", "restrict", "erase"] as const)
    await instance.subjectRights?.doSubjectRight({
      transferId: "t",
      right,
      address: "+4915112345201",
      providerMessageIds: [MESSAGE],
    });
  await instance.media?.doDownload({ transferId: "t", mediaId: MEDIA });
  await instance.media?.doDelete?.({ transferId: "t", mediaId: MEDIA });
  await instance.conversationSignals?.doSignal({ signal: "typing", providerMessageId: MESSAGE });
  await instance.webhookRegistration?.doRegister({ url: settings.webhookUrl });
  await instance.probe?.doProbe(new AbortController().signal);
  await simulator.close();
  expect(simulator.complaints).toEqual([]);
  return seen;
}

/**
 * What Twilio documents outside of these descriptions: the binary of a medium is its address without `.json`, which redirects to the store of files
 * (https://www.twilio.com/docs/messaging/api/media-resource); the typing indicator and the senders are betas of another API
 * (https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource, https://www.twilio.com/docs/whatsapp/api/senders).
 */
const OUTSIDE: ReadonlySet<string> = new Set(["download-media", "show-typing", "register-webhook"]);

describe.skipIf(!existsSync(folder))("Twilio's own description of its API (shared/oracles/specs/twilio)", () => {
  const descriptions = existsSync(folder)
    ? ["twilio_api_v2010.json", "twilio_content_v1.json"].map((file) => new OpenApiDescription(join(folder, file)))
    : [];
  const check = (request: CheckedRequest) =>
    descriptions.find(({ origin }) => origin === request.origin)?.check(request) ?? {
      operation: undefined,
      problems: [`no description of ${request.origin}`],
    };

  test("every request of every operation has a described path, method, parameters and body", async (context) => {
    const requests = await everyRequest();
    const described = requests.filter(({ operation }) => !OUTSIDE.has(operation));
    expect(described.flatMap(({ request }) => check(request).problems)).toEqual([]);
    expect(new Set(requests.map(({ operation }) => operation))).toEqual(
      new Set(twilio.manifest.operations.map(({ id }) => id)),
    );
    const names = new Set(described.map(({ request }) => check(request).operation));
    expect(names).toEqual(
      new Set([
        "CreateMessage",
        "ListMessage",
        "UpdateMessage",
        "DeleteMessage",
        "DeleteMedia",
        "FetchAccount",
        "ListContent",
        "CreateContent",
        "FetchContent",
        "ListContentAndApprovals",
      ]),
    );
    await context.annotate(
      `${described.length} requests checked; outside of the descriptions: ${[...OUTSIDE].join(", ")}`,
    );
  });

  const good: CheckedRequest = {
    origin: "https://api.twilio.com",
    method: "POST",
    path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    contentType: "application/x-www-form-urlencoded",
    body: "To=whatsapp%3A%2B49&Body=x",
  };
  test.each<[string, Partial<CheckedRequest>]>([
    ["a field that is not described", { body: "To=x&Bodi=y" }],
    ["a missing field", { body: "Body=x" }],
    ["a field twice", { body: "To=x&To=y" }],
    ["another content type", { contentType: "application/json", body: "{}" }],
    ["another method", { method: "PUT" }],
    ["another path", { path: `/2010-04-01/Accounts/${ACCOUNT}/Message.json` }],
    ["another host", { origin: "https://content.twilio.com" }],
    ["an account id that is none", { path: "/2010-04-01/Accounts/AC1/Messages.json" }],
    ["a content id that is none", { body: "To=x&ContentSid=HX1" }],
    ["a parameter that is not described", { path: `${good.path}?Foo=1`, method: "GET", body: "" }],
    ["a page size that is no number", { path: `${good.path}?PageSize=many`, method: "GET", body: "" }],
  ])("the check sees %s", (_name, change) => {
    expect(check(good).problems).toEqual([]);
    expect(check({ ...good, ...change }).problems).not.toEqual([]);
  });
});
