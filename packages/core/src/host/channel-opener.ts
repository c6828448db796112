import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Egress } from "../egress/index.js";
import { ProviderLeftError } from "../outbound/provider-left-error.js";
import type { Secrets } from "../ports/secrets.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { CredentialsV1, LiveCredentialsV1 } from "../spec/connection/credentials.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { CredentialsUnavailableError } from "../spec/errors/credentials-unavailable-error.js";
import { errorCatalog } from "../spec/errors/error-catalog.js";
import { describeIssues } from "../spec/errors/describe-issues.js";
import { ManifestInvalidError } from "../spec/errors/manifest-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { CapabilityName } from "../spec/manifest/capability.js";
import type { ProviderInstanceV1 } from "../spec/provider-instance.js";
import type { ProviderV1 } from "../spec/provider.js";
import { classOfError } from "./class-of-error.js";
import type { Channel, OpenChannel } from "./channel.js";
import type { ChannelRecords } from "./channel-records.js";
import { hookOf } from "./hook-of.js";
import type { HookRunner } from "./hook-runner.js";
import { withinTime } from "../timing/within-time.js";

/** Time a plugin has to open or close a channel. Milliseconds. */
const OPEN_LIMIT_MS = 30_000;
const CLOSE_LIMIT_MS = 5_000;

/** Opens a channel: hands the plugin its settings and its guarded way out, and holds the instance against the manifest. */
@injectable()
export class ChannelOpener {
  constructor(
    @inject(TOKENS.Egress) private readonly egress: Egress,
    @inject(TOKENS.Secrets) private readonly secrets: Secrets,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.HookRunner) private readonly hooks: HookRunner,
    @inject(TOKENS.ChannelRecords) private readonly records: ChannelRecords,
  ) {}

  /**
   * @throws {RequestError} `PROVIDER_DISABLED`, `PROVIDER_OPEN_FAILED`, `HOOK_FAILED`.
   * @throws {ManifestInvalidError} it declares other capabilities than the instance has.
   */
  async open(channel: Channel): Promise<OpenChannel> {
    const { channelId, accountId, providerId, provider } = channel;
    if (provider === undefined) throw new ProviderLeftError(providerId, false);
    const owner = { accountId, channelId, providerId };
    await this.hooks.run("channel-opening", owner);
    const aborter = new AbortController();
    const { manifest } = provider;
    const refusedOperations = manifest.operations.filter((one) => channel.refusesOperation(one)).map(({ id }) => id);
    const egress = this.egress.open({
      manifest,
      channelId,
      settings: channel.settings,
      signal: aborter.signal,
      refuse: (operation) => (refusedOperations.includes(operation) ? "residency" : undefined),
    });
    const credentials = this.credentials(channel, provider);
    let opening: Promise<ProviderInstanceV1> | undefined;
    try {
      opening = openWith(provider, {
        channelId,
        accountId,
        channelKind: channel.channelKind,
        settings: channel.settings,
        credentials,
        http: egress.http,
        sockets: egress.sockets,
        records: this.records.of(channel),
        clock: this.clock,
        logger: this.logger,
        signal: aborter.signal,
      });
      const instance = await withinTime(opening, OPEN_LIMIT_MS, () => {
        throw new RequestError("PROVIDER_OPEN_FAILED", { providerId, channelId, timeoutMs: OPEN_LIMIT_MS });
      });
      checkCapabilities(provider, instance);
      await this.hooks.run("channel-opened", owner);
      const close = () => this.close(channel, instance, egress, aborter);
      return { instance, egress, credentials, refusedOperations, closing: aborter.signal, close };
    } catch (error) {
      aborter.abort();
      // Also one that comes when nobody waits for it any more.
      void opening?.then(
        (late) => this.closeInstance(late, { channelId, providerId }),
        () => undefined,
      );
      await egress.close();
      if (ContactCenterError.isInstance(error)) throw error;
      // A plugin's error may quote a credential: its class is told, its text is not.
      throw new RequestError("PROVIDER_OPEN_FAILED", { providerId, channelId, error: classOfError(error) });
    }
  }

  private async close(
    channel: Channel,
    instance: ProviderInstanceV1,
    egress: OpenChannel["egress"],
    aborter: AbortController,
  ): Promise<void> {
    const { channelId, accountId, providerId } = channel;
    const fields = { channelId, providerId };
    try {
      await this.hooks.run("channel-closing", { channelId, accountId, providerId });
    } catch (error) {
      this.logger.warn("a hook failed while a channel closed", { ...fields, ...hookOf(error) });
    }
    aborter.abort();
    await this.closeInstance(instance, fields);
    await egress.close();
  }

  private async closeInstance(
    instance: ProviderInstanceV1,
    fields: { readonly channelId: string; readonly providerId: string },
  ): Promise<void> {
    try {
      await withinTime(instance.close(), CLOSE_LIMIT_MS, () => {
        this.logger.warn("a plugin takes too long to close", { ...fields, timeoutMs: CLOSE_LIMIT_MS });
      });
    } catch {
      // A plugin's error may quote anything; closing goes on without it.
      this.logger.warn("a plugin failed to close", fields);
    }
  }

  /** The channel's credentials, checked with its provider's schema each time they are asked for. */
  credentials({ channelId, accountId, secret }: Channel, provider: ProviderV1): CredentialsV1<unknown> {
    const check = (value: unknown): unknown => {
      const parsed = provider.credentialsSchema.safeParse(value);
      if (!parsed.success) throw new CredentialsUnavailableError({ channelId, issues: describeIssues(parsed.error) });
      return parsed.data;
    };
    return {
      resolve: async (): Promise<LiveCredentialsV1<unknown>> => {
        if (secret === undefined) return { current: check({}) };
        let live: LiveCredentialsV1<unknown>;
        try {
          live = await this.secrets.resolve(secret, { accountId, channelId });
        } catch (error) {
          // A vault's error may quote the secret's name or value: only a code of ours is passed on.
          const ours = ContactCenterError.isInstance(error) && Object.hasOwn(errorCatalog, error.code);
          throw new CredentialsUnavailableError({ channelId, ...(ours ? { reason: error.code } : {}) });
        }
        const current = check(live.current);
        return live.previous === undefined ? { current } : { current, previous: check(live.previous) };
      },
    };
  }
}

