import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type ContactCenter,
  createContactCenter,
  type InboundEnvelope,
  type ProviderV1,
  type Store,
} from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { webform, type WebformSettingsInput } from "@plugboard/provider-webform";
import { contactForm } from "@plugboard/provider-webform/testing";

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
  close(): Promise<void>;
}

export interface FormSiteOptions {
  readonly page?: ShopPage;
  readonly settings?: (shop: string) => Partial<WebformSettingsInput>;
  /** Instead of the web form: a careless one, for checks of the checks. */
  readonly provider?: ProviderV1;
  /** Time of the host, where it is not the system's. */
  readonly clock?: { now(): number };
  readonly store?: Store;
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const portOf = (server: Server): string => String((server.address() as AddressInfo).port);

/** A host with a contact form on one origin and a website that shows it on another. */
export async function startFormSite(options: FormSiteOptions = {}): Promise<FormStand> {
  const { page } = options;
  let form = "";
  const shopServer = await listen((request, response) => {
    if (request.url !== "/" || page === undefined) {
      response
        .writeHead(request.url === "/thanks" ? 200 : 404, { "content-type": "text/html" })
        .end("<title>shop</title>");
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers });
    response.end(page.html(form));
  });
  const shop = `http://localhost:${portOf(shopServer)}`;
  const center = await createContactCenter({
    store: options.store ?? memoryStore({ keepFinished: 100_000 }),
    ...(options.clock && { clock: options.clock }),
    authority: { unchecked: "a test" },
    providers: [options.provider ?? webform],
    secrets: memorySecrets({ form: { signingKey: "k".repeat(40) } }),
  });
  const stand = { isAnswerLost: false };
  const requests: string[] = [];
  const answer = nodeWebhooks(center);
  const formServer = await listen((request, response) => {
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
  form = `http://127.0.0.1:${portOf(formServer)}/sites/contact`;
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
    async close() {
      for (const server of [shopServer, formServer]) {
        server.closeAllConnections();
        server.close();
      }
      await center.close({ graceMs: 0 });
    },
  };
}
