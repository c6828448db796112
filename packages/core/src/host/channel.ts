import type { ChannelEgress } from "../egress/index.js";
import {
  decideResidency,
  decideSubProcessors,
  type ResidencyRule,
  type ResolvedResidency,
  resolveResidency,
} from "../policy/residency-policy.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import { type ChannelState, decideState, effectiveState } from "../policy/channel-state-policy.js";
import { widened } from "../policy/widening-policy.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import { describeDisclosure } from "./describe-disclosure.js";
import { manifestHash } from "./manifest-hash.js";
import { decideTerms } from "../policy/terms-policy.js";
import type { ZonesInForce } from "../policy/zones/zones-in-force.js";
import type { CredentialsV1 } from "../spec/connection/credentials.js";
import type { Idempotency } from "../spec/manifest/idempotency.js";
import type { Limits } from "../spec/manifest/limits.js";
import type { Operation } from "../spec/manifest/operation.js";
import type { SubProcessor } from "../spec/manifest/sub-processor.js";
import type { ProviderInstanceV1 } from "../spec/provider-instance.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { ChannelDocument } from "./channel-document.js";
import { type ChannelEvidence, evidenceOf } from "./channel-evidence.js";
import type { ChannelHead } from "./channel-head.js";
import { readSetting } from "../policy/read-setting.js";

/** An open channel: the plugin's instance and its way out. */
export interface OpenChannel {
  readonly instance: ProviderInstanceV1;
  readonly egress: ChannelEgress;
  readonly credentials: CredentialsV1<unknown>;
  /** What the egress guard refuses on grounds of residency. */
  readonly refusedOperations: readonly string[];
  /** Aborted when the instance is being closed: nobody waits for what it was asked any more. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}

/** Facts about `sendOperation` that every transfer's ledger entry repeats. */
export interface SendFacts {
  readonly operation: Operation;
  readonly categories: string;
  readonly countries: string;
}

/**
 * One channel in memory: a flat record with every decision that does not depend on the message already made, so that the gates
 * of a message are a few comparisons. Nothing is opened until it is used.
 */
export class Channel {
  readonly channelId: string;
  readonly accountId: string;
  readonly providerId: string;
  readonly channelKind: string;
  readonly settings: unknown;
  /** Name of the credentials in the secrets port. */
  readonly secret: string | undefined;
  readonly sendAgainWhenUnknown: boolean;
  readonly residencyRule: ResidencyRule;
  readonly #limitsWish: ChannelHead["limits"];
  #stored: ChannelState;
  /** Hash of what the provider disclosed when it was accepted last. */
  #acceptedManifest: string | undefined;
  /** What was accepted; read only for a provider that is another now. */
  #evidence: ChannelEvidence | undefined;
  /** Whether the channel's document says already that its acceptance is outdated. */
  outdatedOnRecord: boolean;
  /** When the provider refused the credentials without having taken them since; 0 while it takes them. Milliseconds since the epoch. */
  credentialsDoubtedAtMs = 0;
  /** The provider while it is registered and enabled. */
  provider: ProviderV1 | undefined;
  limits: Limits | undefined;
  /** Kept when the provider leaves: a transfer that ends then is judged by it. */
  idempotency: Idempotency | undefined;
  /** Refusals that stand for every message of the channel. */
  activation: Refusal | undefined;
  terms: Refusal | undefined;
  residency: Refusal | undefined;
  sendFacts: SendFacts | undefined;
  /** Of operations other than sending, once they were asked for: neither settings nor a manifest's operations change. */
  #resolved: WeakMap<Operation, ResolvedResidency> | undefined;
  #subProcessorsDecided:
    | {
        readonly zones: ZonesInForce;
        readonly subProcessors: readonly SubProcessor[];
        readonly refused?: Refusal | undefined;
      }
    | undefined;
  /** The channel as it was configured anew; this one is what it was before. */
  successor: Channel | undefined;
  open: OpenChannel | undefined;
  opening: Promise<OpenChannel> | undefined;

