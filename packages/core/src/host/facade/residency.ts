import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import { explainResidency, type ResidencyExplanation } from "../../policy/explain-residency.js";
import { readSetting } from "../../policy/read-setting.js";
import { type ResidencyRule, residencyRuleSchema } from "../../policy/residency-policy.js";
import { sellerOf } from "../../policy/seller-of.js";
import type { ZoneTable } from "../../policy/zones/zone-table.js";
import type { ClockV1 } from "../../spec/connection/clock.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { AccountRegistry } from "../account-registry.js";
import type { Channel } from "../channel.js";
import type { ChannelRegistry } from "../channel-registry.js";
import type { ProviderRegistry } from "../provider-registry.js";
import type { TransferMap, TransferMapRow } from "../transfer-map/transfer-map.js";
import type { ZoneRegistry } from "../zone-registry.js";

/** What a preview is asked with, as far as it is checked: so that an issue is named by its field. */
const plannedSchema = z.lazy(() => z.object({ residency: residencyRuleSchema }));

/** Where data goes, whether it may, and why (R13). Decides nothing: gates and egress guard do, by the same functions. */
@injectable()
export class Residency {
  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ZoneRegistry) private readonly zones: ZoneRegistry,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /** The table of zones the host runs with. */
  get table(): ZoneTable {
    return this.zones.table;
  }

  /** Every country a channel's data goes to, with the reason. @throws {RequestError} `CHANNEL_UNKNOWN`. */
  explain(accountId: string, channelId: string): ResidencyExplanation[] {
    return this.explained(this.channels.get(accountId, channelId));
  }

  /**
   * The same before a channel is activated: what a rule would allow.
   * @throws {RequestError} `PROVIDER_UNKNOWN`, `PROVIDER_DISABLED`. @throws {InstructionInvalidError} the rule is none.
   */
  preview(planned: {
    readonly providerId: string;
    readonly settings?: unknown;
    readonly residency: Partial<ResidencyRule>;
  }): ResidencyExplanation[] {
    const parsed = plannedSchema.safeParse(planned);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { manifest } = this.providers.get(planned.providerId);
    return explainResidency(manifest, parsed.data.residency, this.zones.now(), (path) =>
      readSetting(planned.settings, path),
    );
  }

  /** Everywhere an account's data goes, over all its channels whose provider is there. */
  transferMap(accountId: string): TransferMap {
    this.accounts.require(accountId);
    const rows: TransferMapRow[] = [];
    for (const channel of this.channels.all()) {
      if (channel.accountId !== accountId || channel.provider === undefined) continue;
      const { channelId, channelKind, providerId } = channel;
      const { seller, operations } = channel.provider.manifest;
      for (const explanation of this.explained(channel)) {
        const personalData = operations
          .filter(({ id }) => explanation.facet === "subProcessor" || id === explanation.operation)
          .flatMap((operation) => operation.personalData);
        rows.push({
          channelId,
          channelKind,
          providerId,
          ...sellerOf(seller, channel.settings),
          personalData: [...new Set(personalData)],
          ...explanation,
        });
      }
    }
    return { accountId, madeAt: new Date(this.clock.now()).toISOString(), zonesAsOf: this.zones.table.asOf, rows };
  }

  private explained({ provider, residencyRule, settings }: Channel): ResidencyExplanation[] {
    if (provider === undefined) return [];
    return explainResidency(provider.manifest, residencyRule, this.zones.now(), (path) => readSetting(settings, path));
  }
}
