import { inject, injectable } from "tsyringe";
import type { CallQuestions } from "../calls/call-questions.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel, OpenChannel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import { readSetting } from "../policy/read-setting.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LiveCredentialsV1 } from "../spec/connection/credentials.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { SignatureScheme, WebhookContract } from "../spec/manifest/webhook-contract.js";
import type { InboundRecorder } from "./inbound-recorder.js";
import { claimedTime } from "./schemes/claimed-time.js";
import { verifyWebhook } from "./schemes/verify-webhook.js";
import type { WebhookFacts } from "./schemes/webhook-proof.js";
import { answerHandshake } from "./webhook/answer-handshake.js";
import { channelInPath } from "./webhook/channel-in-path.js";
import { BodyPlaces } from "./webhook/body-places.js";
import { deduplicationKey } from "./webhook/deduplication-key.js";
import { publicUrls } from "./webhook/public-urls.js";
import { rawInboundOf } from "./webhook/raw-inbound.js";
import type { BodyProblem } from "./webhook/read-body.js";
import type { WebhookOptions } from "./webhook/webhook-options.js";
import type { WebhookAnswerV1, WebhookRequestV1 } from "./webhook/webhook-request.js";
import { proofsOf, webhookSecrets } from "./webhook/webhook-secrets.js";

const ROUTE = /\/webhooks\/((?:[A-Za-z0-9_.:-]|%3[Aa]){1,128})(?:\/[^/?]*)?(\?.*)?$/s;
/** While the host cannot say what the channel's provider takes for "again". */
const TRY_AGAIN = 503;

/** Of a post to no channel: as large as a contract's bodies are that names no size. */
const USUAL_BODY_BYTES = 1_048_576;
/** Posts to channels that are not there take places of one channel's, whatever they name. */
const NOBODY = "";

/** Also where there is no such channel: which ones there are is nobody's business. */
const POST_ALONE: WebhookAnswerV1 = { status: 405, headers: { allow: "POST" }, body: "" };

/** A request that found its channel. */
interface Visit {
  readonly request: WebhookRequestV1;
  readonly channel: Channel;
  readonly open: OpenChannel;
  readonly contract: WebhookContract;
  /** From `/webhooks/` on. */
  readonly route: string;
  /** Without its question mark. */
  readonly query: string;
}

/**
 * Answers webhooks at `/webhooks/<channel>` below any prefix: raw bytes → signature → durable → the provider's acknowledgement.
 * Nothing is parsed before it is verified, and every refusal looks the same, whatever the reason (C, forgeries 7 and 8).
 */
