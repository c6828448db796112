import { join } from "node:path";
import { isolateProvider } from "@plugboard/isolation";
import { conformance as http } from "@plugboard/provider-http/testing";
import { conformance as telephony } from "@plugboard/provider-telephony/testing";
import { checkProvider, type ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { conformance as whatsapp } from "@plugboard/provider-whatsapp/testing";
import { expect, onTestFinished, test } from "vitest";
import { buildConnector } from "./build-connector.js";

const CHILD = { "child.mjs": "isolation/src/child/isolated-plugin-worker-main.ts" };
/**
 * What a connector does by itself. Left out: deadlines and faults, whose clocks outrun a busy machine's processes (`unanswered.test.ts` of the package has
 * them), and forgeries, which core refuses before the connector is asked.
 */
const rules = [
  ...(["manifest-complete", "capabilities", "content-carried", "content-bounds", "wire-fidelity"] as const),
  ...(["personal-data", "idempotency", "probe", "inbound-events", "deduplication", "delivery-reports"] as const),
  ...(["no-echo", "egress-hosts", "transfer-ends", "border", "close", "privacy", "credentials"] as const),
];

/** By the manifest's id: the connector's export, and its modules. What reads mail in threads is in `mail.test.ts`. */
const connectors: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["whatsapp-meta", "meta", { "main.mjs": "provider-whatsapp/src/meta/index.ts" }],
  ["telephony-twilio", "twilio", { "main.mjs": "provider-telephony/src/twilio/index.ts" }],
  ["resend", "resend", { "main.mjs": "provider-http/src/resend/index.ts" }],
];

function fixturesOf(id: string): ProviderFixtures {
  const found = [...http, ...telephony, ...whatsapp].find(({ provider }) => provider.manifest.id === id);
  if (found === undefined) throw new Error(`no provider is called ${id}`);
  return found;
}

test.each(connectors)(
  "%s, as it is, keeps the kit's rules from a process of its own",
  async (id, exportName, modules) => {
    const fixtures = fixturesOf(id);
    const place = await buildConnector(id, { ...modules, ...CHILD });
    const isolated = await isolateProvider(
      {
        ...{ entry: join(place, "main.mjs"), exportName, manifest: fixtures.provider.manifest },
        // The kit opens a host for nearly every check: one process serves them all. A busy machine is no endless loop.
        limits: { idleForMs: 10_000, startTimeoutMs: 30_000, busyTimeoutMs: 20_000 },
      },
      { child: join(place, "child.mjs") },
    );
    onTestFinished(() => isolated.close());
    const { provider } = isolated;
    const { checks } = await checkProvider(provider, { ...fixtures, provider }, { rules, quick: true });
    expect(checks.filter(({ result }) => result === "failed")).toEqual([]);
    expect(checks.filter(({ result }) => result === "passed").length).toBeGreaterThan(20);
  },
  180_000,
);
