import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { AvailabilityBoard } from "../../availability/availability-board.js";
import { TOKENS } from "../../di/tokens.js";
import type { MailboxDesk } from "../../inbound/mailbox-desk.js";
import type { AuditLog } from "../../ledger/audit-log.js";
import type { Dispatcher } from "../../outbound/dispatcher.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import { outcomeOfFailure } from "../../outbound/outcome-of-failure.js";
import type { ProbeResult, ProbeV1 } from "../../spec/capabilities/probe.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import { RequestError } from "../../spec/errors/request-error.js";
import { urlSchema } from "../../spec/url.js";
import { partySchema } from "../../spec/party.js";
import type { Act } from "../../spec/act.js";
import type { ActivationInstructionInput, Disclosure } from "../activation-instruction.js";
import type { ActivationResult, ChannelActivation } from "../channel-activation.js";
import type { ChannelDocument } from "../channel-document.js";
import type { CapabilityCalls } from "../capability-calls.js";
import type { ChannelRegistry } from "../channel-registry.js";
import { checkAct } from "../check-act.js";
import { withinTime } from "../../timing/within-time.js";

const PROBE_TIMEOUT_MS = 15_000;

const registrationSchema = z.lazy(() => z.object({ registrationId: z.string().max(998) }));

/** What a plugin answers, checked. */
const probeResultSchema = z.lazy(() =>
  z.object({
    state: z.enum(["operational", "degraded", "down"]),
    party: partySchema.optional(),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,63}$/)
      .optional(),
    certainty: z.number().min(0).max(1),
    latencyMs: z.number().min(0).optional(),
  }),
);

/** A channel as its account sees it in a list. */
export interface ChannelSummary {
  readonly channelId: string;
  readonly providerId: string;
  readonly channelKind: string;
  /** Code of the refusal that stands for every message now; absent when messages pass. */
  readonly refusedBy: string | undefined;
}

/** The channels of an account: shown, activated by instruction, ended. */
@injectable()
export class Channels {
  constructor(
    @inject(TOKENS.ChannelActivation) private readonly activation: ChannelActivation,
    @inject(TOKENS.ChannelRegistry) private readonly registry: ChannelRegistry,
    @inject(TOKENS.MailboxDesk) private readonly mailboxes: MailboxDesk,
    @inject(TOKENS.AvailabilityBoard) private readonly board: AvailabilityBoard,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.CapabilityCalls) private readonly calls: CapabilityCalls,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
  ) {}

  /** What a person must be shown before a channel with these settings is activated (R13, R17). */
  disclosure(providerId: string, settings?: unknown): Disclosure {
    return this.activation.disclosure(providerId, settings);
  }

  /**
   * Activates a channel by a recorded instruction, the only way (R4). Sends nothing.
   * @throws {InstructionInvalidError} {@link SettingsInvalidError} {@link RequestError} {@link StoreError}
   */
  async activate(instruction: ActivationInstructionInput): Promise<ActivationResult> {
    const result = await this.activation.activate(instruction);
    if (result.activated) this.mailboxes.start(this.registry.get(instruction.accountId, result.channelId));
    return result;
  }

  /** Records the acceptance of the provider's present terms; messages held for want of it go on (R5). */
  async acceptTerms(accountId: string, channelId: string, act: Act): Promise<void> {
    const channel = await this.activation.acceptTerms(accountId, channelId, act);
    this.mailboxes.start(channel);
    await this.refill.release(channelId);
  }

  /** Ends a channel; messages it accepted and did not send are held. */
  async deactivate(accountId: string, channelId: string, act: Act): Promise<void> {
    const channel = this.registry.get(accountId, channelId);
    await this.mailboxes.stop(channel);
    await this.activation.deactivate(accountId, channelId, act);
    this.dispatcher.wake((one) => one === channel);
    this.board.forgetChannel(channelId);
  }

  /**
   * Tells the provider where to post, where its API can be told; on record. Idempotent.
   * @param registration.url - `https://<your host>/webhooks/<channel>`.
   * @throws {InstructionInvalidError} {@link RequestError} as every call of a capability.
   */
  async registerWebhook(
    accountId: string,
    channelId: string,
    registration: { readonly url: string; readonly secret?: string; readonly act: Act },
  ): Promise<{ readonly registrationId: string }> {
    const { url, secret, act } = registration;
    const { actor } = checkAct(act);
    const parsed = urlSchema.safeParse(url);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const request = secret === undefined ? { url: parsed.data } : { url: parsed.data, secret };
    const { registrationId } = await this.calls.call(accountId, channelId, "webhookRegistration", async (capability) =>
      registrationSchema.parse(await capability.doRegister(request)),
    );
    this.audit.record({
      accountId,
      actor,
      action: "webhook-registered",
      subject: channelId,
      details: { registrationId },
    });
    return { registrationId };
  }

  /** The whole evidence of a channel: the instruction, what was shown, every acceptance. */
  document(accountId: string, channelId: string): Promise<ChannelDocument> {
    return this.registry.document(accountId, channelId);
  }

  list(accountId: string): ChannelSummary[] {
    return [...this.registry.all()]
      .filter((channel) => channel.accountId === accountId)
      .map(({ channelId, providerId, channelKind, activation, terms, residency }) => ({
        channelId,
        providerId,
        channelKind,
        refusedBy: (activation ?? terms ?? residency)?.code,
      }));
  }

  /**
   * Finds out whether a channel works, without sending a message (R7). The result feeds the availability report.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `CAPABILITY_MISSING`.
   */
  async probe(accountId: string, channelId: string): Promise<ProbeResult> {
    const channel = this.registry.get(accountId, channelId);
    const { instance } = await this.registry.open(channel);
    const { providerId } = channel;
    if (instance.probe === undefined)
      throw new RequestError("CAPABILITY_MISSING", { providerId, capabilities: ["probe"] });
    const result = await runProbe(instance.probe);
    if (result.state === "operational") this.board.success(channelId, providerId, result.latencyMs ?? 0);
    else this.board.failure(channelId, providerId, result.party ?? "provider", result.code ?? "PROBE_FAILED");
    return result;
  }
}

/** A probe that fails, takes too long or answers nonsense is a fault of the plugin, not of who asked. */
async function runProbe(probe: ProbeV1): Promise<ProbeResult> {
  const failed = (code: string): ProbeResult => ({ state: "down", party: "host", code, certainty: 0.5 });
  try {
    const result = await withinTime(probe.doProbe(AbortSignal.timeout(PROBE_TIMEOUT_MS)), PROBE_TIMEOUT_MS, () =>
      failed("PROBE_TIMEOUT"),
    );
    const { party, code, latencyMs, ...rest } = probeResultSchema.parse(result);
    return {
      ...rest,
      ...(party === undefined ? {} : { party }),
      ...(code === undefined ? {} : { code }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    };
  } catch (error) {
    if (error instanceof z.ZodError) return failed("PROBE_INVALID");
    const outcome = outcomeOfFailure(error, false);
    return outcome.outcome === "received"
      ? failed("PLUGIN_FAILED")
      : { state: "down", party: outcome.party, code: outcome.code, certainty: 0.5 };
  }
}