  /**
   * @param zones - what the zones of the account's residency rule mean today.
   * @param evidence - what was accepted, where it is at hand.
   */
  constructor(
    head: ChannelHead,
    provider: ProviderV1 | undefined,
    private readonly zones: () => ZonesInForce,
    evidence?: ChannelEvidence,
  ) {
    this.channelId = head.channelId;
    this.accountId = head.accountId;
    this.providerId = head.providerId;
    this.channelKind = head.channelKind;
    this.settings = head.settings;
    this.secret = head.secret;
    this.sendAgainWhenUnknown = head.unknownOutcome === "send-again";
    this.residencyRule = head.residency;
    this.#limitsWish = head.limits;
    this.#stored = head.state;
    this.#acceptedManifest = head.acceptedManifest;
    this.#evidence = evidence;
    this.outdatedOnRecord = head.isOutdated;
    this.attach(provider);
  }

  /** The channel as it is configured now. */
  get latest(): Channel {
    return this.successor === undefined ? this : this.successor.latest;
  }

  /** The state as it counts now. */
  get state(): ChannelState {
    return effectiveState(this.#stored, this.isOutdated);
  }

  /** The state its document has, which new terms do not touch. */
  get storedState(): ChannelState {
    return this.#stored;
  }

  /** Whether the provider's terms or reach are other than what was accepted. */
  get isOutdated(): boolean {
    return this.terms !== undefined && effectiveState(this.#stored, true) !== this.#stored;
  }

  /** Whether it is the provider's reach that was not accepted, beside or without its terms. */
  get isWidened(): boolean {
    return this.provider !== undefined && this.#decideReach(this.provider.manifest) !== undefined;
  }

  /** The provider said no to the credentials: nothing more goes out, before that is durable. */
  refuseCredentials(): void {
    this.#stored = "needs-reauthorisation";
    this.attach(this.provider);
  }

  /** Takes over a changed document; the instruction itself never changes. */
  update(document: ChannelDocument): void {
    this.#stored = document.state;
    this.#acceptedManifest = document.acceptances.at(-1)?.manifestSha256;
    this.#evidence = evidenceOf(document);
    this.outdatedOnRecord = document.outdated !== undefined;
    this.attach(this.provider);
  }

  /** Whether it takes the evidence, which is not at hand, to decide on this provider. */
  lacksEvidence(manifest: ProviderManifest): boolean {
    return this.#evidence === undefined && this.#acceptedManifest !== manifestHash(manifest);
  }

  /** The evidence was read, before a provider comes that is another than was accepted. */
  recall(document: ChannelDocument): void {
    this.#evidence = evidenceOf(document);
  }

  /** Makes the standing decisions anew: when the channel is loaded, its document changes, or its provider comes or goes. */
  attach(provider: ProviderV1 | undefined): void {
    this.provider = provider;
    this.activation = this.#decideActivation();
    if (provider === undefined) return;
    const { manifest } = provider;
    this.limits = this.#limitsWish === undefined ? manifest.limits : lowered(manifest.limits, this.#limitsWish);
    this.idempotency = manifest.idempotency;
    this.terms = this.#decideAcceptance(manifest);
    const operation = manifest.operations.find(({ id }) => id === manifest.sendOperation);
    this.residency = undefined;
    if (operation === undefined) return;
    const resolved = this.resolveResidency(operation);
    this.residency = decideResidency(this.residencyRule, resolved, this.zones()) ?? this.#passedOn();
    const countries = Object.fromEntries(Object.entries(resolved).map(([facet, value]) => [facet, value.countries]));
    this.sendFacts = sharedSendFacts(operation, JSON.stringify(countries));
  }

  /** Whether an operation's data stays where the account lets it go: evaluated by the egress guard for every operation. */
  refusesOperation(operation: Operation): boolean {
    return this.residencyOf(operation) !== undefined;
  }

  /** What the account's residency rule says to an operation other than sending. */
  residencyOf(operation: Operation | undefined): Refusal | undefined {
    if (operation === undefined || operation.personalData.length === 0) return undefined;
    let resolved = this.#resolved?.get(operation);
    if (resolved === undefined) {
      resolved = this.resolveResidency(operation);
      (this.#resolved ??= new WeakMap()).set(operation, resolved);
    }
    return decideResidency(this.residencyRule, resolved, this.zones()) ?? this.#passedOn();
  }

  /** What the rule says to those the provider passes data on to: decided anew when the zones are others. */
  #passedOn(): Refusal | undefined {
    const subProcessors = this.provider?.manifest.subProcessors;
    if (subProcessors === undefined) return undefined;
    const zones = this.zones();
    if (this.#subProcessorsDecided?.zones !== zones || this.#subProcessorsDecided.subProcessors !== subProcessors)
      this.#subProcessorsDecided = {
        ...{ zones, subProcessors },
        refused: decideSubProcessors(this.residencyRule, subProcessors, zones),
      };
    return this.#subProcessorsDecided.refused;
  }

  resolveResidency(operation: Operation): ResolvedResidency {
    return resolveResidency(operation.residency, (path) => readSetting(this.settings, path));
  }

  #decideActivation(): Refusal | undefined {
    const refused = decideState(this.#stored);
    if (refused !== undefined) return refused;
    if (this.provider === undefined) return refusal("PROVIDER_UNAVAILABLE", { providerId: this.providerId });
    return undefined;
  }

  #decideAcceptance(manifest: ProviderManifest): Refusal | undefined {
    // What was accepted with this very manifest is accepted.
    if (this.#acceptedManifest === manifestHash(manifest)) return undefined;
    // Closed until it is known: without the evidence nobody says that it was accepted.
    if (this.#evidence === undefined) return refusal("TERMS_OUTDATED", { documents: [] });
    return decideTerms(manifest.documents, this.#evidence.accepted) ?? this.#decideReach(manifest);
  }

  /** Whether the provider reaches further than what was accepted: described only where its manifest is another one. */
  #decideReach(manifest: ProviderManifest): Refusal | undefined {
    const shown = this.#evidence?.shown;
    if (shown === undefined || this.#acceptedManifest === manifestHash(manifest)) return undefined;
    const found = widened(shown, describeDisclosure(manifest, this.settings));
    return found.length === 0 ? undefined : refusal("DISCLOSURE_WIDENED", { widened: found.map(({ words }) => words) });
  }
}

/** Channels with equal facts share one object: cost does not grow with accounts. */
const factsByOperation = new WeakMap<Operation, Map<string, SendFacts>>();
function sharedSendFacts(operation: Operation, countries: string): SendFacts {
  const byCountries = factsByOperation.get(operation) ?? new Map<string, SendFacts>();
  factsByOperation.set(operation, byCountries);
  const facts = byCountries.get(countries) ?? {
    operation,
    categories: JSON.stringify(operation.personalData),
    countries,
  };
  byCountries.set(countries, facts);
  return facts;
}

/** The account's limits where they are lower than the manifest's; a higher one has no effect. */
function lowered(limits: Limits, wished: NonNullable<ChannelDocument["instruction"]["limits"]>): Limits {
  const lower = (key: "concurrency" | "maxAttempts" | "expireAfterSeconds") =>
    Math.min(limits[key], wished[key] ?? limits[key]);
  return {
    concurrency: lower("concurrency"),
    maxAttempts: lower("maxAttempts"),
    expireAfterSeconds: lower("expireAfterSeconds"),
    order: wished.order === "strict" ? "strict" : limits.order,
    // A longer pause spares the provider, so the account may ask for one.
    backoffBaseMs: Math.max(limits.backoffBaseMs, wished.backoffBaseMs ?? 0),
    backoffMaxMs: Math.max(limits.backoffMaxMs, wished.backoffMaxMs ?? 0),
  };
}
