import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import type { ConnectionV1 } from "../spec/connection/connection.js";
import { shippedZoneTable } from "../policy/zones/shipped-zone-table.js";
import { transferMapMarkdown } from "./transfer-map/transfer-map-markdown.js";
import { transferMapSvg } from "./transfer-map/transfer-map-svg.js";

const read = { source: "https://vendor.example/regions", readOn: "2026-11-01" } as const;
const facet = (countries: string[], more: object = {}) => ({ countries, ...read, ...more });

function providerIn(id: string, residency: Record<string, unknown>, more: object = {}) {
  const operation = {
    id: "send-message",
    endpoints: ["api"],
    personalData: ["recipient-address", "message-content"],
    residency,
  };
  return scriptedProvider({ id, manifest: { operations: [operation], ...more } as never }).provider;
}

const american = providerIn("american", {
  processing: facet(["US"], { safeguard: "adequacy-decision" }),
  atRest: facet(["DE"], { note: "in use elsewhere for up to 60 minutes" }),
});
const british = providerIn("british", { processing: facet(["GB"]) });

describe("an explanation of residency", () => {
  test("names each operation, facet and country, says why, and what would change it", async () => {
    const center = await startHost({ providers: [american] });
    const explained = center.residency.preview({ providerId: "american", residency: { zones: ["EEA"] } });
    expect(explained).toMatchObject([
      {
        operation: "send-message",
        facet: "processing",
        country: "US",
        allowed: false,
        safeguard: "adequacy-decision",
        ...read,
      },
      { operation: "send-message", facet: "atRest", country: "DE", allowed: true },
    ]);
    expect(explained[0]?.text).toContain('record the provider\'s safeguard "adequacy-decision"');
    expect(explained[1]?.text).toContain("in use elsewhere for up to 60 minutes");
  });

  test("agrees with what activation decides", async () => {
    const center = await startHost({ providers: [american, british] });
    for (const providerId of ["american", "british"]) {
      for (const residency of [
        { zones: ["EEA" as const] },
        { zones: ["EEA" as const, "adequate" as const] },
        { countries: ["US", "DE", "GB"] },
        {
          zones: ["EEA" as const],
          safeguards: [{ country: "US", safeguard: "adequacy-decision" as const, reference: "DPF" }],
        },
      ]) {
        const isAllowed = center.residency.preview({ providerId, residency }).every(({ allowed }) => allowed);
        const result = await activate(center, {
          providerId,
          channelId: `${providerId}${JSON.stringify(residency).length}`,
          residency,
        });
        expect(result.activated, `${providerId} ${JSON.stringify(residency)}`).toBe(isAllowed);
      }
    }
  });

  test("is refused for a rule that is none", async () => {
    const center = await startHost({ providers: [british] });
    expect(() => center.residency.preview({ providerId: "british", residency: { zones: ["MARS"] } as never })).toThrow(
      expect.objectContaining({ code: "INSTRUCTION_INVALID", issues: ["residency.zones.0: one of EEA, adequate"] }),
    );
  });
});

