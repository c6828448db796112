import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createContactCenter, type InboundEnvelope, type ContactCenter } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { webform, type WebformSettingsInput } from "@plugboard/provider-webform";
import { contactForm } from "@plugboard/provider-webform/testing";
import { onTestFinished } from "vitest";

const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

/** A page of the shop: headers and HTML, made with the address of the form. */
export interface ShopPage {
  readonly headers?: Readonly<Record<string, string>>;
  readonly html: (form: string) => string;
}

export interface FormStand {
  readonly center: ContactCenter;
  readonly handled: InboundEnvelope[];
  /** The form's own page. */
  readonly form: string;
  /** A website of another origin. */
  readonly shop: string;
  /** Every request that reached the form's host, as method and target. */
  readonly requests: string[];
  /** While set, the form's host is cut off before it answers a post, after it has taken it. */
  isAnswerLost: boolean;
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return String((server.address() as AddressInfo).port);
}

/** A host with a contact form on one origin and a website that shows it on another. */
export async function serveForm(
  options: {
    readonly page?: ShopPage;
    readonly settings?: (shop: string) => Partial<WebformSettingsInput>;
  } = {},
): Promise<FormStand> {
  const { page } = options;
  let form = "";
  const shopPort = await listen((request, response) => {
    if (request.url !== "/" || page === undefined) {
      response
        .writeHead(request.url === "/thanks" ? 200 : 404, { "content-type": "text/html" })
        .end("<title>shop</title>");
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers });
    response.end(page.html(form));
  });
  const shop = `http://localhost:${shopPort}`;
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [webform],
    secrets: memorySecrets({ form: { signingKey: "k".repeat(40) } }),
  });
  onTestFinished(() => center.close({ graceMs: 0 }));
  const stand = { isAnswerLost: false };
  const requests: string[] = [];
  const answer = nodeWebhooks(center);
  const formPort = await listen((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    if (stand.isAnswerLost && request.method === "POST") {
      const end = response.end.bind(response);
      response.end = ((...parts: unknown[]) => {
        if (stand.isAnswerLost) response.destroy();
        else Reflect.apply(end, response, parts);
        return response;
      }) as typeof response.end;
    }
    void answer(request, response);
  });
  form = `http://127.0.0.1:${formPort}/sites/contact`;
  const settings: WebformSettingsInput = {
    form: contactForm,
    countries: ["DE"],
    origins: [shop],
    minimumFillSeconds: 0,
    limits: { perVisitor: { count: 10_000, perSeconds: 60 } },
    ...options.settings?.(shop),
  };
  await center.channels.activate({
    accountId: "acme",
    channelId: "contact",
    providerId: "webform",
    settings,
    secret: "form",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("webform", settings),
    residency: { zones: ["EEA"] },
  });
  const handled: InboundEnvelope[] = [];
  center.receive((envelope) => void handled.push(envelope));
  return {
    center,
    handled,
    form,
    shop,
    requests,
    get isAnswerLost() {
      return stand.isAnswerLost;
    },
    set isAnswerLost(value) {
      stand.isAnswerLost = value;
    },
  };
}
