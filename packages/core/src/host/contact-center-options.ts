import type { CallOptionsInput } from "../calls/call-options.js";
import type { EgressOptions } from "../egress/index.js";
import type { WebhookOptionsInput } from "../inbound/webhook/webhook-options.js";
import type { AttachmentRulesInput } from "../policy/attachment-policy.js";
import type { ZoneTable } from "../policy/zones/zone-table.js";
import type { UsageCounter } from "../ports/usage-counter.js";
import type { FairUsePlans } from "../policy/fair-use-policy.js";
import type { Authority, UncheckedAuthority } from "../ports/authority.js";
import type { RetentionInput } from "../policy/retention-policy.js";
import type { Ids } from "../ports/ids.js";
import type { LedgerSigner } from "../ports/ledger-signer.js";
import type { KeyRing } from "../ports/key-ring.js";
import type { Secrets } from "../ports/secrets.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { ContactCenter } from "./contact-center.js";
import type { HostSettingsInput } from "./host-settings.js";

/** What a host application gives to {@link createContactCenter}. */
export interface ContactCenterOptions {
  /** Where everything accepted is kept: `sqliteStore(path)` of `@plugboard/store-sqlite`, or `memoryStore()` for what may be lost. */
  readonly store: Store;
  readonly providers?: readonly ProviderV1[];
  /**
   * Who may act for an account (R4), asked before every activation, acceptance, credential and the like. A host whose own code lets
   * nobody else near these calls says so by `{ unchecked: "why" }`; the reason is kept with every act.
   */
  readonly authority: Authority | UncheckedAuthority;
  /** Where the host keeps credentials itself; none without it. */
  readonly secrets?: Secrets;
  /**
   * Keys for the credentials that Plugboard keeps, encrypted, in its store (`center.credentials`). These are asked for before `secrets`, which
   * is left with what the vault has no record of.
   */
  readonly keyRing?: KeyRing;
  /** What the way out lets through beyond the safe defaults. */
  readonly egress?: EgressOptions;
  readonly settings?: HostSettingsInput;
  /** What calls get when nobody answers for the host, and what becomes of emergency numbers. */
  readonly calls?: CallOptionsInput;
  /** How providers reach the webhooks. */
  readonly webhooks?: WebhookOptionsInput;
  /** Service plans with their limits (R19); without it the host has none of its own. */
  readonly fairUse?: FairUsePlans;
  /** Which files messages carry (R21), by name and declared type; without it what a computer would run is refused. */
  readonly attachments?: AttachmentRulesInput;
  /** Where messages are counted, when several processes share accounts; else the host counts by itself. */
  readonly usageCounter?: UsageCounter;
  /** What the zones of residency rules mean, where the law has changed since this version; else the table shipped with it. */
  readonly zones?: ZoneTable;
  /** Signs checkpoints, exports and evidence bundles, e.g. `ed25519Signer(key)`; they are not signed without it. */
  readonly ledgerSigner?: LedgerSigner;
  /** How long accounts that are suspended or not used keep their data (R18): 50 days; free ones 30 and 15. */
  readonly retention?: RetentionInput;
  readonly clock?: ClockV1;
  readonly ids?: Ids;
  /** Silent where absent. One that throws costs its lines and nothing else. */
  readonly logger?: LoggerV1;
  /**
   * Adds the hooks, listeners and handlers that must not miss what happens while the host starts: `hook("host-started", …)`, channels that open for
   * what was accepted before. Called once, before the store is opened, and awaited; nothing but `hook`, `on` and `receive` works by then.
   */
  readonly beforeStart?: (center: ContactCenter) => void | Promise<void>;
}