/** A plugin that throws at once has failed to open all the same. */
async function openWith(
  provider: ProviderV1,
  connection: Parameters<ProviderV1["open"]>[0],
): Promise<ProviderInstanceV1> {
  return provider.open(connection);
}

/** What is declared is there, and what is not declared is not. `deliveryReports` comes out of `inboundEvents`. */
function checkCapabilities(provider: ProviderV1, instance: ProviderInstanceV1): void {
  const { id, capabilities } = provider.manifest;
  const named: Exclude<CapabilityName, "deliveryReports">[] = [
    "outboundMessages",
    "inboundEvents",
    "calls",
    "mailboxSync",
    "templates",
    "media",
    "conversationSignals",
    "subjectRights",
    "webhookRegistration",
    "probe",
    "site",
  ];
  const wrong = named
    .filter((name) => capabilities.includes(name) !== (instance[name] !== undefined))
    .map((name) =>
      instance[name] === undefined
        ? `capabilities: ${name} is declared, and the instance has none`
        : `capabilities: ${name} is not declared, and the instance has it`,
    );
  // Without it an unknown outcome could only be settled by sending again (G2).
  const { outboundMessages } = instance;
  if (provider.manifest.idempotency.mode === "lookup" && outboundMessages !== undefined && !outboundMessages.doLookup)
    wrong.push("idempotency.mode: lookup needs outboundMessages.doLookup, which the instance does not have");
  if (wrong.length > 0) throw new ManifestInvalidError(id, wrong);
}
