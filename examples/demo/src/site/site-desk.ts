import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ContactCenter } from "@plugboard/core";
import { operatorPages, type ServedFile } from "@plugboard/example-livechat";
import { contactForm } from "@plugboard/example-webform";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { livechat } from "@plugboard/provider-livechat";
import { webform } from "@plugboard/provider-webform";
import type { Timeline } from "../timeline.js";
import type { Account } from "../watch-host.js";
import { CounterDesk } from "./counter-desk.js";
import { ScriptedVisitor } from "./scripted-visitor.js";
import { timelineStream } from "./timeline-stream.js";

const ACCOUNT = "acme";
const CHAT = "acme-chat";
const FORM = "acme-form";
const CHANNELS_OF_THE_HOST = /^\/sites\//;
const file = (name: string, type: string): ServedFile => [join(import.meta.dirname, "../../pages", name), type];
const FILES: Readonly<Record<string, ServedFile>> = {
  "/": file("site.html", "text/html; charset=utf-8"),
  "/site.css": file("site.css", "text/css; charset=utf-8"),
  "/site.js": file("site.js", "text/javascript; charset=utf-8"),
};

/** A website with a form and a chat, and the counter behind it, on one local page: what the other channels have simulated, a person tries here. */
export class SiteDesk {
  readonly providers = [webform, livechat] as const;
  readonly secrets = {
    [CHAT]: { sessionSecret: randomBytes(32).toString("base64url") },
    [FORM]: { signingKey: randomBytes(32).toString("base64url") },
  };
  private readonly key = randomBytes(18).toString("base64url");
  private counter: CounterDesk | undefined;

  private constructor(
    private readonly server: Server,
    private readonly origin: string,
  ) {}

  /** Listens at once, so that the channels can be told where they are. */
  static async start(): Promise<SiteDesk> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new SiteDesk(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  }

  /** The page, with the counter's key in the fragment, which no server sees. */
  get url(): string {
    return `${this.origin}/#${this.key}`;
  }

  async open(center: ContactCenter, timeline: Timeline, account: Account, mail: string): Promise<void> {
    timeline.heading("A website with form and chat, by recorded instruction (R4)");
    const common = { countries: ["DE"], origins: [this.origin] };
    const greeting = { en: "Hello! What can we do for you?", de: "Hallo! Was können wir für Sie tun?" };
    await this.activate(center, timeline, webform.manifest.id, FORM, {
      ...common,
      form: contactForm,
      // A program fills it in here, too; a real form leaves a person two seconds.
      minimumFillSeconds: 0,
    });
    await this.activate(center, timeline, livechat.manifest.id, CHAT, { ...common, name: "Acme", greeting });
    this.counter = new CounterDesk(center, { accountId: ACCOUNT, chat: CHAT, form: FORM, mail }, timeline, account);
    const channels = nodeWebhooks(center);
    const pages = operatorPages(this.counter, this.key, FILES);
    const steps = timelineStream(timeline, this.key);
    const answer: RequestListener = (request, response) => {
      const { url = "/" } = request;
      if (CHANNELS_OF_THE_HOST.test(url)) void channels(request, response);
      else if (url === "/timeline") steps(request, response);
      else void pages(request, response);
    };
    this.server.on("request", answer);
  }

  /** A visitor without a browser sends the form, writes in the chat, and is answered both ways. */
  async runRound(center: ContactCenter): Promise<void> {
    if (this.counter === undefined) throw new Error("the site is not open");
    await new ScriptedVisitor(this.origin, { form: FORM, chat: CHAT }).visit(center, this.counter);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async activate(
    center: ContactCenter,
    timeline: Timeline,
    providerId: string,
    channelId: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const shown = center.channels.disclosure(providerId, settings);
    const act = { actor: "ann.admin", authority: "administrator", at: new Date().toISOString() } as const;
    const result = await center.channels.activate({
      ...{ accountId: ACCOUNT, channelId, providerId, settings, secret: channelId },
      ...{ instructed: act, shown, termsAccepted: act, residency: { zones: ["EEA"] } },
    });
    if (!result.activated) throw new Error(`${channelId} not activated: ${result.refusal.reason}`);
    timeline.fact(
      providerId,
      `the host's own servers, ${shown.countries.join(", ")}; at ${this.origin}/sites/${channelId}`,
    );
  }
}
