import { inject, injectable } from "tsyringe";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import type { ConsentBook } from "../consent/consent-book.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { HostSettings } from "../host/host-settings.js";
import type { SiteAnswerV1, SiteHostV1, SiteProblem, SiteRequestV1, SiteV1 } from "../spec/capabilities/site.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { SiteContract } from "../spec/manifest/site-contract.js";
import { isThenable } from "../timing/is-thenable.js";
import { withinTime } from "../timing/within-time.js";
import type { InboundRecorder } from "./inbound-recorder.js";
import { checkedSiteAnswer } from "./site/checked-site-answer.js";
import { findSite, type SitePlace } from "./site/find-site.js";
import { BodyPlaces } from "./webhook/body-places.js";
import { publicUrls } from "./webhook/public-urls.js";
import type { WebhookOptions } from "./webhook/webhook-options.js";
import type { WebhookRequestV1 } from "./webhook/webhook-request.js";

const NO_BODY = new Uint8Array();
/** Of a request that cannot say when its visitor goes. */
const NEVER = new AbortController().signal;
const LONGEST_KEY = 1_000;
/** What a visitor sends takes no longer than this, and what a file takes over a slow line beyond. Milliseconds. */
const LONGEST_MS = 10_000;
/** 256 kbit/s. */
const SLOWEST_BYTES_PER_MS = 32;
const STATUS_OF_PROBLEM: Readonly<Record<SiteProblem, number>> = {
  "too-large": 413,
  "too-slow": 408,
  broken: 400,
  busy: 503,
};

/**
 * Serves the pages of channels at `/sites/<channel>`, below any prefix: those of an active channel whose terms are accepted and whose data stays
 * where the account lets it go. What a plugin accepts of a visitor is durable before the answer says so (G1).
 */
@injectable()
export class SiteDesk {
  private readonly places = new BodyPlaces();

  constructor(
    @inject(TOKENS.Options) private readonly settings: HostSettings,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.AvailabilityBoard) private readonly availability: AvailabilityBoard,
    @inject(TOKENS.WebhookOptions) private readonly options: WebhookOptions,
  ) {}

  /** The place of an address among the channels' pages; nothing when no channel with pages has it. */
  find(target: string): SitePlace | undefined {
    const place = findSite(target, (id) => this.channels.ofHost(id));
    if (place === undefined) return undefined;
    const { provider } = place.channel;
    return provider === undefined || provider.manifest.site !== undefined ? place : undefined;
  }

  /** Never rejects. */
  async answer(request: WebhookRequestV1, place: SitePlace): Promise<SiteAnswerV1> {
    const { channel } = place;
    const { channelId, providerId } = channel;
    const contract = channel.provider?.manifest.site;
    // Disabled for now: it comes back (R3).
    if (contract === undefined) return empty(503);
    if (channel.activation !== undefined || channel.terms !== undefined) return empty(404);
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (!isAllowed(method, contract)) return { ...empty(405), headers: { allow: contract.methods.join(", ") } };
    try {
      const open = channel.open ?? (await this.channels.open(channel));
      const { site } = open.instance;
      if (site === undefined || open.refusedOperations.includes(contract.operation)) return empty(404);
      const body = method === "POST" ? await this.read(request, channelId, limitOf(contract, place.path)) : NO_BODY;
      const host = this.hostOf(channel);
      if (typeof body === "string") {
        const status = STATUS_OF_PROBLEM[body];
        const refused: SiteRequestV1 = { ...this.visit(request, place, contract, method, NO_BODY), problem: body };
        const words = site.doRefuse === undefined ? empty(status) : await this.checked(site.doRefuse(refused, host));
        return { ...words, status };
      }
      const answer = await this.checked(site.doServe(this.visit(request, place, contract, method, body), host));
      return request.method === "HEAD" ? { ...answer, body: "" } : answer;
    } catch (error) {
      const code = ContactCenterError.isInstance(error) ? error.code : "PLUGIN_FAILED";
      this.logger.error("a page could not be served", { channelId, code });
      const isStore = error instanceof StoreError;
      this.availability.failure(channelId, providerId, isStore ? "host" : "provider", code);
      return empty(isStore ? 503 : 500);
    }
  }

  /** An answer within the time a plugin has, that keeps the contract. */
  private async checked(serving: ReturnType<SiteV1["doServe"]>): Promise<SiteAnswerV1> {
    const fail = (): never => {
      throw new RequestError("CAPABILITY_FAILED", {});
    };
    const given = isThenable(serving) ? await withinTime(serving, this.settings.handlerTimeoutMs, fail) : serving;
    return checkedSiteAnswer(given) ?? fail();
  }

  private visit(
    request: WebhookRequestV1,
    { route, mount, path, query }: SitePlace,
    { headers: shown }: SiteContract,
    method: string,
    body: Uint8Array,
  ): SiteRequestV1 {
    const headers: Record<string, string> = {};
    for (const name of shown) {
      const value = request.header(name);
      if (value !== undefined) headers[name] = value;
    }
    const { options, clock } = this;
    const { protocol, header } = request;
    const where = { protocol, header };
    return {
      method,
      path,
      query,
      headers,
      body,
      get baseUrl() {
        return publicUrls({ ...where, target: mount + route }, route, options)[0] ?? "";
      },
      clientAddress: clientAddressOf(request, options),
      receivedAtMs: clock.now(),
      get signal() {
        return request.signal ?? NEVER;
      },
    };
  }

  private async read(
    request: WebhookRequestV1,
    channelId: string,
    limitBytes: number,
  ): Promise<Uint8Array | SiteProblem> {
    const place = this.places.take(channelId, LONGEST_MS + limitBytes / SLOWEST_BYTES_PER_MS);
    if (place === undefined) return "busy";
    try {
      return await request.readBody(limitBytes, place);
    } finally {
      this.places.leave(place);
    }
  }

  private hostOf(channel: Channel): SiteHostV1 {
    return {
      accept: async ({ deduplicationKey, contentType, body, attributes = {} }) => {
        if (typeof deduplicationKey !== "string" || deduplicationKey === "" || deduplicationKey.length > LONGEST_KEY)
          throw new RequestError("CAPABILITY_FAILED", { channelId: channel.channelId });
        const delivery = { source: "sync" as const, deduplicationKey, contentType, body, attributes };
        const recorded = await this.recorder.record(channel, delivery);
        this.availability.success(channel.channelId, channel.providerId, undefined);
        return recorded;
      },
      confirmConsent: async (token) => {
        try {
          await this.consents.confirm(channel.accountId, token);
          return true;
        } catch (error) {
          if (error instanceof RequestError) return false;
          throw error;
        }
      },
    };
  }
}

const empty = (status: number): SiteAnswerV1 => ({ status, headers: {}, body: "" });

function limitOf({ maxBodyBytes, largerBodies }: SiteContract, path: string): number {
  return largerBodies.find((one) => one.path === path)?.maxBodyBytes ?? maxBodyBytes;
}

function isAllowed(method: string, { methods }: SiteContract): boolean {
  return (methods as readonly string[]).includes(method);
}

/** The connection's own, or what the trusted proxy in front put last: everything before it could be the visitor's invention. */
function clientAddressOf(request: WebhookRequestV1, { trustForwarded }: WebhookOptions): string | undefined {
  if (!trustForwarded) return request.clientAddress;
  const last = request.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return last === undefined || last === "" ? request.clientAddress : last;
}