describe("those a provider passes data on to (R13, R17)", () => {
  const host = { name: "Cloud GmbH", country: "DE", purpose: "hosting" };
  const support = {
    name: "Helpdesk Inc.",
    country: "US",
    purpose: "support",
    safeguard: "standard-contractual-clauses",
  };
  const shared = providerIn("shared", { processing: facet(["DE"]) }, { subProcessors: [host, support] });
  const onClauses = {
    zones: ["EEA" as const],
    safeguards: [{ country: "US", safeguard: "standard-contractual-clauses" as const, reference: "SCC of 2026-01-02" }],
  };

  test("are refused where the account does not let its data go, by name", async () => {
    const center = await startHost({ providers: [shared] });
    const result = await activate(center, { providerId: "shared", residency: { zones: ["EEA"] } });
    expect(result).toMatchObject({
      activated: false,
      refusal: {
        code: "RESIDENCY_OUTSIDE",
        details: {
          ...{ facet: "subProcessor", subProcessor: "Helpdesk Inc.", country: "US" },
          safeguardOffered: "standard-contractual-clauses",
        },
      },
    });
  });

  test("are allowed on a recorded safeguard that the provider has with them, and on no other", async () => {
    const center = await startHost({ providers: [shared] });
    expect(await activate(center, { providerId: "shared", residency: onClauses })).toMatchObject({ activated: true });
    const other = {
      ...onClauses,
      safeguards: [{ ...onClauses.safeguards[0]!, safeguard: "binding-corporate-rules" as const }],
    };
    expect(await activate(center, { providerId: "shared", channelId: "c2", residency: other })).toMatchObject({
      activated: false,
    });
  });

  test("are explained each by name, and stand in the transfer map", async () => {
    const center = await startHost({ providers: [shared] });
    const explained = center.residency.preview({ providerId: "shared", residency: { zones: ["EEA"] } });
    expect(explained.filter((one) => one.facet === "subProcessor")).toMatchObject([
      { operation: "*", subProcessor: "Cloud GmbH", country: "DE", allowed: true },
      { operation: "*", subProcessor: "Helpdesk Inc.", country: "US", allowed: false },
    ]);
    expect(explained.at(-1)?.text).toMatch(/^Data is passed on to Helpdesk Inc\. in US \(support\): refused/);
    await activate(center, { providerId: "shared", residency: onClauses });
    const map = center.residency.transferMap("acme");
    expect(map.rows.at(-1)).toMatchObject({
      subProcessor: "Helpdesk Inc.",
      personalData: ["recipient-address", "message-content"],
    });
    expect(transferMapMarkdown(map)).toContain("subProcessor: Helpdesk Inc.");
    expect(transferMapSvg(map)).toContain("passed on");
  });
});

