import type { ProviderV1 } from "@plugboard/core/spec";
import type { CapabilityFixtures } from "./fixtures/capability-fixtures.js";
import type { ChannelPlace } from "./fixtures/channel-place.js";
import type { FaultFixtures } from "./fixtures/fault-fixtures.js";
import type { MailboxFixtures } from "./fixtures/mailbox-fixtures.js";
import type { ProviderSimulator, SimulatorOptions } from "./fixtures/provider-simulator.js";
import type { SampleMessage } from "./fixtures/sample-message.js";
import type { SiteFixtures } from "./fixtures/site-fixtures.js";
import type { SkippedCheck } from "./fixtures/skipped-check.js";
import type { WebhookFixtures } from "./fixtures/webhook-fixtures.js";

/**
 * What a provider hands to the conformance kit: data the kit cannot know and the provider's other side. The kit knows the rules, so fixtures hold no
 * expectations beside those of the samples.
 *
 * A provider package exports `conformance: readonly ProviderFixtures[]` from its `./testing` entry, one element per provider; `npm run
 * conformance` finds them there. Import this type with `import type` only: the entry is published, the kit is an optional peer of it.
 * @see docs/write-a-provider.md
 */
export interface ProviderFixtures {
  readonly provider: ProviderV1;
  /** The npm package it is in, for the report: `"@plugboard/provider-whatsapp"`. */
  readonly packageName: string;
  /**
   * The channel's settings and the endpoints' stand-ins for an other side at this origin (`"http://127.0.0.1:41234"`): the simulator, or a
   * server of the kit that fails on purpose. Pure; called several times with different origins.
   */
  connect(origin: string): ChannelPlace;
  /**
   * A channel's credentials, as the schema wants them and as the simulator accepts them. Each text of at least 8 characters in them is treated as a
   * secret: it must never show in an error, a log line or an event.
   */
  readonly credentials: unknown;
  /**
   * Another account's, valid by the schema and different in every secret: for key rotation, for another tenant's signature, and for what the
   * simulator of `credentials` must refuse.
   */
  readonly otherCredentials: unknown;
  /** Starts the provider's other side on loopback. It enforces authentication and the API's rules. */
  startSimulator(options: SimulatorOptions): Promise<ProviderSimulator>;
  /**
   * Messages that together show every content feature the manifest declares as `full`, `partial` or `fallback`. The first one is the plainest: text (or
   * the like) to one recipient; the kit sends it again and again, each time with another text. Empty without `outboundMessages`.
   */
  readonly messages: readonly SampleMessage[];
  /** How the provider is reached by servers that fail on purpose. Needed with `outboundMessages`. */
  readonly faults?: FaultFixtures;
  /** Needed where the manifest declares `webhooks`. */
  readonly webhooks?: WebhookFixtures;
  /** Needed with `mailboxSync`. */
  readonly mailbox?: MailboxFixtures;
  /** Needed with `site`. */
  readonly site?: SiteFixtures;
  /** What to try the further capabilities with; one entry per declared capability. */
  readonly capabilities?: CapabilityFixtures;
  /** The only way to leave a check out. The report prints each with its reason, and the level counts it as not shown. */
  readonly skip?: readonly SkippedCheck[];
}
