import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { type InboundEvent, inboundEventSchema } from "@plugboard/core/spec";
import { fakeConnection } from "@plugboard/provider-testkit";
import { httpConformance } from "@plugboard/provider-testkit/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { ended, plugboard, startPlugboard } from "../__fixtures__/plugboard.js";

const PACKAGE = join(import.meta.dirname, "../../../provider-testkit");
const TIMEOUT_MS = 60_000;
const room = mkdtempSync(join(tmpdir(), "plugboard-record-"));
const recording = join(room, "webhooks.jsonl");
const { provider, credentials } = httpConformance();
const AT = "2026-11-20T09:15:30.000Z";
const contentType = "application/json";

/** Deliveries as they really come, each with what must not be written down. */
const deliveries = [
  {
    type: "message",
    id: "in-canary-4711",
    from: "+4915277788899",
    to: "+4930555000111",
    text: "Anna Zitrone, Kirchgasse 71",
    sent_at: AT,
  },
  { type: "status", message_id: "in-canary-4711", status: "failed", at: AT, error_code: "17", permanent: true },
].map((event) => JSON.stringify({ events: [event] }));
const CANARIES = ["canary", "77788899", "Anna", "Zitrone", "Kirchgasse", "secret-of-the-provider", "555000111"];

/** What the plugin makes of a body. */
async function eventsOf(body: string): Promise<readonly InboundEvent[]> {
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  const { inboundEvents } = await provider.open(fakeConnection(provider, { settings, credentials }));
  const raw = { contentType, body: Buffer.from(body), attributes: {}, receivedAtMs: Date.parse(AT) };
  return z.array(inboundEventSchema).parse(await inboundEvents?.doParse(raw as never));
}

/** The fields of an event that say nothing of a person. */
const kindOf = (event: InboundEvent) =>
  event.type === "delivery-report"
    ? [event.type, event.status, event.permanence, event.party, event.providerCode, event.occurredAt]
    : [event.type, "occurredAt" in event ? event.occurredAt : undefined];

/** A host of the provider, at its webhook's address on loopback. */
async function startHost() {
  const handled: InboundEvent[] = [];
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [provider],
    secrets: { resolve: () => Promise.resolve({ current: credentials }) },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  const channel = { accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "s" };
  const shown = center.channels.disclosure("http", settings);
  await center.channels.activate({
    ...channel,
    shown,
    instructed: act,
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  center.receive(({ event }) => void handled.push(event));
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const url = `http://${request.headers.host ?? ""}${request.url ?? ""}`;
      const answer = await center.fetch(new Request(url, { method: "POST", headers, body: Buffer.concat(chunks) }));
      response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    await center.close({ graceMs: 0 });
  });
  return { handled, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/c1` };
}

describe("webhooks that are recorded", () => {
  beforeAll(async () => {
    const child = startPlugboard([
      "record",
      "--out",
      recording,
      "--count",
      "2",
      "--challenge",
      "hub.challenge",
      "--json",
    ]);
    const end = ended(child);
    if (child.stdout === null) throw new Error("the command says nothing");
    const first = once(createInterface(child.stdout), "line") as Promise<[string]>;
    const [line] = await Promise.race([first, end.then(({ error }): [string] => [error])]);
    const { listening } = z.object({ listening: z.string() }).parse(JSON.parse(line));
    // A provider makes sure of the address first; that is no delivery.
    expect(await (await fetch(`${listening}?hub.challenge=c-17`)).text()).toBe("c-17");
    for (const body of deliveries) {
      const headers = { "content-type": contentType, "x-signature": "secret-of-the-provider" };
      expect((await fetch(`${listening}?person=Anna`, { method: "POST", headers, body })).status).toBe(200);
    }
    const { code, out } = await end;
    expect(code).toBe(0);
    expect(JSON.parse(out.trim().split("\n").at(-1) ?? "")).toEqual({ recorded: 2, out: recording });
  }, TIMEOUT_MS);
  afterAll(() => rmSync(room, { recursive: true, force: true }));

  test("are written for their owner alone, with no canary of what came", () => {
    const text = readFileSync(recording, "utf8");
    expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
    expect(text.trim().split("\n")).toHaveLength(2);
    expect(text).toContain('"x-signature"');
    expect(statSync(recording).mode & 0o777).toBe(0o600);
  });

  test(
    "are taken by a host when they are signed anew, and are the same normalised events",
    async () => {
      const { handled, url } = await startHost();
      const sign = ["--sign", PACKAGE, "--provider", "http"];
      const { code, out, error } = await plugboard(["replay", recording, "--to", url, ...sign, "--json"]);
      expect(code, error).toBe(0);
      expect(
        out
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual([
        { delivery: 1, status: 204, signed: true },
        { delivery: 2, status: 204, signed: true },
      ]);
      await expect.poll(() => handled.length).toBe(2);
      const recorded = readFileSync(recording, "utf8").trim().split("\n");
      const bodies = recorded.map((line) => z.object({ body: z.string() }).parse(JSON.parse(line)).body);
      const [fromRecording, fromOriginal] = await Promise.all([
        Promise.all(bodies.map(eventsOf)),
        Promise.all(deliveries.map(eventsOf)),
      ]);
      expect(handled).toMatchObject(fromRecording.flat());
      expect(handled.map(kindOf)).toEqual(fromOriginal.flat().map(kindOf));
      // The report is of the message that came before: ids still agree over deliveries.
      const ids = handled.map((event) => ("providerMessageId" in event ? event.providerMessageId : undefined));
      expect(ids[0]).toBe(ids[1]);
    },
    TIMEOUT_MS,
  );

  test(
    "are refused by a host when nobody signs them, and that is said beforehand",
    async () => {
      const { handled, url } = await startHost();
      const { code, out, error } = await plugboard(["replay", recording, "--to", url]);
      expect(code).toBe(1);
      expect(out).toContain("1/2: 401");
      expect(error).toContain("not signed");
      expect(handled).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    "are signed with another secret when it is given",
    async () => {
      const { url } = await startHost();
      const file = join(room, "credentials.json");
      writeFileSync(file, JSON.stringify(httpConformance().otherCredentials));
      const sign = ["--sign", PACKAGE, "--provider", "http", "--credentials", file];
      expect((await plugboard(["replay", recording, "--to", url, ...sign])).out).toContain("401");
    },
    TIMEOUT_MS,
  );

  test(
    "that are no recording, or go nowhere, are an error that says what to do",
    async () => {
      const file = join(room, "broken.jsonl");
      writeFileSync(file, '{"body":1}\n');
      const [broken, nowhere] = await Promise.all([
        plugboard(["replay", file, "--to", "http://127.0.0.1:9/"]),
        plugboard(["replay", recording, "--to", "http://127.0.0.1:9/"]),
      ]);
      expect(broken).toMatchObject({ code: 3, error: expect.stringContaining("line 1 of") as string });
      expect(nowhere).toMatchObject({
        code: 3,
        error: expect.stringContaining("cannot be reached (bad port)") as string,
      });
    },
    TIMEOUT_MS,
  );
});