describe("a transfer map", () => {
  test("tells of one account's channels only: who, where, on what safeguard", async () => {
    const center = await startHost({ providers: [american, british] });
    await activate(center, { providerId: "british", channelId: "b", residency: { zones: ["adequate"] } });
    await activate(center, {
      providerId: "british",
      channelId: "other",
      accountId: "rival",
      residency: { zones: ["adequate"] },
    });
    const map = center.residency.transferMap("acme");
    expect(map).toMatchObject({ accountId: "acme", zonesAsOf: shippedZoneTable.asOf });
    expect(map.rows).toMatchObject([
      {
        channelId: "b",
        providerId: "british",
        country: "GB",
        allowed: true,
        personalData: ["recipient-address", "message-content"],
      },
    ]);
    expect(map.rows[0]?.text).toContain("2031-12-27");
  });

  test("as Markdown and as a picture, nothing a provider wrote becomes markup", async () => {
    const evil = providerIn("evil", {
      processing: facet(["GB"], { note: "</text><script>alert(1)</script> | `x` \n# y" }),
    });
    const center = await startHost({ providers: [evil] });
    await activate(center, { providerId: "evil", residency: { zones: ["adequate"] } });
    const map = center.residency.transferMap("acme");
    const markdown = transferMapMarkdown(map);
    expect(markdown).not.toMatch(/<script|^# y/m);
    expect(markdown).toContain("| c1 (sms) | evil |");
    const svg = transferMapSvg(map);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("GB");
    expect(isWellFormed(svg)).toBe(true);
  });
});

describe("an adequacy decision that ends", () => {
  test("after a channel was configured keeps it from becoming active, and the refusal is on record", async () => {
    const center = await startHost({ providers: [british] });
    const [accountId, channelId, providerId] = ["acme", "c1", "british"];
    await center.channels.configure({ accountId, channelId, providerId, residency: { zones: ["adequate"] } }, act);
    await center.channels.acceptTerms(accountId, channelId, act);
    await center.channels.verify(accountId, channelId, act);
    vi.advanceTimersByTime(3 * 3_600_000);
    const shown = center.channels.disclosure(providerId);
    expect(await center.channels.instruct({ accountId, channelId, instructed: act, shown })).toMatchObject({
      activated: false,
      refusal: { code: "RESIDENCY_OUTSIDE" },
    });
    expect(center.channels.list(accountId)).toMatchObject([{ state: "verified" }]);
    expect(await center.audit.list({ accountId, action: "channel-refused" })).toMatchObject([
      { actor: "ann", details: { code: "RESIDENCY_OUTSIDE" } },
    ]);
  });

  test("before a channel is configured keeps it from that, and the refusal is on record", async () => {
    vi.advanceTimersByTime(3 * 3_600_000);
    const center = await startHost({ providers: [british] });
    const [accountId, channelId, providerId] = ["acme", "c1", "british"];
    expect(
      await center.channels.configure({ accountId, channelId, providerId, residency: { zones: ["adequate"] } }, act),
    ).toMatchObject({ configured: false, refusal: { code: "RESIDENCY_OUTSIDE" } });
    expect(await center.audit.list({ accountId, action: "channel-refused" })).toMatchObject([
      { actor: "ann", subject: "c1", details: { code: "RESIDENCY_OUTSIDE" } },
    ]);
  });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: Date.parse("2031-12-27T22:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("stops the channels that stand on it, while the host runs; what was accepted is held", async () => {
    const scripted = scriptedProvider({
      id: "british",
      manifest: {
        operations: [
          {
            id: "send-message",
            endpoints: ["api"],
            personalData: ["message-content"],
            residency: { processing: facet(["GB"]) },
          },
        ],
      } as never,
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center, { providerId: "british", residency: { zones: ["adequate"] } });
    idOf(await center.send(text("before")));
    await settle();
    vi.advanceTimersByTime(3 * 3_600_000);
    expect(await center.send(text("after"))).toMatchObject({ accepted: false, refusal: { code: "RESIDENCY_OUTSIDE" } });
    expect(scripted.seen.map((one) => one.text)).toEqual(["before"]);
  });

  test("closes the way out of a channel whose provider passes data on there", async () => {
    let way: Pick<ConnectionV1, "http"> | undefined;
    const operation = { id: "send-message", endpoints: ["api"], personalData: ["message-content"] };
    const { provider } = scriptedProvider({
      id: "shared",
      opening: (connection) => (way = connection),
      probe: () => Promise.resolve({ state: "operational", certainty: 1 }),
      manifest: {
        operations: [{ ...operation, residency: { processing: facet(["DE"]) } }],
        subProcessors: [{ name: "Helpdesk Ltd.", country: "GB", purpose: "support" }],
      } as never,
    });
    const center = await startHost({ providers: [provider] });
    await activate(center, { providerId: "shared", residency: { zones: ["EEA", "adequate"] } });
    const ask = () => way?.http.request({ operation: "send-message", method: "GET", endpoint: "api", path: "/" });
    await center.channels.probe("acme", "c1");
    await expect(ask()).rejects.not.toMatchObject({ details: { reason: "residency" } });
    vi.advanceTimersByTime(3 * 3_600_000);
    await settle();
    await center.channels.probe("acme", "c1");
    await expect(ask()).rejects.toMatchObject({ details: { reason: "residency" } });
  });
});

test("a host with a table of its own decides by it", async () => {
  const zones = { ...shippedZoneTable, adequacy: [] };
  const center = await startHost({ providers: [british], zones });
  expect(await activate(center, { providerId: "british", residency: { zones: ["adequate"] } })).toMatchObject({
    activated: false,
    refusal: { code: "RESIDENCY_OUTSIDE", details: { country: "GB" } },
  });
  await expect(startHost({ zones: { ...zones, asOf: "soon" } })).rejects.toMatchObject({ code: "OPTION_INVALID" });
});

/** Whether every element that begins ends, in order. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, end, name = "", alone] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (alone === "/") continue;
    if (end !== "/") open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