@injectable()
export class WebhookDesk {
  private readonly places = new BodyPlaces();

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
    @inject(TOKENS.CallQuestions) private readonly questions: CallQuestions,
    @inject(TOKENS.WebhookOptions) private readonly options: WebhookOptions,
  ) {}

  /** Never rejects. */
  async answer(request: WebhookRequestV1): Promise<WebhookAnswerV1> {
    const route = ROUTE.exec(request.target);
    const channelId = route?.[1] === undefined ? undefined : channelInPath(route[1]);
    const queryAt = request.target.indexOf("?");
    // A path alone names a channel.
    if (route === null || channelId === undefined || (queryAt !== -1 && queryAt < route.index)) return empty(404);
    const channel = this.channels.ofHost(channelId);
    const contract = channel?.provider?.manifest.webhooks;
    try {
      if (channel === undefined) return await this.refuse(request);
      // Before anything that depends on how the channel is: to strangers it is none.
      const asksHandshake = contract !== undefined && isHandshake(request.method, contract);
      if (request.method !== "POST" && !asksHandshake) return POST_ALONE;
      const refused = channel.activation?.code;
      if (isHalted(refused)) return request.method === "POST" ? empty(TRY_AGAIN) : POST_ALONE;
      // Credentials that the provider refuses do not keep it from telling: its proof is checked as ever.
      if (contract === undefined || (refused !== undefined && refused !== "CHANNEL_UNAUTHORISED"))
        return await this.refuse(request);
      const open = channel.open ?? (await this.channels.open(channel));
      const query = route[2]?.slice(1) ?? "";
      const visit = { request, channel, open, contract, route: route[0], query };
      if (asksHandshake && !(await this.isAtItsAddress(visit))) return POST_ALONE;
      if (asksHandshake)
        return (
          (await answerHandshake(
            request.method,
            new URLSearchParams(query),
            contract,
            open.instance.inboundEvents,
            open.credentials,
          )) ?? POST_ALONE
        );
      return await this.take(visit);
    } catch (error) {
      const code = ContactCenterError.isInstance(error) ? error.code : "WEBHOOK_FAILED";
      this.logger.error("a webhook could not be taken", { channelId, code });
      // Whatever failed, it was not the sender's doing: the provider is asked to try again, never told to discard.
      return empty(contract?.tryAgainStatus ?? TRY_AGAIN);
    }
  }

  /** Where the address has a secret, the provider asks there as well: whoever does not know it learns of no channel. */
  private async isAtItsAddress(visit: Visit): Promise<boolean> {
    const proofs = proofsOf(visit.contract).filter(({ scheme }) => scheme === "secret-path");
    if (proofs.length === 0) return true;
    const live = await visit.open.credentials.resolve();
    const facts = this.factsOf(visit, new Uint8Array(), this.clock.now());
    const { channelId } = visit.channel;
    return proofs.every((proof) => verifyWebhook(proof, facts, webhookSecrets(proof, live, channelId)));
  }

  private async take(visit: Visit): Promise<WebhookAnswerV1> {
    const { request, channel, open, contract, query } = visit;
    const body = await this.read(request, channel.channelId, contract.maxBodyBytes);
    if (typeof body === "string") {
      this.logger.warn("the body of a webhook was not taken", { channelId: channel.channelId, code: body });
      // Too large to be verified: a stranger's, as far as anyone can tell. The others may come again.
      return empty(body === "too-large" ? 401 : contract.tryAgainStatus);
    }
    const nowMs = this.clock.now();
    const live = await open.credentials.resolve();
    const facts = this.factsOf(visit, body, nowMs);
    if (!isProven(visit, live, () => facts)) {
      const { channelId, providerId } = channel;
      // For whoever sets a webhook up; no louder, since anybody can post here.
      this.logger.debug("a webhook was refused: its proof does not hold", { channelId, providerId });
      this.tellSkew(visit, live, facts);
      return empty(401);
    }
    const raw = rawInboundOf(request, query, body, contract, nowMs);
    const found = deduplicationKey(open.instance.inboundEvents, raw, contract, () =>
      this.logger.warn("a plugin gave no deduplication key", { channelId: channel.channelId }),
    );
    // Most answer at once: no turn is waited for then.
    const key = typeof found === "string" ? found : await found;
    const { contentType, attributes } = raw;
    await this.recorder.record(channel, { source: "webhook", deduplicationKey: key, contentType, body, attributes });
    // Only now: what a call does next follows from what is on record.
    const answer = await this.questions.answer(channel, open, raw, key);
    return answer ?? acknowledgementOf(contract);
  }

  /** No sooner than a forgery to a channel that is there: when the answer comes must not tell what the answer keeps to itself. */
  private async refuse(request: WebhookRequestV1): Promise<WebhookAnswerV1> {
    if (request.method !== "POST") return POST_ALONE;
    // Without the name it came for: a stranger chose that.
    this.logger.debug("a webhook was refused: its address names no active channel with webhooks");
    const body = await this.read(request, NOBODY, USUAL_BODY_BYTES);
    return empty(typeof body !== "string" || body === "too-large" ? 401 : TRY_AGAIN);
  }

  private async read(
    request: WebhookRequestV1,
    channelId: string,
    limitBytes: number,
  ): Promise<Uint8Array | BodyProblem | "busy"> {
    const place = this.places.take(channelId);
    if (place === undefined) return "busy";
    try {
      return await request.readBody(limitBytes, place);
    } finally {
      this.places.leave(place);
    }
  }

  private factsOf({ request, channel, route }: Visit, body: Uint8Array, nowMs: number): WebhookFacts {
    return {
      path: request.target.split("?", 1)[0] ?? "",
      header: request.header,
      body,
      nowMs,
      publicUrls: () => publicUrls(request, route, this.options),
      setting: (path) => readSetting(channel.settings, path),
    };
  }

  /** One that is genuine but for its time: a clock is wrong, or somebody sent it again. The sender is told no more than any other. */
  private tellSkew(visit: Visit, live: LiveCredentialsV1<unknown>, facts: WebhookFacts): void {
    let skewMs = 0;
    const isGenuine = isProven(visit, live, (proof) => {
      const claimedMs = claimedTime(proof, facts);
      if (claimedMs === undefined) return facts;
      skewMs = facts.nowMs - claimedMs;
      return { ...facts, nowMs: claimedMs };
    });
    if (!isGenuine || skewMs === 0) return;
    const { accountId, channelId, providerId } = visit.channel;
    const skewSeconds = Math.round(skewMs / 1_000);
    this.logger.warn("a webhook was refused for its time alone", { channelId, providerId, skewSeconds });
    this.events.emit("webhook-skewed", { accountId, channelId, providerId, skewSeconds });
  }
}

/** @param factsFor - what a proof is checked against. */
function isProven(
  { contract, channel }: Visit,
  live: LiveCredentialsV1<unknown>,
  factsFor: (proof: SignatureScheme) => WebhookFacts,
): boolean {
  const proofs = proofsOf(contract);
  return (
    proofs.length > 0 &&
    proofs.every((proof) => verifyWebhook(proof, factsFor(proof), webhookSecrets(proof, live, channel.channelId)))
  );
}

const empty = (status: number): WebhookAnswerV1 => ({ status, headers: {}, body: "" });

/**
 * Whether a channel is halted for now. A post to it is answered "again" before anything of it is verified, so that nothing is lost meanwhile (R3), and this does tell a stranger
 * that the channel is there, where one that is active, deactivated or none at all answers 401 alike. It cannot be otherwise: a provider that is away has left no contract to
 * verify by and no credentials to read, of a suspended channel nothing is to run (R20), and a 401 to the provider's own post would be its last (Postmark and Brevo discard).
 * Nor may the others answer as this one does: whoever posts to a channel that is gone would come again for a week.
 */
const isHalted = (code: string | undefined): boolean => code === "PROVIDER_UNAVAILABLE" || code === "CHANNEL_SUSPENDED";

function isHandshake(method: string, { handshake }: WebhookContract): boolean {
  return (method === "GET" || method === "HEAD") && handshake.includes(method);
}

function acknowledgementOf({ acknowledgement: { status, body, contentType } }: WebhookContract): WebhookAnswerV1 {
  return { status, headers: contentType === undefined ? {} : { "content-type": contentType }, body };
}
