import { type ContactCenter, createContactCenter, defineProvider, type SiteRequestV1 } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { onTestFinished } from "vitest";
import { z } from "zod";

const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const facet = { countries: ["DE"], source: "account-settings" as const, readOn: "2026-11-21" };

/** A host whose channel `s1` serves pages: `/stream` streams until the visitor goes, the rest says what was asked. */
export async function startSite(): Promise<{ center: ContactCenter; visits: SiteRequestV1[] }> {
  const visits: SiteRequestV1[] = [];
  const provider = defineProvider({
    manifest: {
      id: "pages",
      name: "Pages",
      version: "1.0.0",
      coreRange: "*",
      channelKinds: ["webform"],
      seller: { legalName: "Us", country: "DE", website: "https://us.example", support: "https://us.example" },
      documents: [],
      accountModes: ["own"],
      capabilities: ["site"],
      endpoints: [{ id: "site", url: "https://us.example", direction: "listen" }],
      operations: [{ id: "serve", endpoints: ["site"], personalData: [], residency: { processing: facet } }],
      site: { operation: "serve", methods: ["GET", "POST", "OPTIONS"], headers: ["origin"] },
    },
    settings: z.strictObject({}),
    credentials: z.strictObject({}),
    open: () => ({
      site: {
        doServe(request) {
          visits.push(request);
          const { method, path, body, signal } = request;
          const headers = { "content-type": "text/plain" };
          if (path !== "/stream") return { status: 200, headers, body: `${method} ${path} ${String(body.byteLength)}` };
          const parts = async function* (): AsyncGenerator<string> {
            yield "one\n";
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
          };
          return { status: 200, headers: { "content-type": "text/event-stream" }, body: parts() };
        },
      },
      close: () => Promise.resolve(),
    }),
  });
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [provider],
  });
  onTestFinished(() => center.close({ graceMs: 0 }));
  await center.channels.activate({
    accountId: "acme",
    channelId: "s1",
    providerId: "pages",
    settings: {},
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("pages", {}),
    residency: { zones: ["EEA"] },
  });
  return { center, visits };
}
