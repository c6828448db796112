import { createHash } from "node:crypto";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel, OpenChannel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import { readSetting } from "../policy/read-setting.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LiveCredentialsV1 } from "../spec/connection/credentials.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { RawInbound } from "../spec/inbound/raw-inbound.js";
import type { SignatureScheme, WebhookContract } from "../spec/manifest/webhook-contract.js";
import type { InboundRecorder } from "./inbound-recorder.js";
import { verifyWebhook } from "./schemes/verify-webhook.js";
import type { WebhookFacts } from "./schemes/webhook-proof.js";
import { type BodyProblem, readBody } from "./webhook/read-body.js";

const READ_WITHIN_MS = 10_000;
/** Bodies read at the same time; more are asked to come again. */
const MAX_BODIES = 256;
const STATUS_OF_PROBLEM: Record<BodyProblem, number> = { "too-large": 413, "too-slow": 408, broken: 400 };

/**
 * Answers webhooks at `/webhooks/<channel>` below any prefix: raw bytes → signature → durable → the provider's acknowledgement.
 * Nothing is parsed before it is verified, and every refusal looks the same, whatever the reason (C, forgeries 7 and 8).
 */
@injectable()
export class WebhookDesk {
  private bodies = 0;

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
  ) {}

  /** Never rejects. */
  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const channelId = /\/webhooks\/([A-Za-z0-9_.:-]{1,128})(?:\/[^/]*)?$/.exec(url.pathname)?.[1];
    if (channelId === undefined) return new Response(null, { status: 404 });
    const channel = this.channels.ofHost(channelId);
    const contract = channel?.provider?.manifest.webhooks;
    try {
      if (channel === undefined || contract === undefined || channel.activation !== undefined) return unauthorized();
      const open = await this.channels.open(channel);
      if (isHandshake(request.method, contract)) return await this.handshake(request, url, open);
      if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
      if (this.bodies >= MAX_BODIES) return new Response(null, { status: contract.tryAgainStatus });
      return await this.take(request, url, channel, open, contract);
    } catch (error) {
      const code = ContactCenterError.isInstance(error) ? error.code : "WEBHOOK_FAILED";
      this.logger.error("a webhook could not be taken", { channelId, code });
      // Whatever failed, it was not the sender's doing: the provider is asked to try again, never told to discard.
      return new Response(null, { status: contract?.tryAgainStatus ?? 503 });
    }
  }

  private async take(
    request: Request,
    url: URL,
    channel: Channel,
    open: OpenChannel,
    contract: WebhookContract,
  ): Promise<Response> {
    this.bodies += 1;
    let body: Uint8Array | BodyProblem;
    try {
      body = await readBody(request, contract.maxBodyBytes, READ_WITHIN_MS);
    } finally {
      this.bodies -= 1;
    }
    if (typeof body === "string") return new Response(null, { status: STATUS_OF_PROBLEM[body] });
    const facts: WebhookFacts = { url, headers: request.headers, body, nowMs: this.clock.now() };
    if (!isProven(contract, facts, await open.credentials.resolve())) return unauthorized();
    const raw = rawInbound(request.headers, url, body, contract, facts.nowMs);
    await this.recorder.record(channel, {
      source: "webhook",
      deduplicationKey: this.deduplicationKey(open, raw),
      contentType: raw.contentType,
      body,
      attributes: raw.attributes,
    });
    const { status, body: answer, contentType } = contract.acknowledgement;
    const headers = contentType === undefined ? {} : { "content-type": contentType };
    return new Response(answer === "" ? null : answer, { status, headers });
  }

  private async handshake(request: Request, url: URL, { instance }: OpenChannel): Promise<Response> {
    const answered = await instance.inboundEvents?.doHandshake?.({
      method: request.method,
      query: Object.fromEntries(url.searchParams),
    });
    if (answered === undefined) return new Response(null, { status: 200 });
    return new Response(answered.body, {
      status: answered.status,
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  }

  /** The plugin's key; the hash of the body where it has none or fails: such a delivery is recorded all the same. */
  private deduplicationKey({ instance }: OpenChannel, raw: RawInbound): string {
    try {
      const key = instance.inboundEvents?.doDeduplicationKey?.(raw);
      if (key !== undefined && key !== "") return key;
    } catch {
      this.logger.warn("a plugin gave no deduplication key", { rawId: raw.rawId });
    }
    return `sha256:${createHash("sha256").update(raw.body).digest("hex")}`;
  }
}

/** One answer for a wrong signature, a missing one, another channel's, and a channel that does not exist. */
const unauthorized = (): Response => new Response(null, { status: 401 });

function isHandshake(method: string, { handshake }: WebhookContract): boolean {
  return (method === "GET" || method === "HEAD") && handshake.includes(method);
}

function isProven(contract: WebhookContract, facts: WebhookFacts, live: LiveCredentialsV1<unknown>): boolean {
  const schemes =
    contract.secondFactor === undefined ? [contract.signature] : [contract.signature, contract.secondFactor];
  // A contract without any signature stands on its second factor alone, which the manifest schema demands.
  const checked = schemes.filter(({ scheme }) => scheme !== "none");
  return checked.length > 0 && checked.every((scheme) => verifyWebhook(scheme, facts, secretsOf(scheme, live)));
}

function secretsOf(scheme: SignatureScheme, { current, previous }: LiveCredentialsV1<unknown>): string[] {
  if (!("secret" in scheme)) return [];
  return [readSetting(current, scheme.secret), readSetting(previous, scheme.secret)].filter(
    (value) => typeof value === "string",
  );
}

function rawInbound(
  headers: Headers,
  url: URL,
  body: Uint8Array,
  contract: WebhookContract,
  recordedAtMs: number,
): RawInbound {
  const attributes: Record<string, string> = {};
  for (const name of contract.recordedHeaders) {
    const value = headers.get(name);
    if (value !== null) attributes[`header:${name}`] = value;
  }
  for (const [name, value] of url.searchParams) attributes[`query:${name}`] = value;
  return {
    rawId: "",
    source: "webhook",
    recordedAtMs,
    contentType: headers.get("content-type") ?? "",
    body,
    attributes,
  };
}
